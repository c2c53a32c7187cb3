"""Which entries a run works off, and with which others together."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tasks.feeds.records import Entry, FeedReading, FeedState, Rejection
from tasks.feeds.select import batch_entries, entries_since, feeds_in_turns

if TYPE_CHECKING:
    from config.feeds import Feed

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def entry(number: int, host: str = "news.test", published_at: datetime | None = NOW) -> Entry:
    """Return an entry of a host."""
    url = f"https://{host}/{number}"
    return Entry(hash(url), host, url, None, f"Title {number}", "", (), published_at)


def reading(*entries: Entry) -> FeedReading:
    """Return a visit that found these entries, and one item that is none."""
    rejected = (Rejection("item 9", "entry", "no-link", "an item without a link"),)
    state = FeedState("feed", "etag", "yesterday")
    return FeedReading("feed", "https://news.test/rss", NOW, "fetched", 200, "", "", state, entries, rejected)


def test_without_a_day_nothing_is_left_out() -> None:
    assert entries_since(reading(entry(1)), None) == reading(entry(1))


def test_entries_of_the_days_before_become_rejections() -> None:
    midnight = datetime(2026, 11, 22, tzinfo=UTC)
    old, new, undated = (
        entry(1, published_at=midnight.replace(day=21, hour=23, minute=59)),
        entry(2),
        entry(3, published_at=None),
    )
    first = entry(4, published_at=midnight)
    before = reading(old, new, undated, first)
    after = entries_since(before, date(2026, 11, 22))
    assert after.entries == (new, undated, first)
    assert after.rejections[:-1] == before.rejections
    assert (after.rejections[-1].reason, after.rejections[-1].subject) == ("before-since", old.url)
    assert len(after.entries) + len(after.rejections) == len(before.entries) + len(before.rejections)


def test_validators_do_not_vouch_for_entries_left_out() -> None:
    # With them the next run, without a day, would be told "unchanged", and never see the old entry.
    old = entry(1, published_at=NOW.replace(year=2020))
    assert entries_since(reading(old), date(2026, 1, 1)).state == FeedState("feed", None, None)
    assert entries_since(reading(entry(1)), date(2026, 1, 1)).state == FeedState("feed", "etag", "yesterday")


def test_nor_does_a_fresh_answer() -> None:
    state = FeedState("feed", "etag", None, "https://news.test/rss", 0, NOW, "fresh")
    found = entries_since(
        replace(reading(entry(1, published_at=NOW.replace(year=2020))), state=state), NOW.date()
    )
    assert found.state == FeedState("feed", None, None, "https://news.test/rss")


def test_a_failed_reading_stays_as_it_is() -> None:
    failed = replace(reading(), outcome="failed", reason="http-404", rejections=())
    assert entries_since(failed, date(2026, 1, 1)) == failed


@pytest.mark.parametrize(("count", "size"), [(0, 5), (1, 5), (5, 5), (6, 5), (99, 10), (7, 1)])
def test_batches_hold_every_entry_once_and_are_as_few_as_can_be(count: int, size: int) -> None:
    entries = tuple(entry(n, f"host{n % 3}.test") for n in range(count))
    batches = batch_entries(entries, size)
    assert Counter(one for batch in batches for one in batch) == Counter(entries)
    assert len(batches) == -(-count // size)
    assert all(0 < len(batch) <= size for batch in batches)


def test_each_host_is_spread_over_all_batches() -> None:
    entries = tuple(entry(n, "big.test") for n in range(60))
    entries += tuple(entry(n, f"small{n % 8}.test") for n in range(40))
    batches = batch_entries(entries, 10)
    assert [sum("big" in one.url for one in batch) for batch in batches] == [6] * 10
    for batch in batches:
        smaller = Counter(urlsplit(one.url).hostname for one in batch if "small" in one.url)
        assert max(smaller.values()) <= 1


def test_hosts_take_turns_within_a_batch() -> None:
    entries = tuple(entry(n, host) for host in ("a.test", "b.test") for n in range(3))
    [batch] = batch_entries(entries, 10)
    assert [urlsplit(one.url).hostname for one in batch] == ["a.test", "b.test"] * 3
    assert [one.title for one in batch if "a.test" in one.url] == ["Title 0", "Title 1", "Title 2"]


def test_batches_are_always_the_same() -> None:
    entries = tuple(entry(n, f"host{n * n % 7}.test") for n in range(50))
    assert batch_entries(entries, 8) == batch_entries(entries, 8)


def test_the_busiest_server_comes_first_in_a_batch() -> None:
    entries = tuple(entry(n, host) for host, count in (("a.test", 1), ("b.test", 3)) for n in range(count))
    [batch] = batch_entries(entries, 10)
    assert [urlsplit(one.url).hostname for one in batch] == ["b.test", "a.test", "b.test", "b.test"]


def test_feeds_of_a_server_are_asked_for_in_turns_with_those_of_others(feed: Feed) -> None:
    addresses = ("https://one.test/1", "https://two.test/1", "https://two.test/2", "http://two.test/3",
                 "https://other.test/1")  # fmt: skip
    feeds = tuple(feed.model_copy(update={"url": url}) for url in addresses)
    assert [one.url for one in feeds_in_turns(feeds)] == [
        "https://two.test/1", "https://one.test/1", "https://other.test/1", "https://two.test/2",
        "http://two.test/3",
    ]  # fmt: skip
