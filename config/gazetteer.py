"""The gazetteer: actors, leaders, roles, matters, event types and the wordings that tell them apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - pydantic reads the annotations when the module runs
from functools import cache
from itertools import chain
from pathlib import Path  # noqa: TC003 - likewise
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from config.collecting import uncollected
from config.settings import CONFIG_FOLDER
from config.yamlfile import YamlFile, load_yaml, read_yaml, shaped

if TYPE_CHECKING:
    from collections.abc import Sequence

Sort = Literal["name", "demonym", "capital", "metonym", "city"]
Texts = tuple[str, ...]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Membership(_Strict):
    """A member of an organisation, from its first to its last day; None where not known or not ended."""

    code: str
    since: date | None = None
    until: date | None = None


class _Entry(_Strict):
    """What every entry of the actor files may say."""

    code: str
    name: str
    names: Texts = ()
    demonyms: Texts = ()
    metonyms: Texts = ()
    ambiguous: Texts = ()

    def labels(self) -> tuple[Label, ...]:
        """Return the strings that name the actor, each once."""
        return self._labelled([("name", (self.name, *self.names)), ("demonym", self.demonyms)])

    def _labelled(self, sorts: list[tuple[Sort, Texts]]) -> tuple[Label, ...]:
        doubtful = frozenset(self.ambiguous)
        met: dict[str, Label] = {}
        for sort, texts in [*sorts, ("metonym", self.metonyms)]:
            for text in texts:
                met.setdefault(text, Label(text, sort, text in doubtful))
        return tuple(met.values())


class _State(_Entry):
    capital: Texts = ()
    cities: Texts = ()

    def labels(self) -> tuple[Label, ...]:
        sorts: list[tuple[Sort, Texts]] = [
            ("name", (self.name, *self.names)),
            ("demonym", self.demonyms),
            ("capital", self.capital),
            ("city", self.cities),
        ]
        return self._labelled(sorts)


class _Organisation(_Entry):
    adjectives: Texts = ()
    kind: str
    members: Texts = ()
    member_changes: tuple[Membership, ...] = ()

    def labels(self) -> tuple[Label, ...]:
        return self._labelled([("name", (self.name, *self.names)), ("demonym", self.adjectives)])

    def memberships(self) -> tuple[Membership, ...]:
        """Return who is or was a member; a change tells a member's first or last day."""
        changed = {change.code for change in self.member_changes}
        lasting = (Membership(code=code) for code in self.members if code not in changed)
        return (*lasting, *self.member_changes)


class _Group(_Entry):
    kind: str
    country: str
    role: str


class Leader(_Strict):
    """A person who speaks for an actor in a time of office; several entries for several times."""

    name: str
    names: Texts = ()
    code: str
    role: str | None = None
    office: str = ""
    since: date | None = None
    until: date | None = None

    def holds_office(self, on_day: date | None) -> bool:
        """Return whether the day is in the time of office; any day is, where none is known."""
        if on_day is None:
            return True
        return (self.since or on_day) <= on_day <= (self.until or on_day)

    def fits_title(self, title: Sequence[str]) -> bool:
        """Return whether a title, words in lower case, may be that of the office."""
        return not set(title).isdisjoint(self.office.lower().split())


class Issue(_Strict):
    """A matter that stances are about, and how it is worded."""

    code: str
    name: str
    phrases: Texts


class PloverCode(_Strict):
    """An event type as a stance: its class, polarity and strength."""

    code: str
    name: str
    quad: Literal["V-COOP", "M-COOP", "V-CONF", "M-CONF"]
    polarity: Literal[-1, 1]
    intensity: float


class Context(_Strict):
    """How to read a string that may mean several things.

    `against`: words of the text that speak against the actor. `default`: the code it stands for
    where the text does not tell; without it an ambiguous string then counts for nothing.
    """

    text: str
    against: Texts = ()
    default: str | None = None


class NonActors(_Strict):
    """What holds an actor's name and names no actor: see `config/actors/non_actors.yaml`."""

    demonym_heads: Texts
    name_heads: Texts
    place_heads: Texts
    prefixes: Texts
    names: Texts
    contexts: tuple[Context, ...]


class Wording(_Strict):
    """How news words actors and ends sentences: see `config/actors/wording.yaml`."""

    modifiers: Texts
    portfolios: Texts
    industries: Texts
    former: Texts
    honorifics: Texts
    organisation_roles: Texts
    bodies: Texts
    founded_bodies: Texts
    generic: Texts
    verb_like: Texts
    particles: Texts
    locatives: Texts
    speaking_from: Texts
    living_in: Texts
    parts: Texts
    the_parts: Texts
    part_things: Texts
    people: Texts
    given_names: Texts
    person_offices: Texts
    known_by_surname: Texts
    calendar: Texts
    small_words: Texts
    openers: Texts
    family_name_first: Texts
    metonym_roles: dict[str, Texts]
    halves: dict[str, str]
    one_organisation: dict[str, Texts]
    one_actor: dict[str, Texts]
    stands_for: dict[str, str]
    two_states: Texts
    two_sides: Texts
    only_states: Texts
    abbreviations: Texts
    numbered: Texts
    ending_abbreviations: Texts
    starters: Texts
    saying: Texts


@dataclass(frozen=True, slots=True)
class Label:
    """One string that names an actor; an ambiguous one often means something else."""

    text: str
    sort: Sort
    is_ambiguous: bool


@dataclass(frozen=True, slots=True)
class Actor:
    """A state, organisation or group; `country` is where a group is at home."""

    code: str
    name: str
    kind: str
    country: str | None
    role: str | None
    labels: tuple[Label, ...]
    memberships: tuple[Membership, ...] = ()

    @property
    def names(self) -> Texts:
        """All strings that name it."""
        return tuple(label.text for label in self.labels)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All that is known of actors and matters; `roles` are phrases by role code."""

    actors: tuple[Actor, ...]
    leaders: tuple[Leader, ...]
    roles: dict[str, Texts]
    issues: tuple[Issue, ...]
    plover: tuple[PloverCode, ...]
    non_actors: NonActors
    wording: Wording


@cache
def own_gazetteer() -> Gazetteer:
    """Return the gazetteer of this configuration, read once in a process; raises like `load_gazetteer`."""
    return load_gazetteer(CONFIG_FOLDER)


@uncollected()
def load_gazetteer(folder: Path) -> Gazetteer:
    """Return the gazetteer of a configuration folder: ``actors/*.yaml``, issues and PLOVER codes.

    Raises ConfigError in one line that names file, line, key and what is allowed; besides malformed
    files also for a code that two actors share and for codes that nothing defines.
    """
    places = folder / "actors"
    states, organisations, groups, leaders = (
        load_yaml(places / f"{name}.yaml") for name in ("states", "organisations", "groups", "leaders")
    )
    actors = (
        *(_state(one) for one in shaped(states, tuple[_State, ...])),
        *(_organisation(one) for one in shaped(organisations, tuple[_Organisation, ...])),
        *(_group(one) for one in shaped(groups, tuple[_Group, ...])),
    )
    _refuse_repeated_codes(states, organisations, groups)
    people = shaped(leaders, tuple[Leader, ...])
    _refuse_unknown(leaders, "code", {actor.code for actor in actors})
    _refuse_unknown(groups, "country", {actor.code for actor in actors})
    return Gazetteer(
        actors,
        people,
        read_yaml(places / "roles.yaml", dict[str, Texts]),
        read_yaml(folder / "issues.yaml", tuple[Issue, ...]),
        read_yaml(folder / "plover.yaml", tuple[PloverCode, ...]),
        read_yaml(places / "non_actors.yaml", NonActors),
        read_yaml(places / "wording.yaml", Wording),
    )


def _state(one: _State) -> Actor:
    return Actor(one.code, one.name, "state", one.code, None, one.labels())


def _organisation(one: _Organisation) -> Actor:
    return Actor(one.code, one.name, one.kind, None, None, one.labels(), one.memberships())


def _group(one: _Group) -> Actor:
    return Actor(one.code, one.name, one.kind, one.country, one.role, one.labels())


def _rows(file: YamlFile) -> list[dict[str, object]]:
    return list(file.value) if isinstance(file.value, list) else []


def _refuse_repeated_codes(*files: YamlFile) -> None:
    met: dict[object, YamlFile] = {}
    for file, (place, row) in chain.from_iterable(
        ((file, one) for one in enumerate(_rows(file))) for file in files
    ):
        code = row["code"]
        if code in met:
            raise file.error(
                (place, "code"), f"{code} is an actor of {met[code].path.name} already; codes are unique"
            )
        met[code] = file


def _refuse_unknown(file: YamlFile, key: str, known: set[str]) -> None:
    for place, row in enumerate(_rows(file)):
        if row.get(key) is not None and row[key] not in known:
            raise file.error((place, key), f"{row[key]} is the code of no state, organisation or group")
