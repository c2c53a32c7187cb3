"""Found holders and targets against those that people marked in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from tasks.stances.records import Stance

Span = tuple[int, int]
T = TypeVar("T")
_CLOSE_UP = re.compile(r"^(?:[.,;:!?%)\]’”/-]|'s|’s|n't|'|''|'re|'ve|'ll|'d)$")
_OPENING = frozenset("([$€£“‘`/")
_APOSTROPHES, _CLIPPED = frozenset("'’"), frozenset({"s", "t", "re", "ve", "ll", "d", "m"})
TWO = 2
_DASH = "-"  # alone between two words a hyphen, two in a row a dash


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence and the characters of those that act in it and are acted on.

    `mutual` are actors that act on each other: each counts as source and as target.
    """

    text: str
    sources: tuple[Span, ...]
    targets: tuple[Span, ...]
    mutual: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """What was found and right, found, and given; their precision, recall and F1 in [0, 1]."""

    right: int = 0
    found: int = 0
    met: int = 0
    given: int = 0

    def __add__(self, other: Count) -> Count:
        """Return both together."""
        return Count(
            self.right + other.right, self.found + other.found, self.met + other.met, self.given + other.given
        )

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what was given that was found."""
        return self.met / self.given if self.given else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def join_tokens(tokens: Sequence[str]) -> tuple[str, list[Span]]:
    """Return the text that the tokens make, spaced as in print, and the characters of each."""
    text, places = "", []
    for number, token in enumerate(tokens):
        if number and not _touches(tokens, number):
            text += " "
        places.append((len(text), len(text) + len(token)))
        text += token
    return text, places


def _touches(tokens: Sequence[str], number: int) -> bool:
    """Return whether no space stands in print before a token: "war-torn", "Iran’s", "($4", "U.K"."""
    before, token = tokens[number - 1], tokens[number]
    if token == _DASH:
        return before != _DASH and tokens[number + 1 : number + 2] != [_DASH]
    if before == _DASH:
        return number < TWO or tokens[number - 2] != _DASH
    if before in _APOSTROPHES and token in _CLIPPED:
        return True
    is_initial = before == "." and token.isupper() and len(token) == 1
    if is_initial and number >= TWO and tokens[number - 2].isupper() and len(tokens[number - 2]) == 1:
        return True
    return bool(_CLOSE_UP.match(token)) or before[-1] in _OPENING


def count_spans(sentence: MarkedSentence, stances: Iterable[Stance]) -> dict[str, Count]:
    """Return the counts of sources, targets and pairs.

    A span found is right where it shares characters with one that is marked; a pair where both do, in
    its direction. Every marked source is paired with every marked target, mutual actors with each other.
    """
    found = [(_place(one.holder, one), _place(one.target, one)) for one in stances if one.target]
    sources, targets = (*sentence.sources, *sentence.mutual), (*sentence.targets, *sentence.mutual)
    pairs = [(source, target) for source in sentence.sources for target in sentence.targets]
    pairs += [(one, other) for one in sentence.mutual for other in sentence.mutual if one != other]
    return {
        "source": _count(sources, {holder for holder, _ in found}, _touch),
        "target": _count(targets, {target for _, target in found}, _touch),
        "pair": _count(pairs, set(found), _both_touch),
    }


def _count(given: Collection[T], found: Collection[T], fits: Callable[[T, T], bool]) -> Count:
    return Count(
        sum(any(fits(one, other) for other in given) for one in found),
        len(found),
        sum(any(fits(one, other) for one in found) for other in given),
        len(given),
    )


def _place(words: str | None, stance: Stance) -> Span:
    """Return the characters of the text where the words of a stance stand."""
    start = stance.start + max(stance.sentence.find(words or ""), 0)
    return start, start + len(words or "")


def _both_touch(one: tuple[Span, Span], other: tuple[Span, Span]) -> bool:
    return _touch(one[0], other[0]) and _touch(one[1], other[1])


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
