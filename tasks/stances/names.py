"""Actors that no gazetteer knows: bodies, and people with a title, kept by the name that a text gives them.

A body is told by the word that its name ends in ("Free Harbour Party") or begins with ("Front for ..."), a
person by the office before the full name. Names that a spaCy model finds may come on top.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from tasks.stances.mentions import BY_NAME, Mention
from tasks.stances.sightings import is_shouted, is_titled
from tasks.stances.words import POSSESSIVES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tasks.stances.lexicon import Lexicon
    from tasks.stances.words import Words

FEWEST_WORDS, MOST_WORDS = 2, 7
MOST_PERSON_WORDS = 3
FORMER_WITHIN = 3  # words before the title
OPENING = frozenset({"of", "for"})
# The labels of OntoNotes (en_core_web_*) and of CoNLL-2003, WikiNER and UNER.
PERSON_LABELS = frozenset({"PERSON", "PER"})
ACTOR_LABELS = PERSON_LABELS | {"ORG"}


@dataclass(frozen=True, slots=True)
class Entity:
    """Characters `start` to `end` that a named-entity model labels."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class _Name:
    """Words `start` to `end` (exclusive) that name an actor, and what else the text may call it."""

    start: int
    end: int
    is_person: bool
    role: str | None = None
    short: str | None = None


def find_names(
    words: Words, lexicon: Lexicon, known: Sequence[Mention], entities: Sequence[Entity]
) -> Iterator[tuple[int, Mention]]:
    """Yield each mention of an actor that the gazetteer lacks, with the number of its sentence.

    `known` are the mentions already found: no name overlaps them, nor anything else that the gazetteer
    lists; only whose a body is belongs to its name: "[Japanese] Communist Party". A body's letters
    ("(FWP)") and a person's surname name the same actor later in the text.
    """
    taken = _taken_places(words, lexicon, known)
    begun = _begun_at(words, known)
    found = (_from(begun, name) for name in _full_names(words, lexicon, taken, entities))
    full = sorted(found, key=lambda name: (name.start, -name.end))
    called: dict[str, _Name] = {}
    reached = 0
    for name in full:
        if name.start < reached:
            continue
        reached = name.end
        taken.update(range(name.start, name.end))
        if name.short:
            taken.update(place for place in (name.end + 1,) if words.texts[name.end :][:1] == ["("])
            called.setdefault(name.short, name)
        yield words.sentence_of[name.start], _mention(name, name, words)
    for place, text in enumerate(words.texts):
        meant = called.get(text)
        if meant and place >= meant.end and place not in taken and _stands_alone(place, words, taken):
            yield words.sentence_of[place], _mention(_Name(place, place + 1, meant.is_person), meant, words)


def _taken_places(words: Words, lexicon: Lexicon, known: Iterable[Mention]) -> set[int]:
    """Return the places of words that the gazetteer knows, as actors or as none."""
    taken = {
        place
        for first, last in words.bounds
        for start, end, _ in lexicon.names.all_in(words.texts, first, last)
        for place in range(start, end)
    }
    for one in known:
        taken.update(words.places_in(one.start, one.end))
    return taken


def _begun_at(words: Words, known: Iterable[Mention]) -> dict[int, int]:
    """Return by the place behind each known name that is capitalised throughout where the name starts."""
    begun = {}
    for one in known:
        places = words.places_in(one.start, one.end)
        if not one.is_person and all(words.texts[place][:1].isupper() for place in places):
            begun[places.stop] = places.start
    return begun


def _from(begun: Mapping[int, int], name: _Name) -> _Name:
    """Return the name of a body with the name right before it, which tells whose it is."""
    return name if name.is_person else replace(name, start=begun.get(name.start, name.start))


def _full_names(
    words: Words, lexicon: Lexicon, taken: set[int], entities: Sequence[Entity]
) -> Iterator[_Name]:
    for sentence, (first, last) in enumerate(words.bounds):
        if is_titled(words, sentence, lexicon) or is_shouted(words, sentence):
            continue
        place = first
        while place < last:
            found = None
            if _is_part(place, words, lexicon, taken, place):  # most words begin no name
                found = _person_at(place, words, lexicon, taken) or _body_at(
                    place, last, words, lexicon, taken
                )
            if found:
                yield found
            place = found.end if found else place + 1
    yield from _entity_names(words, taken, entities)


def _body_at(place: int, last: int, words: Words, lexicon: Lexicon, taken: set[int]) -> _Name | None:
    """Return the body whose name starts at a place: capitalised words up to one that tells a body."""
    run = place
    while run < min(last, place + MOST_WORDS) and _is_part(run, words, lexicon, taken, place):
        run += 1
    if run == place or (words.is_first(place) and words.lowers[place] in lexicon.words.openers):
        return None
    name = words.lowers[place:run]
    if name[-1] not in lexicon.words.founded_bodies:
        is_told = len(name) >= FEWEST_WORDS and name[-1] in lexicon.words.bodies
        is_generic = lexicon.words.generic.issuperset(name[:-1])
        return _body(place, run, last, words) if is_told and not is_generic else None
    end = _purpose_end(run, last, words, lexicon, taken)
    is_generic = lexicon.words.generic.issuperset([*name[:-1], *words.lowers[run:end]])
    return None if is_generic else _body(place, end, last, words)


def _purpose_end(place: int, last: int, words: Words, lexicon: Lexicon, taken: set[int]) -> int:
    """Return where "for the Liberation of Azania" ends that starts at a place; the place if it is none."""
    end = place
    while end < last and words.lowers[end] in OPENING:
        start = end + 1 + (end + 1 < last and words.lowers[end + 1] == "the")
        stop = start
        while stop < min(last, start + MOST_WORDS) and _is_part(stop, words, lexicon, taken, start):
            stop += 1
        if stop == start or _goes_on(stop, last, words):
            break
        end = stop
    return end


def _goes_on(place: int, last: int, words: Words) -> bool:
    """Return whether somebody else's name follows at once: "the Party of Commission [President Ilse Ott]"."""
    return place < last and words.is_capitalised(place) and not words.touch(place)


def _is_part(place: int, words: Words, lexicon: Lexicon, taken: set[int], first: int) -> bool:
    if place in taken or words.lowers[place] in lexicon.words.calendar:
        return False
    inner = place > first and (words.texts[place] in POSSESSIVES or words.texts[place] in {"&", "-"})
    return inner or (words.is_capitalised(place) and words.texts[place][-1:].isalnum())


def _body(start: int, end: int, last: int, words: Words) -> _Name:
    """Return the body, with the letters in brackets behind it as its short name."""
    has_letters = end + 2 < last and words.texts[end] == "(" and words.texts[end + 2] == ")"
    letters = words.texts[end + 1] if has_letters else ""
    return _Name(start, end, is_person=False, short=letters if letters.isupper() else None)


def _person_at(place: int, words: Words, lexicon: Lexicon, taken: set[int]) -> _Name | None:
    """Return the person whose full name starts at a place, after a title; nobody who is out of office."""
    first, last = words.bounds[words.sentence_of[place]]
    title = lexicon.titles.ending_at(words.lowers, place, first) if place > first else None
    if title is None or words.lowers[place] in lexicon.words.person_offices:  # "General President Ann Lee"
        return None
    if not lexicon.words.former.isdisjoint(words.lowers[max(first, title[0] - FORMER_WITHIN) : title[0]]):
        return None
    name = list(
        takewhile(
            lambda at: (
                _is_part(at, words, lexicon, taken, place)
                and words.texts[at].replace("-", "").replace("'", "").isalpha()
                and words.texts[at] not in POSSESSIVES
            ),
            range(place, min(last, place + MOST_PERSON_WORDS)),
        )
    )
    if len(name) < FEWEST_WORDS or words.lowers[name[-1]] in lexicon.words.bodies:
        return None
    found = lexicon.roles.ending_at(words.lowers, place, first)
    role = found[1][0] if found else None
    return _Name(place, name[-1] + 1, is_person=True, role=role, short=words.texts[name[-1]])


def _entity_names(words: Words, taken: set[int], entities: Sequence[Entity]) -> Iterator[_Name]:
    for one in entities:
        if one.label not in ACTOR_LABELS:
            continue
        places = list(words.places_in(one.start, one.end))
        while places and words.lowers[places[0]] == "the":
            del places[0]
        while places and words.texts[places[-1]] in POSSESSIVES:
            del places[-1]
        if not places or not taken.isdisjoint(places) or not words.is_capitalised(places[0]):
            continue
        is_person = one.label in PERSON_LABELS
        if is_person and len(places) < FEWEST_WORDS:
            continue
        short = words.texts[places[-1]] if is_person else None
        yield _Name(places[0], places[-1] + 1, is_person, short=short)


def _stands_alone(place: int, words: Words, taken: set[int]) -> bool:
    """Return whether no capitalised word beside makes another name of it."""
    for beside in (place - 1, place + 1):
        if words.same_sentence(place, beside) and words.is_capitalised(beside) and beside not in taken:
            return words.is_first(beside) and beside < place
    return True


def _mention(at: _Name, meant: _Name, words: Words) -> Mention:
    start, end = words.starts[at.start], words.ends[at.end - 1]
    name = words.text[words.starts[meant.start] : words.ends[meant.end - 1]]
    name = " ".join(name.split())
    return Mention(
        start, end, words.text[start:end], BY_NAME + name, meant.role, "actor", name, meant.is_person
    )
