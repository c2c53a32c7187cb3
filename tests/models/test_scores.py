"""Scores of labels, counted by hand."""

from __future__ import annotations

import pytest

from models.pairs.scores import Bin, LabelScore, calibration, code_scores, confusions, label_scores, macro_f1
from tasks.stances.extractor import load_plover

TRUTH = ["AID", "AID", "ACCUSE", "CONCEDE"]
GUESS = ["AID", "CONCEDE", "ACCUSE", "RETREAT"]


def test_each_label_is_scored() -> None:
    scores = {one.label: one for one in label_scores(TRUTH, GUESS)}
    assert scores["AID"] == LabelScore("AID", precision=1.0, recall=0.5, f1=2 / 3, given=2)
    assert scores["RETREAT"] == LabelScore("RETREAT", precision=0.0, recall=0.0, f1=0.0, given=0)
    assert macro_f1(TRUTH, GUESS) == pytest.approx((2 / 3 + 1 + 0 + 0) / 4)
    assert macro_f1([], []) == 0.0


def test_concede_and_retreat_are_one_root_and_quads_are_of_four_kinds() -> None:
    scores = code_scores(TRUTH, GUESS, load_plover())
    # AID 2/3, ACCUSE 1, YIELD 2/3; all of AID, CONCEDE and RETREAT are material cooperation.
    assert scores == {"pairs": 4, "root_f1": pytest.approx(7 / 9), "quad_f1": 1.0, "binary_f1": 1.0}
    assert code_scores(["AID", "AID"], ["AID", "COERCE"], load_plover())["binary_f1"] == pytest.approx(1 / 3)


def test_the_commonest_mistake_comes_first() -> None:
    truth, guess = ["AID", "AID", "ACCUSE", "REJECT"], ["AGREE", "AGREE", "REJECT", "REJECT"]
    assert confusions(truth, guess) == [("AID", "AGREE", 2), ("ACCUSE", "REJECT", 1)]


def test_calibration_weighs_each_bin_by_its_guesses() -> None:
    error, bins = calibration([0.95, 0.95, 0.65, 1.0], [True, False, True, True])
    assert bins == (Bin(1, 0.65, 1.0), Bin(3, pytest.approx(2.9 / 3), 2 / 3))
    assert error == pytest.approx((0.35 * 1 + (2.9 / 3 - 2 / 3) * 3) / 4)
    assert calibration([], []) == (0.0, ())
