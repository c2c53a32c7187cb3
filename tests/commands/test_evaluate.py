"""`geostance evaluate`: labels of people against what geostance reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.commands.conftest import Shell

    Run = Callable[..., Shell]

PAIRS = [
    {"marked": "<s>Sweden</s> praised <t>Finland</t> for its patience.", "root": "SUPPORT"},
    {"marked": "<s>Russian troops</s> shelled <t>a Ukrainian village</t>.", "root": "ASSAULT"},
    {"marked": "Nobody asked <t>Finland</t>.", "root": "SUPPORT"},
]
SPANS = {
    "tokens": ["Russia", "condemned", "the", "United", "States", "on", "Friday", "."],
    "spans": [{"role": "source", "start": 0, "end": 1}, {"role": "target", "start": 2, "end": 5}],
}


def lines(*rows: object) -> str:
    return "\n".join(json.dumps(row) for row in rows)


def test_marked_pairs_are_scored(geostance: Run) -> None:
    shell = geostance("evaluate", "-", "--json", stdin=lines(*PAIRS))
    assert shell.code == 0, shell.err
    scores = json.loads(shell.out)
    assert (scores["pairs"], scores["no_holder_marked"]) == (2, 1)
    assert scores["root_f1"] == scores["quad_f1"] == scores["binary_f1"] == 1.0
    assert [one["label"] for one in scores["codes"]] == ["ASSAULT", "SUPPORT"]
    assert scores["confusions"] == []


def test_a_wrong_label_is_a_mistake_and_named(geostance: Run) -> None:
    shell = geostance("evaluate", "-", stdin=lines(PAIRS[0] | {"root": "PROTEST"}))
    assert "root 0.000" in shell.out
    assert "PROTEST as SUPPORT 1" in shell.out
    assert "expected calibration error" in shell.out


def test_marked_spans_are_scored(geostance: Run) -> None:
    shell = geostance("evaluate", "-", "--json", stdin=lines(SPANS))
    spans = json.loads(shell.out)["spans"]
    assert {name: one["f1"] for name, one in spans.items()} == {"source": 1.0, "target": 1.0, "pair": 1.0}
    assert "1.000" in geostance("evaluate", "-", stdin=lines(SPANS)).out


def test_a_date_says_who_was_in_office(geostance: Run) -> None:
    spans = [{"role": "source", "start": 0, "end": 2}, {"role": "target", "start": 3, "end": 4}]
    row = {"tokens": ["President", "Obama", "condemned", "Russia", "."], "spans": spans}
    for day, right in ((None, 1), ("2014-03-03", 1), ("2024-03-03", 0)):
        shell = geostance("evaluate", "-", "--json", stdin=lines(row | ({"date": day} if day else {})))
        assert json.loads(shell.out)["spans"]["source"]["right"] == right, day


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("", "no labelled line"),
        ("{", "-:1: no JSON"),
        ("[]", "-:1: no object"),
        (lines(PAIRS[0], {"root": "AID"}), "-:2: no marked pair"),
        (lines({"marked": "Oman</s> thanked <t>Iran</t>.", "root": "AID"}), "-:1: no marked pair"),
        (lines(PAIRS[0] | {"root": "PRAISE"}), "-:1: root 'PRAISE' is no code; known: AGREE"),
        (lines(SPANS | {"spans": [{"role": "source", "start": 0, "end": 99}]}), "-:1: no marked spans"),
        (lines(SPANS | {"date": "3 May"}), "-:1: date '3 May' is no YYYY-MM-DD"),
        (lines(SPANS | {"spans": [{"role": "boss", "start": 0, "end": 1}]}), "-:1: no marked spans"),
    ],
)
def test_bad_labels_are_named(geostance: Run, given: str, reason: str) -> None:
    shell = geostance("evaluate", "-", stdin=given)
    assert shell.code == 2
    assert reason in shell.err
