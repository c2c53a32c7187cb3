"""Records as the stages before would bring them."""
# ruff: noqa: ANN401 - what replaces a field has that field's type

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tasks.articles.records import Article, EntryOutcome
from tasks.feeds.records import Entry, FeedReading, FeedState, Rejection
from tasks.stances.records import Extraction, Stance
from tasks.tables.runs import open_run
from warehouse.store import open_warehouse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
TEXT = "Russia accused NATO. NATO rejected it. Ankara welcomed the talks."
REFERENCE = """
insert into core.feed values
    ('bbc', 'BBC', 'https://bbc.example/rss', 'bbc.example', 'GBR', 'en', 'daily', false, true),
    ('tass', 'TASS', 'https://tass.example/rss', 'tass.example', 'RUS', 'en', 'agency', true, true);
insert into core.actor values ('RUS', 'Russia', 'state', null), ('NATO', 'NATO', 'alliance', null),
    ('TUR', 'Turkey', 'state', null);
"""
# Everything that a run leaves behind, but for the runs' own numbers and times, which a killed run moves on.
CONTENTS = (
    "select * from ops.feed_state order by all",
    "select * exclude (first_run_id, last_run_id) from ops.entry order by all",
    "select * exclude (first_run_id, last_run_id) from ops.rejection order by all",
    "select * exclude (run_id) from core.article order by all",
    "select * from core.article_text order by all",
    "select * exclude (run_id, recorded_at) from core.extraction order by all",
    "select * exclude (run_id, recorded_at) from core.stance order by all",
)


class Maker:
    """Makes records that hang together: entry 7 leads to article 7."""

    now = NOW

    def entry(self, number: int, feed: str = "bbc") -> Entry:
        """Return an entry."""
        return Entry(
            number, feed, f"https://{feed}.example/{number}", f"guid-{number}", f"Title {number}", "Summary",
            ("A. Writer",), NOW,
        )  # fmt: skip

    def reading(self, feed: str, entries: tuple[Entry, ...], **changes: Any) -> FeedReading:
        """Return a feed's reading with one rejected item."""
        reading = FeedReading(
            feed, f"https://{feed}.example/rss", NOW, "fetched", 200, "", "",
            FeedState(feed, f"etag-{feed}", None), entries,
            (Rejection(f"{feed} item 9", "entry", "no-link", "an item without a link"),),
        )  # fmt: skip
        return replace(reading, **changes)

    def article(self, number: int, **changes: Any) -> Article:
        """Return an article."""
        url = f"https://paper.example/{number}"
        article = Article(
            number, url, url, f"Title {number}", ("A. Writer",), NOW, NOW.date(), "page", NOW, "en", "World",
            TEXT, 10, "sha-of-text", 0.9, None,
        )  # fmt: skip
        return replace(article, **changes)

    def loaded(self, number: int, feed: str = "bbc", **changes: Any) -> EntryOutcome:
        """Return the outcome of an entry that led to its article."""
        return EntryOutcome(self.entry(number, feed), self.article(number, **changes), None)

    def failed(self, number: int, reason: str, *, is_retryable: bool = False) -> EntryOutcome:
        """Return the outcome of an entry without an article."""
        why = Rejection(f"https://bbc.example/{number}", "page", reason, "in words")
        return EntryOutcome(self.entry(number), None, why, is_retryable)

    def refused(self, number: int, reason: str) -> EntryOutcome:
        """Return the outcome of an entry whose page is no article."""
        why = Rejection(f"https://bbc.example/{number}", "article", reason, "in words")
        return EntryOutcome(self.entry(number), None, why)

    def stance(self, **changes: Any) -> Stance:
        """Return a stance that is in the text of every article."""
        stance = Stance(
            "Russia", "RUS", None, "NATO", "NATO", None, None, None, "ACCUSE", "V-CONF", -1, -2.0, "asserted",
            None, None, "Russia accused NATO.", 0, 20, 0.9,
        )  # fmt: skip
        return replace(stance, **changes)

    def extraction(self, number: int, extractor: str = "test-1", *stances: Stance) -> Extraction:
        """Return an extraction; without stances given, of two stances."""
        back = self.stance(
            holder="NATO", holder_code="NATO", target="it", target_code="RUS", code="REJECT", intensity=-4.0,
            sentence="NATO rejected it.", start=21, end=38,
        )  # fmt: skip
        return Extraction(number, extractor, stances or (self.stance(), back))

    def extraction_of_nothing(self, number: int) -> Extraction:
        """Return an extraction without stances."""
        return Extraction(number, "test-1", ())


@pytest.fixture(scope="session")
def make() -> Maker:
    """Return the maker of records."""
    return Maker()


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """Return a warehouse with feeds and actors, in its first run."""
    path = tmp_path / "geostance.duckdb"
    assert open_run(path, flow_run="flow-1", now=NOW) == 1
    with open_warehouse(path) as connection:
        connection.execute(REFERENCE)
    return path


def contents(path: Path) -> list[list[tuple[Any, ...]]]:
    """Return all that the runs brought, sorted."""
    with open_warehouse(path) as connection:
        return [connection.execute(sql).fetchall() for sql in CONTENTS]


@pytest.fixture(name="contents", scope="session")
def contents_fixture() -> Callable[[Path], object]:
    """Return the function that reads everything."""
    return contents
