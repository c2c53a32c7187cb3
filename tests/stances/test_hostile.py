"""Texts made to be slow: time grows with their length, and no faster; offsets stay true."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tasks.stances import extract
from tasks.stances.candidates import Candidate, candidates_of
from tasks.stances.extractor import load_extractor
from tasks.stances.mentions import Mention, ReadSentence
from tasks.stances.pipeline import read_text
from tasks.stances.sentences import LONGEST_SENTENCE

if TYPE_CHECKING:
    from tasks.stances.pipeline import Pipeline

LENGTH = 200_000
DAY = date(2022, 3, 1)
ROLL_CALL = "Russia, China, NATO, Iran, France, Germany, Ukraine, Poland, Turkey and India met. "


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """Return the pipeline, at work before: what is loaded once is none of a text's time."""
    loaded = load_extractor().pipeline
    read_text(loaded, ROLL_CALL, DAY)
    return loaded


@pytest.mark.parametrize(
    "piece",
    [
        ".", '"', "(", "a", "a-", "http://a.b/", "\U0001f600", "Russia's ",  # words without end
        ". ", '" ', "A ", "a\n", "\n ", "A. ", "- ", "A" + " " * 100_000,  # or thousands of them
        "Macron ", "Russia and China and ", "Moscow said that ", "He said. ", "Both sides said. ", ROLL_CALL,
    ],
)  # fmt: skip
def test_time_is_bounded(piece: str, pipeline: Pipeline) -> None:
    text = (piece * (LENGTH // len(piece) + 1))[:LENGTH]
    started = time.process_time()
    sentences = read_text(pipeline, text, DAY)
    assert time.process_time() - started < 5
    assert all(len(one.text) <= LONGEST_SENTENCE or not set(one.text) & {" ", "\n"} for one in sentences)


def test_an_endless_word_moves_no_offset(pipeline: Pipeline) -> None:
    text = f"See {'http://a.b/' * 100} first. Russia condemned NATO."
    first, second = read_text(pipeline, text, DAY)
    assert first.text == text[first.start : first.end]
    assert "http://a.b/http" in first.text
    assert [text[one.start : one.end] for one in second.mentions] == ["Russia", "NATO"]


def test_a_sentence_without_end_is_cut_between_words(pipeline: Pipeline) -> None:
    text = "Russia met " * 2000
    sentences = read_text(pipeline, text, DAY)
    assert all(one.text.startswith(("Russia", "met")) for one in sentences)
    assert sum(len(one.mentions) for one in sentences) == 2000
    assert all(text[one.start : one.end] == one.text for one in sentences)


def test_of_a_roll_call_without_end_only_so_many_pairs_are_judged(pipeline: Pipeline) -> None:
    sentences = read_text(pipeline, ROLL_CALL * 200, DAY)
    asked = [(one, candidates_of(one)) for one in sentences]
    taken = list(extract._within_bounds(asked))
    assert sum(len(candidates) for _, candidates in asked) > extract.MAX_PAIRS
    assert 0.9 * extract.MAX_PAIRS < sum(len(candidates) for _, candidates in taken) <= extract.MAX_PAIRS
    assert taken == asked[: len(taken)]
    assert isinstance(taken[0][1][0], Candidate)
    assert isinstance(taken[0][0], ReadSentence)
    assert isinstance(taken[0][1][0].holder, Mention)
