"""Where a document's words may name an actor, before it is decided what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tasks.stances.lexicon import Lexicon, Naming
    from tasks.stances.words import Words

HYPHENS = frozenset({"-", "–", "‐", "‑"})
SHOUTED_SHARE = 0.8
TITLED_SHARE = 0.6
LONG_WORD = 4  # shorter words stay small in headlines too


@dataclass(frozen=True, slots=True)
class Sighting:
    """Words `start` to `end` (exclusive) that may name an actor, and what they may mean."""

    start: int
    end: int
    namings: tuple[Naming, ...]


def find_sightings(words: Words, lexicon: Lexicon) -> Iterator[Sighting]:
    """Yield the longest names from left to right; what names no actor for certain is left out."""
    for sentence, (first, last) in enumerate(words.bounds):
        is_shouted = share_of_capitals(words, sentence, str.isupper) >= SHOUTED_SHARE
        names = lexicon.shouted if is_shouted else lexicon.names
        for start, end, namings in names.all_in(words.texts, first, last):
            if namings[0].sort != "nothing" and not _is_part_of_word(words, start, end, lexicon):
                yield Sighting(start, end, tuple(namings))


def is_titled(words: Words, sentence: int) -> bool:
    """Return whether a sentence is a headline, in which all long words have capitals."""
    return share_of_capitals(words, sentence, lambda text: text[:1].isupper()) >= TITLED_SHARE


def share_of_capitals(words: Words, sentence: int, is_capital: Callable[[str], bool]) -> float:
    """Return the share of a sentence's long words that are capital, 0 where there are few."""
    first, last = words.bounds[sentence]
    long = [text for text in words.texts[first:last] if len(text) >= LONG_WORD and text.isalpha()]
    return sum(map(is_capital, long)) / len(long) if len(long) > 2 else 0.0  # noqa: PLR2004 - too few to tell


def _is_part_of_word(words: Words, start: int, end: int, lexicon: Lexicon) -> bool:
    """Return whether hyphens make an adjective of a name: "anti-Russian", "US-led"."""
    has_prefix = (
        start > 1
        and words.texts[start - 1] in HYPHENS
        and words.touch(start)
        and words.lowers[start - 2] in lexicon.words.prefixes
    )
    return has_prefix or (follows_hyphen(words, end) and words.texts[end + 1][:1].islower())


def follows_hyphen(words: Words, end: int) -> bool:
    """Return whether a hyphen and a further word hang on the word before `end`."""
    return (
        end + 1 < len(words.texts)
        and words.texts[end] in HYPHENS
        and words.touch(end)
        and words.touch(end + 1)
    )
