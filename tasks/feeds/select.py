"""Which entries a run works off, and with which others together."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from tasks.feeds.politeness import server_of
from tasks.feeds.records import Rejection

if TYPE_CHECKING:
    from datetime import date

    from tasks.feeds.records import Entry, FeedReading


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

    A host is asked one thing at a time, with a pause: a batch of one host alone would hold up its
    worker for nothing. So each host's entries are dealt out over all batches like cards, and within
    a batch the hosts take turns.
    """
    count = -(-len(entries) // size)
    hosts: dict[str, list[Entry]] = {}
    for entry in entries:
        hosts.setdefault(server_of(entry.url), []).append(entry)
    dealt = [entry for of_host in hosts.values() for entry in of_host]
    return tuple(_in_turns(dealt[number::count]) for number in range(count))


def _in_turns(entries: list[Entry]) -> tuple[Entry, ...]:
    """Return entries with the first of each host before the second of any."""
    met: Counter[str] = Counter()
    rounds = []
    for entry in entries:
        host = server_of(entry.url)
        rounds.append(met[host])
        met[host] += 1
    return tuple(entry for _, entry in sorted(zip(rounds, entries, strict=True), key=lambda pair: pair[0]))
