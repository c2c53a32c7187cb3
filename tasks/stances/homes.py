"""Where a group is at home describes it: in "Yemen's Houthi rebels" Yemen is no actor of its own."""

from __future__ import annotations

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


def without_homes(actors: Sequence[Numbered], words: Words, lexicon: Lexicon) -> Iterator[Numbered]:
    """Yield the mentions, from left to right, but for those that tell where the group beside is at home."""
    homes = set()
    for (sentence, one), (other_sentence, other) in pairwise(actors):
        if sentence != other_sentence:
            continue
        gap = words.lowers[
            words.places_in(one.start, one.end).stop : words.places_in(other.start, other.end).start
        ]
        if _is_home_of(one, other, lexicon) and _leads(gap, lexicon):
            homes.add(one.start)
        if _is_home_of(other, one, lexicon) and other.role in CALLED and gap in APPOSED:
            homes.add(other.start)
    yield from (numbered for numbered in actors if numbered[1].start not in homes)


def _is_home_of(state: Mention, group: Mention, lexicon: Lexicon) -> bool:
    actor = lexicon.actors.get(group.code)
    return actor is not None and actor.kind != "state" and actor.country == state.code


def _leads(gap: list[str], lexicon: Lexicon) -> bool:
    """Return whether words between a state and a group make the group the state's: "'s", "'s powerful"."""
    if not gap:
        return True
    if gap[0] not in POSSESSIVES:
        return False
    end = lexicon.modifiers.longest(gap, 1, len(gap))
    return len(gap) == 1 or (end is not None and end[0] == len(gap))
