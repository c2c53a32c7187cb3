"""The article that the project began with: every stance that is in it, by hand, and what is read instead.

`WANTED` are the stances that a careful coder finds by the code book, each with the first words of its
sentence; what is missed is an expected failure. `FALSE` is what else is read, and why that is wrong: the test
fails when a false reading goes, or another comes, so that the list stays what it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tasks.stances.extractor import load_extractor

if TYPE_CHECKING:
    from pathlib import Path

    from tasks.stances.records import Stance

DAY = date(2022, 2, 4)


@dataclass(frozen=True)
class Wanted:
    """A stance of the article: `codes` that fit, a word of the matter, and why it is missed where it is."""

    sentence: str
    holder: str
    target: str | None
    codes: str
    matter: str = ""
    speaker: str | None = None
    missed: str = ""

    @property
    def name(self) -> str:
        """Who, toward whom or what."""
        return f"{self.holder} {self.codes} {self.target or self.matter} ({self.sentence})"


JOINT, MEETING, PARTIES = "Russian President", "Following a meeting", "“The parties oppose"
DENIED, LEAKED, NATIONS = "Moscow has consistently", "This week, documents", "The two nations have stressed"
ONCE = "read as toward the expansion alone"
WANTED = (
    Wanted(JOINT, "RUS", "NATO", "REQUEST REJECT", "expansion"),
    Wanted(JOINT, "CHN", "NATO", "REQUEST REJECT", "expansion", missed="read as support of the call"),
    Wanted(MEETING, "RUS", "CHN", "CONSULT"),
    Wanted(MEETING, "CHN", "RUS", "CONSULT"),
    Wanted(MEETING, "RUS", None, "REQUEST", "dialogue", missed="taken for what they met about"),
    Wanted(MEETING, "CHN", None, "REQUEST", "dialogue", missed="both sides called for it, one is found"),
    Wanted(PARTIES, "RUS", "NATO", "REQUEST", "Cold War"),
    Wanted(PARTIES, "CHN", "NATO", "REQUEST", "Cold War"),
    Wanted(PARTIES, "RUS", "NATO", "REJECT", "expansion", missed=ONCE),
    Wanted(PARTIES, "CHN", "NATO", "REJECT", "expansion", missed=ONCE),
    Wanted(PARTIES, "RUS", None, "REJECT", "further expansion of NATO"),
    Wanted(PARTIES, "CHN", None, "REJECT", "further expansion of NATO"),
    Wanted("The two countries also", "RUS", None, "SUPPORT REQUEST", "cooperation"),
    Wanted("The two countries also", "CHN", None, "SUPPORT REQUEST", "cooperation"),
    Wanted("The meeting between", "RUS", "CHN", "CONSULT"),
    Wanted("The meeting between", "CHN", "RUS", "CONSULT"),
    Wanted(
        DENIED, "RUS", None, "REJECT", "aggressive intentions", missed="taken together with the guarantees"
    ),
    Wanted(DENIED, "RUS", None, "REQUEST", "guarantees", missed="taken for the denial's matter"),
    Wanted(LEAKED, "USA", None, "REJECT", "any such agreement"),
    Wanted(LEAKED, "USA", None, "AGREE", "measures", missed="a second stance on a second matter"),
    Wanted("Putin and others", "RUS", None, "THREATEN", "measures", missed="a threat in quotation marks"),
    Wanted("Ahead of Putin", "RUS", "CHN", "CONSULT", speaker="RUS", missed="found one way"),
    Wanted("Ahead of Putin", "CHN", "RUS", "CONSULT"),
    Wanted(NATIONS, "RUS", "CHN", "SUPPORT", missed="found one way"),
    Wanted(NATIONS, "CHN", "RUS", "SUPPORT", speaker="RUS"),
    Wanted("Beijing has previously", "CHN", "RUS", "AGREE", "financial systems"),
)
# sentence, holder, target, code: why it is wrong
FALSE = {
    (JOINT, "CHN", None, "SUPPORT"): "the call is its own",
    (NATIONS, "CHN", "NATO", "SUPPORT"): "China supports Russia's efforts",
    (NATIONS, "RUS", "NATO", "SUPPORT"): "Russia wants a deal",
}


@pytest.fixture(scope="module")
def found(shared: Path) -> tuple[Stance, ...]:
    text = (shared / "seed_article.txt").read_text(encoding="utf-8")
    return load_extractor().read(text, DAY)


def fits(one: Stance, wanted: Wanted) -> bool:
    """Return whether a stance that was read is the wanted one."""
    return (
        one.sentence.startswith(wanted.sentence)
        and (one.holder_code, one.target_code) == (wanted.holder, wanted.target)
        and one.code in wanted.codes.split()
        and wanted.matter in (one.issue or "")
        and (wanted.speaker is None or one.speaker_code == wanted.speaker)
    )


@pytest.mark.shared
@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param(
            one, id=one.name, marks=[pytest.mark.xfail(reason=one.missed, strict=True)] if one.missed else []
        )
        for one in WANTED
    ],
)
def test_the_stances_of_the_article_are_found(found: tuple[Stance, ...], wanted: Wanted) -> None:
    fitting = [one for one in found if fits(one, wanted)]
    assert fitting
    assert all(one.modality == "asserted" for one in fitting)


@pytest.mark.shared
def test_what_else_is_read_is_known_to_be_false(found: tuple[Stance, ...]) -> None:
    others = {
        (one.sentence, one.holder_code, one.target_code, one.code)
        for one in found
        if not any(
            one.sentence.startswith(wanted.sentence)
            and (one.holder_code, one.target_code) == (wanted.holder, wanted.target)
            and one.code in wanted.codes.split()
            for wanted in WANTED
        )
    }
    known = {
        (sentence, *rest)
        for start, *rest in FALSE
        for sentence in {one.sentence for one in found if one.sentence.startswith(start)}
    }
    assert others == known
