"""Where a document's words may name an actor, before it is decided what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tasks.stances.lexicon import Lexicon, Naming
    from tasks.stances.words import Words

HYPHENS = frozenset({"-", "–", "‐", "‑"})
STOPS = frozenset({".", "!", "?"})
SHOUTED_SHARE = 0.8
LONG_WORD = 4  # shorter ones in capitals may be abbreviations
FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Sighting:
    """Words `start` to `end` (exclusive) that may name an actor, and what they may mean."""

    start: int
    end: int
    namings: tuple[Naming, ...]


def find_sightings(words: Words, lexicon: Lexicon) -> Iterator[Sighting]:
    """Yield the longest names from left to right; what names no actor for certain is left out."""
    for sentence, (first, last) in enumerate(words.bounds):
        names = lexicon.shouted if is_shouted(words, sentence) else lexicon.names
        for start, end, namings in names.all_in(words.texts, first, last):
            sure = _actors_of(namings)
            if sure and not _is_part_of_word(words, start, end, lexicon):
                yield Sighting(start, end, sure)


def _actors_of(namings: Sequence[Naming]) -> tuple[Naming, ...]:
    """Return the actors a string may mean; none where all are doubtful and it is listed as no actor."""
    actors = tuple(naming for naming in namings if naming.sort != "nothing")
    is_listed = any(naming.sort == "nothing" for naming in namings)
    return () if is_listed and all(naming.is_ambiguous for naming in actors) else actors


def is_titled(words: Words, sentence: int, lexicon: Lexicon) -> bool:
    """Return whether a sentence is a headline in which all but small words have capitals."""
    first, last = words.bounds[sentence]
    texts = words.texts[first:last]
    if last - first < FEWEST_WORDS or texts[-1] in STOPS or texts[-2] in STOPS:
        return False
    return all(not text[:1].islower() or text in lexicon.words.small for text in texts)


def is_shouted(words: Words, sentence: int) -> bool:
    """Return whether a sentence is a headline in capitals."""
    first, last = words.bounds[sentence]
    long = [text for text in words.texts[first:last] if len(text) >= LONG_WORD and text.isalpha()]
    return len(long) >= FEWEST_WORDS and sum(map(str.isupper, long)) >= SHOUTED_SHARE * len(long)


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
