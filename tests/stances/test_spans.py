"""Found spans against marked ones, counted by hand."""

from __future__ import annotations

import pytest

from tasks.stances.records import Stance
from tasks.stances.spans import Count, MarkedSentence, count_spans, join_tokens

TEXT = "Oman thanked Iran and Chad."
OMAN, IRAN, CHAD = (0, 4), (13, 17), (22, 26)


def stance(holder: str, target: str | None) -> Stance:
    return Stance(
        holder=holder,
        holder_code=holder,
        holder_role=None,
        target=target,
        target_code=target,
        target_role=None,
        issue=None,
        issue_code=None,
        code="SUPPORT",
        quad="V-COOP",
        polarity=1,
        intensity=3.0,
        modality="asserted",
        speaker=None,
        speaker_code=None,
        sentence=TEXT,
        start=0,
        end=len(TEXT),
        confidence=0.9,
    )


def test_tokens_are_joined_as_in_print() -> None:
    tokens = ["Oman", "'s", "envoy", "(", "in", "Chad", ")", "said", ":", "``", "No", ".", "''"]
    text, places = join_tokens(tokens)
    assert text == "Oman's envoy (in Chad) said: ``No.''"
    assert [text[start:end] for start, end in places] == tokens


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("Iran ’ s war - torn east", "Iran’s war-torn east"),
        ("the workers ’ strike", "the workers’ strike"),
        ("they don ’ t", "they don’t"),
        ("an emperor - in - waiting", "an emperor-in-waiting"),
        ("talks - - something new", "talks - - something new"),
        ("$ 4 of the U . K .", "$4 of the U.K."),
        ("signed . He left", "signed. He left"),
        ("- 4 and / or 5 -", "-4 and/or 5-"),
    ],
)
def test_hyphens_apostrophes_and_initials_close_up(tokens: str, text: str) -> None:
    assert join_tokens(tokens.split())[0] == text


def test_spans_and_pairs_are_counted() -> None:
    sentence = MarkedSentence(TEXT, sources=(OMAN,), targets=(IRAN, CHAD), mutual=())
    counts = count_spans(sentence, [stance("Oman", "Iran"), stance("Iran", "Oman"), stance("Oman", None)])
    assert counts["source"] == Count(right=1, found=2, met=1, given=1)
    assert counts["target"] == Count(right=1, found=2, met=1, given=2)
    assert counts["pair"] == Count(right=1, found=2, met=1, given=2)
    assert counts["pair"].precision == counts["pair"].recall == counts["pair"].f1 == 1 / 2


def test_mutual_actors_hold_toward_each_other() -> None:
    sentence = MarkedSentence(TEXT, sources=(), targets=(), mutual=(IRAN, CHAD))
    counts = count_spans(sentence, [stance("Chad", "Iran")])
    assert counts["source"] == counts["target"] == Count(right=1, found=1, met=1, given=2)
    assert counts["pair"] == Count(right=1, found=1, met=1, given=2)


def test_nothing_found_and_nothing_marked_is_no_division_by_zero() -> None:
    counts = count_spans(MarkedSentence(TEXT, (), (), ()), [])
    assert {(one.precision, one.recall, one.f1) for one in counts.values()} == {(0.0, 0.0, 0.0)}
