"""What the classifier is taught: which pairs are asked, and coded pairs with other names in them."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from models.pairs.data import Pair, Passage, read_corpus, read_marked_row
from models.pairs.swap import phrases_of, swapped

if TYPE_CHECKING:
    from pathlib import Path


def asked(folder: Path, *stances: tuple[str, str | None, str, str | None, str, None]) -> dict[str, str]:
    """Return who is asked about a matter alone, with the code that is taught."""
    row = {"t": "Oman warned Iran over the ban, Kuwait said.", "s": stances, "n": [["Kuwait", "Iran"]]}
    (folder / "a.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    [passage] = read_corpus(folder)
    return {passage.text[slice(*one.holder)]: one.codes[0] for one in passage.pairs if one.target is None}


def test_who_takes_no_stance_on_a_matter_is_taught_to_take_none(tmp_path: Path) -> None:
    assert asked(tmp_path, ("Oman", "Iran", "THREATEN", None, "asserted", None)) == {
        "Oman": "NONE", "Iran": "NONE", "Kuwait": "NONE",
    }  # fmt: skip


def test_a_matter_on_which_a_stance_toward_somebody_turns_is_not_asked_about(tmp_path: Path) -> None:
    found = asked(tmp_path, ("Oman", "Iran", "THREATEN", "the ban", "asserted", None))
    assert found == {"Iran": "NONE", "Kuwait": "NONE"}
    found = asked(tmp_path, ("Oman", "Iran", "THREATEN", "the ban", "denied", None))
    assert found["Oman"] == "NONE"
    found = asked(tmp_path, ("Oman", None, "REJECT", "the ban", "asserted", None))
    assert found["Oman"] == "REJECT"


def coded(marked: str) -> Passage:
    passage = read_marked_row("plv:1", {"marked": marked, "root": "SUPPORT"})
    assert passage
    return passage


def test_phrases_change_places_and_keep_their_marks() -> None:
    passage = coded("In May <s>Sweden</s> praised <t>the Finnish army</t> twice.")
    phrases = phrases_of([passage])
    assert phrases == ("Sweden", "the Finnish army")
    other = swapped(passage, ("a very much longer phrase",), 1.0, random.Random(1))
    [pair] = other.pairs
    assert pair.target
    assert other.text == "In May a very much longer phrase praised a very much longer phrase twice."
    assert {other.text[slice(*span)] for span in (pair.holder, pair.target)} == {"a very much longer phrase"}
    assert (pair.codes, other.is_given, other.name) == (("SUPPORT",), True, "plv:1")


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_what_is_marked_is_one_of_the_phrases(share: float) -> None:
    first, second = coded("<t>Finland</t> was praised by <s>Oman</s>."), coded("<s>Peru</s> left.")
    phrases, rng = phrases_of([first, second]), random.Random(2)
    for _ in range(20):
        for passage in (first, second):
            other = swapped(passage, phrases, share, rng)
            [pair] = other.pairs
            assert other.text[slice(*pair.holder)] in phrases
            assert pair.target is None or other.text[slice(*pair.target)] in phrases
            assert share or other == passage


def test_overlapping_phrases_and_long_ones_stay() -> None:
    passage = Passage(
        "plv:1", "the Swedish army left", (Pair((0, 16), (4, 11), ("RETREAT",)),), is_given=True
    )
    assert swapped(passage, ("Oman",), 1.0, random.Random(1)) == passage
    assert phrases_of([coded(f"<s>{'x' * 45}</s> left.")]) == ()
