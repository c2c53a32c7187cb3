"""Offices that several states share: in "US and Filipino troops" the US is its troops, too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tasks.stances.words import POSSESSIVES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tasks.stances.homes import Numbered
    from tasks.stances.lexicon import Lexicon
    from tasks.stances.mentions import Mention
    from tasks.stances.words import Words

LINKS = ([","], ["and"], ["or"], [",", "and"])


def with_shared_offices(actors: Sequence[Numbered], words: Words, lexicon: Lexicon) -> Iterator[Numbered]:
    """Yield the mentions, from left to right; adjectives in a list have the role of the noun that ends it."""
    read: list[Numbered] = []
    for sentence, one in reversed(actors):
        role = one.role
        if read and read[-1][0] == sentence and _shares(one, read[-1][1], words, lexicon):
            role = read[-1][1].role
        read.append((sentence, replace(one, role=role)))
    yield from reversed(read)


def _shares(one: Mention, other: Mention, words: Words, lexicon: Lexicon) -> bool:
    """Return whether a bare adjective is listed with the next one, which has a role without an owner."""
    here, there = (words.places_in(mention.start, mention.end) for mention in (one, other))
    if (
        one.role
        or other.role is None
        or other.is_person
        or words.lowers[here.stop : there.start] not in LINKS
    ):
        return False
    has_owner = any(words.texts[place] in POSSESSIVES for place in there)
    return not has_owner and _is_adjective(here, words, lexicon) and _is_adjective(there, words, lexicon)


def _is_adjective(places: range, words: Words, lexicon: Lexicon) -> bool:
    """Return whether a mention begins with a demonym, or with an abbreviation, which can be one: "US"."""
    sorts = lexicon.sorts_at(words.texts, places.start, places.stop)
    return "demonym" in sorts or bool(sorts and words.texts[places.start].isupper())
