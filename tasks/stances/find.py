"""The actors and matters that a document names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks.stances.extent import Extent, extent_of
from tasks.stances.meaning import meaning_of, private_meaning, read_surroundings
from tasks.stances.mentions import Mention
from tasks.stances.sightings import find_sightings
from tasks.stances.surnames import find_surnames

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from tasks.stances.lexicon import Lexicon
    from tasks.stances.meaning import Meaning
    from tasks.stances.words import Words

    Core = tuple[int, int, Meaning]  # words `start` to `end` (exclusive) that name an actor, and which


def find_actors(words: Words, lexicon: Lexicon, on_day: date | None) -> Iterator[tuple[int, Mention]]:
    """Yield each mention of an actor with the number of its sentence, from left to right, none overlapping.

    `on_day` tells who was in office; None takes every term of office for held.
    """
    reached = 0
    cores = _cores(words, lexicon, on_day)
    people = [start for start, _, meaning in cores if meaning.sort == "person"]
    for number, (start, end, _) in enumerate(cores):
        if start < reached:
            continue
        code, extent = _read_core(number, cores, words, lexicon)
        if extent.is_former or extent.start < reached:
            # "Former US President [Donald Trump]": not the United States, but maybe he himself.
            has_person = any(end <= place < extent.end for place in people)
            reached = max(reached, extent.end if extent.is_former and not has_person else end)
            continue
        reached = extent.end
        first, last = words.starts[extent.start], words.ends[extent.end - 1]
        text, name = words.text[first:last], lexicon.name_of(code)
        mention = Mention(first, last, text, code, extent.role, "actor", name, extent.is_person)
        yield words.sentence_of[start], mention


def _read_core(number: int, cores: Sequence[Core], words: Words, lexicon: Lexicon) -> tuple[str, Extent]:
    """Return the code of the actor that a core names, and how far the words reach that name it."""
    start, end, meaning = cores[number]
    extent = extent_of(start, end, meaning, words, lexicon)
    if extent.is_former and meaning.leader:  # out of office, says the text; no day is told
        meaning = private_meaning(meaning.leader.name)
        extent = extent_of(start, end, meaning, words, lexicon)
    if _reaches_into_another(extent.end, cores, number):  # "Sudan's [paramilitary Rapid Support Forces]"
        extent = Extent(start, end, None)
    return meaning.code, extent


def _reaches_into_another(end: int, cores: Sequence[Core], number: int) -> bool:
    """Return whether a mention that ends at a place holds the first words of a longer name behind it."""
    place = number + 1
    while place < len(cores) and cores[place][0] < end:
        if cores[place][1] > end and cores[place][2].sort != "person":
            return True
        place += 1
    return False


def find_issues(words: Words, lexicon: Lexicon) -> Iterator[tuple[int, Mention]]:
    """Yield each mention of a matter that the gazetteer knows, with the number of its sentence."""
    for sentence, (first, last) in enumerate(words.bounds):
        for start, end, issues in lexicon.issues.all_in(words.lowers, first, last):
            text = words.text[words.starts[start] : words.ends[end - 1]]
            issue = issues[0]
            yield (
                sentence,
                Mention(
                    words.starts[start], words.ends[end - 1], text, issue.code, None, "issue", issue.name
                ),
            )


def _cores(words: Words, lexicon: Lexicon, on_day: date | None) -> list[Core]:
    """Return the words that name an actor, without what stands beside them, from left to right."""
    sightings = list(find_sightings(words, lexicon))
    surroundings = read_surroundings(words, sightings, lexicon)
    meant = ((one, meaning_of(one, words, lexicon, surroundings, on_day)) for one in sightings)
    named = [(one.start, one.end, meaning) for one, meaning in meant if meaning]
    taken = {place for one in sightings for place in range(one.start, one.end)}
    called = find_surnames(words, lexicon, surroundings, on_day)
    return sorted(
        [*named, *(one for one in called if one[0] not in taken)], key=lambda core: (core[0], -core[1])
    )
