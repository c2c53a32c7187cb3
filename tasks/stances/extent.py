"""How far the words that name an actor reach: offices, titles and names beside them; what role they tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tasks.stances.sightings import is_titled
from tasks.stances.words import POSSESSIVES, straight

if TYPE_CHECKING:
    from config.gazetteer import Leader
    from tasks.stances.lexicon import Lexicon
    from tasks.stances.meaning import Meaning
    from tasks.stances.words import Words

NAME_WORDS = 4  # of a person who stands in no gazetteer
OF = frozenset({"of", "for"})
PAST = frozenset({"then", "late"})  # whoever they stand before acted, or lived, in another time
# Before and behind one person who is called by a demonym: "an Iranian who", "the American was".
ONE = frozenset({"a", "an", "one", "another", "the", "this"})
AFTER_ONE = frozenset(
    {
        "who",
        "was",
        "is",
        "has",
        "had",
        "said",
        "says",
        "told",
        "in",
        "from",
        "and",
        "accused",
        "arrested",
        "killed",
    }
    | {"jailed", "held", "detained", "born", "living", "by", "on", "at", "with", "whose"}
)
GOVERNMENT = frozenset({"capital", "metonym"})  # what they stand for, unless the lexicon knows better


@dataclass(frozen=True, slots=True)
class Extent:
    """The words of a mention and the part of the actor that they name.

    `is_former`: out of office; `is_person`: they name one person, not a body.
    """

    start: int
    end: int
    role: str | None
    is_former: bool = False
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class _Office:
    """An office beside a name: where it ends, or starts where it stands before, and the role it tells."""

    place: int
    role: str | None
    is_former: bool = False


def extent_of(start: int, end: int, meaning: Meaning, words: Words, lexicon: Lexicon) -> Extent:
    """Return the whole mention that a name is the core of: "the [Turkish foreign minister Hakan Fidan]"."""
    first, last = words.bounds[words.sentence_of[start]]
    if meaning.sort == "person":
        return _person_extent(start, end, meaning.leader, words, lexicon)
    role = _own_role(words, start, end, meaning, lexicon)
    after = _office_after(end, last, meaning, words, lexicon)
    if after:
        is_former = after.is_former or _is_former(start, first, words, lexicon)
        is_person = words.lowers[after.place - 1] in lexicon.words.person_offices
        reached = _name_after(after.place, last, words, lexicon)
        return Extent(start, reached, after.role or role, is_former, is_person)
    before = _office_before(start, first, meaning, words, lexicon)
    if before:
        is_former = _is_former(before.place, first, words, lexicon)
        is_person = not lexicon.words.person_offices.isdisjoint(words.lowers[before.place : start])
        return Extent(before.place, end, before.role or role, is_former, is_person)
    if role is None and meaning.sort == "demonym" and _are_people(start, end, words, lexicon):
        role = "CVL"
    return Extent(start, end, role)


def _are_people(start: int, end: int, words: Words, lexicon: Lexicon) -> bool:
    """Return whether a demonym means one person or several, not their state: "an Iranian", "most Swedes".

    "The Iranians" may be either, and "the French" are.
    """
    first, last = words.bounds[words.sentence_of[start]]
    name, before = words.texts[end - 1], words.lowers[start - 1] if start > first else ""
    is_plural = name.endswith("s") and "demonym" in lexicon.sorts_at([name[:-1]], 0, 1)
    if is_plural:
        return before != "the"
    if name.lower() in lexicon.words.people:
        return True
    is_noun = end == last or not words.texts[end][0].isalpha() or words.lowers[end] in AFTER_ONE
    return before in ONE and is_noun and "demonym" in lexicon.sorts_at([f"{name}s"], 0, 1)


def _person_extent(start: int, end: int, leader: Leader | None, words: Words, lexicon: Lexicon) -> Extent:
    """Return a person with the titles before; former in the office held, not in one that was held before."""
    first, _ = words.bounds[words.sentence_of[start]]
    opened = _title_before(start, first, words, lexicon)
    has_title = opened < start
    # Whose office it was stands before it: "former US President Donald Trump".
    owner = lexicon.names.ending_at(words.texts, opened, first) if has_title else None
    before = owner[0] if owner else opened
    is_former = _is_former(before, first, words, lexicon)
    if leader is None:
        is_past = is_former and not PAST.isdisjoint(words.lowers[max(first, before - 2) : before])
        return Extent(opened, end, None, is_past, is_person=True)
    is_own_office = not has_title or leader.fits_title(words.lowers[opened:start])
    return Extent(opened, end, leader.role, is_former and is_own_office, is_person=True)


def _own_role(words: Words, start: int, end: int, meaning: Meaning, lexicon: Lexicon) -> str | None:
    text = words.text[words.starts[start] : words.ends[end - 1]]
    known = lexicon.metonym_roles.get(straight(text)) or lexicon.actors[meaning.code].role
    return known or ("GOV" if meaning.sort in GOVERNMENT else None)


def _office_after(end: int, last: int, meaning: Meaning, words: Words, lexicon: Lexicon) -> _Office | None:
    """Return the office behind a name: "'s [deputy] foreign minister"."""
    is_possessive = end < last and words.texts[end] in POSSESSIVES
    first = place = end + is_possessive
    while place < last:
        office = _office_at(place, last, meaning, words, lexicon)
        if office:
            break
        skipped = lexicon.modifiers.longest(words.lowers, place, last)
        if skipped is None:
            return None
        place = skipped[0]
    else:
        return None
    is_bare = not is_possessive and meaning.sort != "demonym"
    if is_bare and office.place == first + 1 and words.lowers[first] in lexicon.words.verb_like:
        return None
    return replace(office, is_former=not lexicon.words.former.isdisjoint(words.lowers[first:place]))


def _office_at(place: int, last: int, meaning: Meaning, words: Words, lexicon: Lexicon) -> _Office | None:
    found = lexicon.roles.longest(words.lowers, place, last)
    if found and found[1][0] == "CVL" and _is_in_a_name(place, found[0], last, words):
        return None
    if lexicon.actors[meaning.code].kind == "state":
        return _Office(found[0], found[1][0]) if found else None
    own = lexicon.organisation_roles.longest(words.lowers, place, last)
    ends = [one[0] for one in (found, own) if one]
    return _Office(max(ends), None) if ends else None


def _is_in_a_name(start: int, end: int, last: int, words: Words) -> bool:
    """Return whether words belong to a longer name: "Britain's [National] Crime Agency"."""
    return end < last and words.is_capitalised(start) and words.is_capitalised(end)


def _office_before(
    start: int, first: int, meaning: Meaning, words: Words, lexicon: Lexicon
) -> _Office | None:
    """Return the office before a name: "the [president] of Russia"."""
    place = start - 1
    if place > first and words.lowers[place] == "the":
        place -= 1
    if place <= first or not _joins_office(place, words, lexicon):
        return None
    found = _role_ending_at(place, first, words, lexicon)
    if lexicon.actors[meaning.code].kind == "state":
        return _Office(*found) if found else None
    if found:
        return _Office(found[0], None)
    other = lexicon.organisation_roles.ending_at(words.lowers, place, first)
    return _Office(other[0], None) if other else None


def _joins_office(place: int, words: Words, lexicon: Lexicon) -> bool:
    """Return whether a word joins an office to a name: "of", and "in" behind those who live there."""
    is_in = words.lowers[place] == "in" and words.lowers[place - 1] in lexicon.words.living_in
    return is_in or words.lowers[place] in OF


def _role_ending_at(place: int, first: int, words: Words, lexicon: Lexicon) -> tuple[int, str | None] | None:
    """Return where an office that ends at `place` starts, and its role.

    The name of whoever holds it may stand between: "[Foreign Minister Ilse Vanhoutte] of Belgium".
    """
    for _ in range(NAME_WORDS):
        found = lexicon.roles.ending_at(words.lowers, place, first)
        if found:
            return found[0], found[1][0]
        if place <= first or not words.is_capitalised(place - 1):
            return None
        place -= 1
    return None


def _name_after(end: int, last: int, words: Words, lexicon: Lexicon) -> int:
    """Return where the name of whoever holds an office ends: "president [Vladimir Putin]"."""
    if words.lowers[end - 1] not in lexicon.words.person_offices:
        return end
    title = lexicon.titles.longest(words.lowers, end, last)  # "Prime Minister Dr Abiy Ahmed"
    known = lexicon.names.longest(words.texts, title[0] if title else end, last)
    if known and known[1][0].sort == "person":
        return known[0]
    if is_titled(words, words.sentence_of[end - 1], lexicon):  # every word of a headline looks like a name
        return end
    place = end
    while place < min(last, end + NAME_WORDS) and _is_name_word(words, place, last, lexicon):
        place += 1
    while place > end and not words.is_capitalised(place - 1):  # a particle at the end is none
        place -= 1
    return place


def _is_name_word(words: Words, place: int, last: int, lexicon: Lexicon) -> bool:
    if words.lowers[place] in lexicon.words.particles:
        return True
    is_name = words.is_capitalised(place) and words.lowers[place] not in lexicon.words.calendar
    return is_name and lexicon.names.longest(words.texts, place, last) is None


def _title_before(start: int, first: int, words: Words, lexicon: Lexicon) -> int:
    """Return where the titles before a person's name start: "[Russian] [President] Vladimir Putin"."""
    while start > first and words.lowers[start - 1] in lexicon.words.particles:
        start -= 1
    found = lexicon.titles.ending_at(words.lowers, start, first)
    while found:
        start = found[0]
        found = lexicon.titles.ending_at(words.lowers, start, first)
    return start


def _is_former(start: int, first: int, words: Words, lexicon: Lexicon) -> bool:
    """Return whether a word before says that the office is no longer held: "former", "ex-"."""
    before = start - 1
    has_hyphen = before > first and words.texts[before] == "-"
    if has_hyphen:
        before -= 1
    if before < first or words.lowers[before] not in lexicon.words.former:
        return False
    opens = before == first and not has_hyphen and words.lowers[before] in lexicon.words.openers
    return not opens  # "Then President Biden spoke"
