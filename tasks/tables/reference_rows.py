"""Feeds, actors and matters of the configuration become rows of the reference tables."""
# ruff: noqa: D102 - the properties of the protocols are named for what they are

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from tasks.tables.rows import Row


class ListedFeed(Protocol):
    """What is kept of a feed of the feed list."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def state_owned(self) -> bool | None: ...
    @property
    def enabled(self) -> bool: ...


class Membership(Protocol):
    """A member of a group, from its first to its last day; None where not known or not ended."""

    @property
    def code(self) -> str: ...
    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...


class ListedActor(Protocol):
    """What is kept of an actor of the gazetteer; `names` are all strings that name it."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def country(self) -> str | None: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def memberships(self) -> tuple[Membership, ...]: ...


class ListedLeader(Protocol):
    """What is kept of a person who speaks for an actor in a time of office."""

    @property
    def name(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...


class ListedIssue(Protocol):
    """What is kept of a matter."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


class ListedGazetteer(Protocol):
    """What is kept of the gazetteer."""

    @property
    def actors(self) -> Iterable[ListedActor]: ...
    @property
    def leaders(self) -> Iterable[ListedLeader]: ...
    @property
    def issues(self) -> Iterable[ListedIssue]: ...


def feed_rows(feeds: Iterable[ListedFeed]) -> Iterator[Row]:
    """Yield one row a feed; its domain is the host of its address."""
    for one in feeds:
        domain = (urlsplit(one.url).hostname or "").removeprefix("www.")
        yield (
            one.id, one.name, one.url, domain, one.country, one.language, one.kind,
            one.state_owned, one.enabled,
        )  # fmt: skip


def actor_rows(gazetteer: ListedGazetteer) -> Iterator[Row]:
    """Yield one row an actor."""
    for one in gazetteer.actors:
        yield one.code, one.name, one.kind, one.country


def alias_rows(gazetteer: ListedGazetteer) -> Iterator[Row]:
    """Yield one row a name of an actor, and one a leader and time of office."""
    for actor in gazetteer.actors:
        for alias in actor.names:
            yield alias, actor.code, None, None
    for leader in gazetteer.leaders:
        yield leader.name, leader.code, leader.since, leader.until


def member_rows(gazetteer: ListedGazetteer) -> Iterator[Row]:
    """Yield one row a group, member and time of membership."""
    for group in gazetteer.actors:
        for one in group.memberships:
            yield group.code, one.code, one.since, one.until


def issue_rows(gazetteer: ListedGazetteer) -> Iterator[Row]:
    """Yield one row a matter."""
    for one in gazetteer.issues:
        yield one.code, one.name
