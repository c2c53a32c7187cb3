"""Hostile feeds and pages of our own making: what becomes of each, within five seconds and 150 MB."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.nasty.generate import CASES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.nasty.conftest import Judge
    from tests.nasty.generate import Case

MOST_SECONDS, MOST_MEGABYTES = 5, 150


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_becomes_of_a_hostile_input(case: Case, judge: Judge, tmp_path: Path) -> None:
    file = tmp_path / "input"
    file.write_bytes(case.make())
    found = judge.read(file, case.kind)
    assert found.outcome == case.outcome
    assert found.seconds < MOST_SECONDS
    assert found.megabytes < MOST_MEGABYTES


def test_names_are_there_once() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
