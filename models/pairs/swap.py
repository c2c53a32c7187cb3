"""Human-coded pairs with other names in them: who it is must not tell what they do.

A thousand pairs name few actors, and a network learns that "police" detain and "protesters" are detained.
Sources and targets are replaced by those of other pairs, at random and anew each epoch.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.pairs.data import overlap

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

    from models.pairs.data import Pair, Passage, Span

LONGEST = 45  # characters of a phrase that is put elsewhere


def phrases_of(passages: Iterable[Passage]) -> tuple[str, ...]:
    """Return the phrases of all sources and targets but long ones, as often as they are met."""
    spans = ((passage.text, span) for passage in passages for pair in passage.pairs for span in _spans(pair))
    return tuple(text[start:end] for text, (start, end) in spans if end - start < LONGEST)


def swapped(passage: Passage, phrases: Sequence[str], share: float, rng: random.Random) -> Passage:
    """Return the passage, which has one pair, with other phrases for source and target.

    Each is replaced with the probability `share`; a pair whose two phrases overlap stays as it is.
    """
    [pair] = passage.pairs
    if pair.target and overlap(pair.holder, pair.target):
        return passage
    text, placed = passage.text, {}
    for start, end in sorted(_spans(pair), reverse=True):
        phrase = rng.choice(phrases) if rng.random() < share else text[start:end]
        text = text[:start] + phrase + text[end:]
        moved = len(phrase) - (end - start)
        placed = {span: (first + moved, last + moved) for span, (first, last) in placed.items()}
        placed[start, end] = (start, start + len(phrase))
    target = placed[pair.target] if pair.target else None
    return replace(passage, text=text, pairs=(replace(pair, holder=placed[pair.holder], target=target),))


def _spans(pair: Pair) -> tuple[Span, ...]:
    return (pair.holder, pair.target) if pair.target else (pair.holder,)
