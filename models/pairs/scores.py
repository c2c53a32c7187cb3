"""Scores of labels guessed against labels given: F1, confusion, calibration."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from config.gazetteer import PloverCode

YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
BINS = 10


@dataclass(frozen=True, slots=True)
class LabelScore:
    """How one label fares: precision, recall and F1 in [0, 1]; how often it was `given`."""

    label: str
    precision: float
    recall: float
    f1: float
    given: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Guesses of like confidence: how many, their mean confidence, and the share that is right."""

    count: int
    confidence: float
    accuracy: float


def label_scores(truth: Sequence[str], guess: Sequence[str]) -> tuple[LabelScore, ...]:
    """Return the scores of each label met on either side, by name."""
    hits = Counter(one for one, other in zip(truth, guess, strict=True) if one == other)
    given, guessed = Counter(truth), Counter(guess)
    return tuple(
        LabelScore(
            label,
            hits[label] / guessed[label] if guessed[label] else 0.0,
            hits[label] / given[label] if given[label] else 0.0,
            2 * hits[label] / (given[label] + guessed[label]),
            given[label],
        )
        for label in sorted({*truth, *guess})
    )


def macro_f1(truth: Sequence[str], guess: Sequence[str]) -> float:
    """Return the mean of the labels' F1; 0 where there is no label at all."""
    scores = label_scores(truth, guess)
    return sum(one.f1 for one in scores) / len(scores) if scores else 0.0


def code_scores(
    truth: Sequence[str], guess: Sequence[str], plover: Mapping[str, PloverCode]
) -> dict[str, float]:
    """Return macro-F1 over root codes (CONCEDE and RETREAT as one), quad classes, and their two halves."""
    quads = {code: one.quad for code, one in plover.items()}
    halves = {code: quad.rpartition("-")[2] for code, quad in quads.items()}
    return {
        "pairs": len(truth),
        "root_f1": macro_f1(merged(truth), merged(guess)),
        "quad_f1": macro_f1([quads[one] for one in truth], [quads[one] for one in guess]),
        "binary_f1": macro_f1([halves[one] for one in truth], [halves[one] for one in guess]),
    }


def merged(codes: Sequence[str]) -> list[str]:
    """Return the codes with CONCEDE and RETREAT as YIELD, as published sets have them."""
    return [YIELD.get(one, one) for one in codes]


def confusions(truth: Sequence[str], guess: Sequence[str]) -> list[tuple[str, str, int]]:
    """Return (given, guessed, how often) of every mistake, the commonest first."""
    wrong = Counter((one, other) for one, other in zip(truth, guess, strict=True) if one != other)
    return [(*pair, count) for pair, count in sorted(wrong.items(), key=lambda item: (-item[1], item[0]))]


def calibration(confidences: Sequence[float], right: Sequence[bool]) -> tuple[float, tuple[Bin, ...]]:
    """Return the expected calibration error in [0, 1], and the bins of equal width it comes from.

    The mean over all guesses of |confidence - accuracy| of their bin (Naeini et al. 2015).
    """
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, is_right in zip(confidences, right, strict=True):
        bins.setdefault(min(int(confidence * BINS), BINS - 1), []).append((confidence, is_right))
    read = tuple(
        Bin(
            len(members),
            sum(confidence for confidence, _ in members) / len(members),
            sum(is_right for _, is_right in members) / len(members),
        )
        for _, members in sorted(bins.items())
    )
    total = sum(one.count for one in read)
    error = sum(one.count * abs(one.confidence - one.accuracy) for one in read) / total if total else 0.0
    return error, read
