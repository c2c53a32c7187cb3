"""People called by their surname: after their full name, after a title, or because everybody knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks.stances.meaning import Meaning, highest, private_meaning
from tasks.stances.sightings import is_titled
from tasks.stances.words import POSSESSIVES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from config.gazetteer import Leader
    from tasks.stances.lexicon import Lexicon
    from tasks.stances.meaning import Surroundings
    from tasks.stances.words import Words

SHORTEST_KNOWN = 4  # letters; shorter surnames are too often something else


def find_surnames(
    words: Words, lexicon: Lexicon, surroundings: Surroundings, on_day: date | None
) -> Iterator[tuple[int, int, Meaning]]:
    """Yield first and last word (exclusive) of each surname of a leader, and whom it means.

    One who is out of office is called so only in a text that names that person in full.
    """
    for place, text in enumerate(words.texts):
        if text not in lexicon.surnames or not words.is_capitalised(place):
            continue
        leader = _leader_called(place, words, lexicon, surroundings, on_day)
        if leader:
            yield place, place + 1, Meaning(leader.code, "person", leader)
        elif name := _private_called(place, words, lexicon, surroundings, on_day):
            yield place, place + 1, private_meaning(name)


def _leader_called(
    place: int, words: Words, lexicon: Lexicon, surroundings: Surroundings, on_day: date | None
) -> Leader | None:
    held = [one for one in lexicon.surnames[words.texts[place]] if one.holds_office(on_day)]
    met = [one for one in held if one.name in surroundings.people]
    title = _title_before(place, words, lexicon)
    has_title = title is not None
    if not met and not has_title:
        owner = _owner_before(place, words, lexicon)
        met = [one for one in held if one.code == owner or _is_known(one, words, place, lexicon)]
    candidates = met or [one for one in held if title and _fits(one, title, surroundings)]
    is_one = len({one.code for one in candidates}) == 1 or len({one.name for one in candidates}) == 1
    if not is_one or (not has_title and _is_in_other_name(place, words, lexicon)):
        return None
    return highest(candidates)


def _private_called(
    place: int, words: Words, lexicon: Lexicon, surroundings: Surroundings, on_day: date | None
) -> str | None:
    """Return the name of the one person of a surname whom the text names in full and who is out of office."""
    alike = lexicon.surnames[words.texts[place]]
    met = {one.name for one in alike if one.name in surroundings.people}
    is_held = any(one.holds_office(on_day) for one in alike if one.name in met)
    if len(met) != 1 or is_held or _is_in_other_name(place, words, lexicon):
        return None
    return met.pop()


def _title_before(place: int, words: Words, lexicon: Lexicon) -> Sequence[str] | None:
    """Return the words of the title before a surname, in lower case; None where there is none."""
    first = words.bounds[words.sentence_of[place]][0]
    found = lexicon.titles.ending_at(words.lowers, place, first)
    return words.lowers[found[0] : place] if found else None


def _fits(leader: Leader, title: Sequence[str], surroundings: Surroundings) -> bool:
    """Return whether a title may be a leader's: that of the office, or any in a text about the same actor.

    "Speaker Moore" is not the chief of another country's secret service.
    """
    return leader.fits_title(title) or leader.code in surroundings.codes


def _owner_before(place: int, words: Words, lexicon: Lexicon) -> str | None:
    """Return the code of the actor in "Russia's Lavrov"."""
    first = words.bounds[words.sentence_of[place]][0]
    if place - 1 <= first or words.texts[place - 1] not in POSSESSIVES:
        return None
    found = lexicon.names.ending_at(words.texts, place - 1, first)
    return found[1][0].code if found else None


def _is_known(leader: Leader, words: Words, place: int, lexicon: Lexicon) -> bool:
    text = words.texts[place]
    return (
        leader.office.lower() in lexicon.words.known_by_surname
        and len(text) >= SHORTEST_KNOWN
        and text.lower() not in lexicon.words.given_names
    )


def _is_in_other_name(place: int, words: Words, lexicon: Lexicon) -> bool:
    """Return whether capitalised words beside a surname make another person or a thing of it."""
    if is_titled(words, words.sentence_of[place], lexicon):
        return False
    before, after = place - 1, place + 1
    has_name_before = (
        words.same_sentence(place, before)
        and words.is_capitalised(before)
        and words.lowers[before] not in lexicon.words.openers
        and lexicon.names.ending_at(words.texts, place, max(0, place - 5)) is None
        and not _ends_an_actor(before, words, lexicon)
    )
    has_name_after = (
        words.same_sentence(place, after)
        and words.is_capitalised(after)
        and words.lowers[after] not in lexicon.words.calendar
        and lexicon.names.longest(words.texts, after, words.bounds[words.sentence_of[after]][1]) is None
        and not _is_government(after, words, lexicon)
    )
    return has_name_before or has_name_after


def _is_government(place: int, words: Words, lexicon: Lexicon) -> bool:
    """Return whether an office follows: "the Clinton [Administration]"."""
    found = lexicon.roles.longest(words.lowers, place, words.bounds[words.sentence_of[place]][1])
    return found is not None and "GOV" in found[1]


def _ends_an_actor(place: int, words: Words, lexicon: Lexicon) -> bool:
    first = words.bounds[words.sentence_of[place]][0]
    found = lexicon.names.ending_at(words.texts, place + 1, max(first, place - 5))
    return found is not None and found[1][0].sort != "person"
