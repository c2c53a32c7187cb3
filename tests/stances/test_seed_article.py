"""The article that the project began with: what has to be found in it, at least."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tasks.stances.extractor import load_extractor

if TYPE_CHECKING:
    from pathlib import Path

    from tasks.stances.records import Stance

DAY = date(2022, 2, 4)
# reason -> holder, target (None: a matter alone), polarity, codes that fit, word of the matter
AT_LEAST = {
    "Russia wants NATO to stop its expansion": ("RUS", "NATO", -1, {"REQUEST", "REJECT"}, "expansion"),
    "China wants NATO to stop its expansion": ("CHN", "NATO", -1, {"REQUEST", "REJECT"}, "expansion"),
    "Russia opposes the expansion": ("RUS", None, -1, {"REJECT"}, "further expansion of NATO"),
    "China opposes the expansion": ("CHN", None, -1, {"REJECT"}, "further expansion of NATO"),
    "Russia demands guarantees": ("RUS", None, -1, {"REQUEST"}, "guarantees"),
    "Washington rejects them": ("USA", None, -1, {"REJECT"}, "any such agreement"),
    "China supports Russia": ("CHN", "RUS", 1, {"SUPPORT"}, "deal"),
}


@pytest.fixture(scope="module")
def found(shared: Path) -> tuple[Stance, ...]:
    text = (shared / "seed_article.txt").read_text(encoding="utf-8")
    return load_extractor().read(text, DAY)


@pytest.mark.shared
@pytest.mark.parametrize("wanted", AT_LEAST.values(), ids=AT_LEAST)
def test_the_stances_of_the_article_are_found(
    found: tuple[Stance, ...], wanted: tuple[str, str | None, int, set[str], str]
) -> None:
    holder, target, polarity, codes, matter = wanted
    fitting = [
        one
        for one in found
        if (one.holder_code, one.target_code, one.polarity) == (holder, target, polarity)
        and one.code in codes
        and matter in (one.issue or "")
    ]
    assert fitting
    assert all(one.modality == "asserted" for one in fitting)


@pytest.mark.shared
def test_who_said_it_is_kept(found: tuple[Stance, ...]) -> None:
    support = next(
        one for one in found if (one.holder_code, one.code, one.target_code) == ("CHN", "SUPPORT", "RUS")
    )
    assert (support.speaker, support.speaker_code) == ("Ushakov", "RUS")
