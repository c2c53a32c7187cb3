"""What a sighting means: which actor, on that day, in that text; or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tasks.stances.mentions import BY_NAME
from tasks.stances.sightings import HYPHENS, follows_hyphen, is_titled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from config.gazetteer import Leader
    from tasks.stances.lexicon import Lexicon, Naming
    from tasks.stances.sightings import Sighting
    from tasks.stances.words import Words

PLACES = frozenset({"capital", "city"})
LINKS = frozenset({"and", "or"})
ARTICLES = frozenset({"a", "an", "the", "one", "another", "this", "every", "each", "no"})
WITHIN = 3  # words before a noun its article stands


@dataclass(frozen=True, slots=True)
class Meaning:
    """Which actor words name; `leader` is there where they name a person in office.

    People of the gazetteer who are out of office speak for nobody else: their code is their name.
    """

    code: str
    sort: str
    leader: Leader | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rest of a text tells: codes named beyond doubt, people named in full, words against."""

    codes: frozenset[str]
    people: frozenset[str]
    against: frozenset[str]


def read_surroundings(words: Words, sightings: Iterable[Sighting], lexicon: Lexicon) -> Surroundings:
    """Return what the whole text tells about names that may mean several things."""
    codes, people, is_doubtful = set(), set(), False
    for one in sightings:
        meant = {naming.code for naming in one.namings}
        doubtful = len(meant) > 1 or any(naming.is_ambiguous for naming in one.namings)
        is_doubtful |= doubtful
        if not doubtful:
            codes |= meant
        people |= {naming.text for naming in one.namings if naming.sort == "person"}
    return Surroundings(
        frozenset(codes), frozenset(people), _against(words, lexicon) if is_doubtful else frozenset()
    )


def _against(words: Words, lexicon: Lexicon) -> frozenset[str]:
    found = lexicon.against.all_in(words.lowers, 0, len(words.lowers))
    return frozenset(text for _, _, texts in found for text in texts)


def meaning_of(
    one: Sighting, words: Words, lexicon: Lexicon, surroundings: Surroundings, on_day: date | None
) -> Meaning | None:
    """Return what a sighting means, None where it names no actor."""
    people = {naming.text for naming in one.namings if naming.sort == "person"}
    if people:
        held = [meaning for name in people if (meaning := leader_meaning(name, lexicon, on_day))]
        if len(people) == 1 and not held:
            return private_meaning(people.pop())
        return held[0] if len(held) == 1 else None
    naming = _sure_naming(one.namings, lexicon, surroundings)
    if naming is None or _is_elsewhere(one, naming, words, lexicon):
        return None
    return Meaning(naming.code, naming.sort)


def leader_meaning(name: str, lexicon: Lexicon, on_day: date | None) -> Meaning | None:
    """Return whom a person of the gazetteer speaks for on a day, None out of office."""
    held = [leader for leader in lexicon.people[name] if leader.holds_office(on_day)]
    leader = highest(held)
    return Meaning(leader.code, "person", leader) if leader else None


def highest(offices: Sequence[Leader]) -> Leader | None:
    """Return the office in which somebody speaks who holds several: that of a government before a party's."""
    return next((one for one in offices if one.role == "GOV"), offices[0] if offices else None)


def private_meaning(name: str) -> Meaning:
    """Return whom a person means who holds no office."""
    return Meaning(BY_NAME + name, "person")


def _sure_naming(namings: tuple[Naming, ...], lexicon: Lexicon, surroundings: Surroundings) -> Naming | None:
    by_code = {naming.code: naming for naming in namings}
    if len(by_code) == 1 and not namings[0].is_ambiguous:
        return namings[0]
    spoken_for = by_code.keys() & surroundings.codes
    if len(spoken_for) == 1:
        return by_code[spoken_for.pop()]
    context = lexicon.contexts.get(namings[0].text)
    if context:
        is_against = not surroundings.against.isdisjoint(context.against)
        return None if is_against else by_code.get(context.default or "")
    plain = [naming for naming in namings if not naming.is_ambiguous]
    return plain[0] if len(plain) == 1 else None


def _is_elsewhere(one: Sighting, naming: Naming, words: Words, lexicon: Lexicon) -> bool:
    """Return whether the name is part of something that is no actor: a gas, a town, another's name."""
    may_be_town = any(naming.sort in PLACES for naming in one.namings)
    if may_be_town and _is_place(one, words, lexicon):
        return True
    if (may_be_town or naming.is_ambiguous) and _is_in_longer_name(one, words, lexicon):
        return True
    if naming.sort != "demonym" and _follows_given_name(one, words, lexicon):
        return True
    if words.lowers[one.start] in lexicon.words.people and _is_surname(one.start, words):
        return True
    return _describes_a_thing(one, naming, words, lexicon)


def _is_place(one: Sighting, words: Words, lexicon: Lexicon) -> bool:
    """Return whether a town is where something happens: "in Moscow and Kyiv"."""
    first = words.bounds[words.sentence_of[one.start]][0]
    before = one.start - 1
    while before > first and words.lowers[before] in LINKS:
        before -= 1
        while before > first and words.is_capitalised(before) and words.lowers[before] not in LINKS:
            before -= 1
    is_located = before >= first and words.lowers[before] in lexicon.words.locatives
    return is_located and not _speaks_from(before, first, words, lexicon)


def _speaks_from(place: int, first: int, words: Words, lexicon: Lexicon) -> bool:
    """Return whether people before "in" speak for the capital's state: "officials in Vilnius"."""
    return (
        words.lowers[place] == "in"
        and place > first
        and words.lowers[place - 1] in lexicon.words.speaking_from
    )


def _is_in_longer_name(one: Sighting, words: Words, lexicon: Lexicon) -> bool:
    """Return whether capitalised words around a doubtful name make another name of it: "Fort Washington"."""
    if is_titled(words, words.sentence_of[one.start], lexicon):
        return False
    after, before = one.end, one.start - 1
    if words.same_sentence(one.start, after) and _goes_on(words, after, lexicon):
        return True
    return (
        words.same_sentence(one.start, before)
        and words.is_capitalised(before)
        and not words.touch(one.start)
        and words.lowers[before] not in lexicon.words.openers
        and not words.is_first(before)
        and _is_unknown(words, before, lexicon)
    )


def _goes_on(words: Words, after: int, lexicon: Lexicon) -> bool:
    return words.is_capitalised(after) and not words.touch(after) and _is_unknown(words, after, lexicon)


def _is_unknown(words: Words, place: int, lexicon: Lexicon) -> bool:
    """Return whether a capitalised word is neither an actor, an office, a title nor of the calendar."""
    end = words.bounds[words.sentence_of[place]][1]
    tries = (lexicon.roles, lexicon.organisation_roles, lexicon.titles, lexicon.modifiers)
    return (
        words.lowers[place] not in lexicon.words.calendar
        and words.texts[place] not in lexicon.surnames
        and lexicon.names.longest(words.texts, place, end) is None
        and all(one.longest(words.lowers, place, end) is None for one in tries)
        and all(one.ending_at(words.lowers, place + 1, max(0, place - 5)) is None for one in tries)
    )


def _is_surname(place: int, words: Words) -> bool:
    """Return whether a word for one person stands like a name: "[Turk] said", where "a young Turk" is one."""
    first = words.bounds[words.sentence_of[place]][0]
    before = words.lowers[max(first, place - WITHIN) : place]
    return ARTICLES.isdisjoint(before) or words.is_capitalised(place - 1)


def _follows_given_name(one: Sighting, words: Words, lexicon: Lexicon) -> bool:
    before = one.start - 1
    return (
        words.same_sentence(one.start, before)
        and words.is_capitalised(before)
        and words.lowers[before] in lexicon.words.given_names
        and words.texts[before] not in lexicon.surnames
    )


def _describes_a_thing(one: Sighting, naming: Naming, words: Words, lexicon: Lexicon) -> bool:
    """Return whether what follows is a thing that the name merely describes: "Russian gas", "Ukraine war"."""
    end = words.bounds[words.sentence_of[one.start]][1]
    after = _after_compound(one.end, words, lexicon)
    if naming.sort == "demonym":
        skipped = lexicon.modifiers.longest(words.lowers, after, end)
        starts = (after, skipped[0]) if skipped else (after,)
        return any(_is_thing(start, end, words, lexicon) for start in starts)
    heads = [lexicon.name_heads] if naming.sort != "metonym" else []
    heads += [lexicon.place_heads] if any(naming.sort in PLACES for naming in one.namings) else []
    return any(trie.longest(words.lowers, after, end) for trie in heads)


def _is_thing(start: int, end: int, words: Words, lexicon: Lexicon) -> bool:
    """Return whether a thing is named at a place, and no office that begins like one: "oil minister"."""
    thing, office = (one.longest(words.lowers, start, end) for one in (lexicon.demonym_heads, lexicon.roles))
    return thing is not None and (office is None or office[0] <= thing[0])


def _after_compound(end: int, words: Words, lexicon: Lexicon) -> int:
    """Return where a compound of names ends: "Russia-Ukraine" in "Russia-Ukraine war"."""
    while follows_hyphen(words, end) and words.texts[end] in HYPHENS:
        found = lexicon.names.longest(words.texts, end + 1, words.bounds[words.sentence_of[end]][1])
        if found is None:
            break
        end = found[0]
    return end
