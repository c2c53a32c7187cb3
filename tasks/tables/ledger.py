"""The ledger of feeds and entries: what to ask for, and what waits to be worked off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

from tasks.articles.revision import Wording
from tasks.feeds.records import Entry, FeedState
from warehouse.store import open_warehouse, run_sql

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def feed_states(warehouse: Path) -> dict[str, FeedState]:
    """Return what is remembered of each feed, by its id; feeds never visited are absent."""
    with open_warehouse(warehouse) as connection:
        found = run_sql(connection, "queries/feed_states")
    return {row[0]: _state(row) for row in found}


def pending_entries(warehouse: Path, max_attempts: int) -> tuple[Entry, ...]:
    """Return the entries to work off, those of older runs first, each in the order it was met."""
    with open_warehouse(warehouse) as connection:
        found = run_sql(connection, "queries/pending_entries", max_attempts=max_attempts)
    return tuple(entry_of(row) for row in found)


def due_revisits(warehouse: Path, most: int) -> dict[Entry, int]:
    """Return entries whose page is to be asked for again, at most so many, and the article each led to."""
    with open_warehouse(warehouse) as connection:
        found = run_sql(connection, "queries/due_revisits", most=most)
    return {entry_of(row[:-1]): row[-1] for row in found}


def stored_articles(warehouse: Path, article_ids: Iterable[int]) -> dict[int, Wording]:
    """Return title and text of articles as they were read last, by id."""
    with open_warehouse(warehouse) as connection:
        found = run_sql(connection, "queries/stored_articles", article_ids=sorted(article_ids))
    return {article_id: Wording(title, text) for article_id, title, text in found}


def settled_entries(warehouse: Path, entry_ids: Iterable[int]) -> frozenset[int]:
    """Return which of these entries are loaded or rejected already."""
    with open_warehouse(warehouse) as connection:
        found = run_sql(connection, "queries/settled_entries", entry_ids=list(entry_ids))
    return frozenset(row[0] for row in found)


def _state(row: tuple[Any, ...]) -> FeedState:
    state = FeedState(*row)
    return replace(state, wait_until=state.wait_until.astimezone(UTC)) if state.wait_until else state


def entry_of(row: tuple[Any, ...]) -> Entry:
    """Return the entry of a row of the ledger, its columns in the order of `Entry`."""
    entry_id, feed_id, url, guid, title, summary, authors, published_at = row
    dated = published_at.astimezone(UTC) if published_at else None
    return Entry(entry_id, feed_id, url, guid, title, summary, tuple(authors), dated)
