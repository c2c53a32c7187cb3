"""Where a group is at home describes it: in "Yemen's Houthi rebels" Yemen is no actor of its own.

Nor is Germany in "Germany's Bundeswehr".
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from tasks.stances.words import POSSESSIVES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tasks.stances.lexicon import Lexicon
    from tasks.stances.mentions import Mention
    from tasks.stances.words import Words

# What a group may be called beside its name: "Hezbollah, the Lebanese armed group".
CALLED = frozenset({"REB", "OPP", "UAF"})
APPOSED = ([","], [",", "the"], [",", "a"], [",", "an"])

Numbered = tuple[int, "Mention"]  # with the number of its sentence


def with_homes(actors: Sequence[Numbered], words: Words, lexicon: Lexicon) -> Iterator[Numbered]:
    """Yield the mentions, from left to right; where a group is at home is part of its own, or left out."""
    begun: dict[int, int] = {}  # where the home starts, by where the group does
    homes = set()
    for (sentence, one), (other_sentence, other) in pairwise(actors):
        if sentence != other_sentence:
            continue
        gap = words.lowers[_places(one, words).stop : _places(other, words).start]
        if _is_home_of(one, other, lexicon) and _leads(gap, lexicon):
            begun[other.start] = begun.get(one.start, one.start)
            homes.add(one.start)
        if _is_home_of(other, one, lexicon) and other.role in CALLED and gap in APPOSED:
            homes.add(other.start)
    for sentence, one in actors:
        if one.start not in homes:
            start = begun.get(one.start, one.start)
            yield sentence, replace(one, start=start, text=words.text[start : one.end])


def _places(mention: Mention, words: Words) -> range:
    return words.places_in(mention.start, mention.end)


def _is_home_of(state: Mention, group: Mention, lexicon: Lexicon) -> bool:
    actor = lexicon.actors.get(group.code)
    if actor is None or actor.country != state.code:
        return False
    return actor.kind != "state" or (state.role is None and not state.is_person)


def _leads(gap: list[str], lexicon: Lexicon) -> bool:
    """Return whether words between a state and a group make the group the state's: "'s", "'s powerful"."""
    if not gap:
        return True
    if gap[0] not in POSSESSIVES:
        return False
    end = lexicon.modifiers.longest(gap, 1, len(gap))
    return len(gap) == 1 or (end is not None and end[0] == len(gap))
