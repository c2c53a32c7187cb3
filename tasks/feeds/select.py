"""Which entries a run works off, and with which others together."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, TypeVar

from tasks.feeds.politeness import server_of
from tasks.feeds.records import Rejection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from config.feeds import Feed
    from tasks.feeds.records import Entry, FeedReading

Asked = TypeVar("Asked")


def feeds_in_turns(feeds: Iterable[Feed]) -> tuple[Feed, ...]:
    """Return the feeds in the order in which to ask for them: servers take turns, the busiest first.

    A server with many feeds is what a night waits for: each of its requests has a pause behind it.
    """
    return _in_turns(_by_server(feeds, lambda feed: feed.url), lambda feed: feed.url)


def entries_since(reading: FeedReading, since: date | None) -> FeedReading:
    """Return the reading without the entries that their feed dates before a UTC day.

    They become rejections with the reason ``before-since``, so that entries and rejections stay all
    the feed's items. Entries without a date are kept. Where one is left out the validators are
    forgotten: they would vouch for an entry that nobody has, and a later run could never get it.
    """
    if since is None:
        return reading
    older = tuple(
        Rejection(entry.url, "entry", "before-since", f"dated {entry.published_at}")
        for entry in reading.entries
        if _is_before(entry, since)
    )
    if not older:
        return reading
    return replace(
        reading,
        state=replace(reading.state, etag=None, last_modified=None, wait_until=None, wait_reason=None),
        entries=tuple(entry for entry in reading.entries if not _is_before(entry, since)),
        rejections=(*reading.rejections, *older),
    )


def _is_before(entry: Entry, since: date) -> bool:
    return entry.published_at is not None and entry.published_at.astimezone(UTC).date() < since


def batch_entries(entries: tuple[Entry, ...], size: int) -> tuple[tuple[Entry, ...], ...]:
    """Return the entries in as few batches of at most `size` as there can be, always the same ones.

    A server is asked one thing at a time, with a pause: a batch of one server alone would hold up its
    worker for nothing. So each server's entries are dealt out over all batches like cards, and within
    a batch the servers take turns, the busiest first.
    """
    count = -(-len(entries) // size)
    dealt = _by_server(entries, lambda entry: entry.url)
    return tuple(_in_turns(dealt[number::count], lambda entry: entry.url) for number in range(count))


def _by_server(things: Iterable[Asked], url_of: Callable[[Asked], str]) -> list[Asked]:
    """Return things with those of one server together, those of the busiest first."""
    servers: dict[str, list[Asked]] = {}
    for thing in things:
        servers.setdefault(server_of(url_of(thing)), []).append(thing)
    return [thing for own in sorted(servers.values(), key=len, reverse=True) for thing in own]


def _in_turns(things: Sequence[Asked], url_of: Callable[[Asked], str]) -> tuple[Asked, ...]:
    """Return things with the first of each server before the second of any."""
    met: Counter[str] = Counter()
    rounds = []
    for thing in things:
        server = server_of(url_of(thing))
        rounds.append(met[server])
        met[server] += 1
    return tuple(thing for _, thing in sorted(zip(rounds, things, strict=True), key=lambda pair: pair[0]))
