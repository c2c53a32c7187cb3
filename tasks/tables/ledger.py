"""The ledger of feeds and entries: what to ask for, and what waits to be worked off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

from tasks.feeds.records import Entry, FeedState
from warehouse.store import open_warehouse, run_sql

if TYPE_CHECKING:
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
    return tuple(_entry(row) for row in found)


def _state(row: tuple[Any, ...]) -> FeedState:
    state = FeedState(*row)
    return replace(state, wait_until=state.wait_until.astimezone(UTC)) if state.wait_until else state


def _entry(row: tuple[Any, ...]) -> Entry:
    entry_id, feed_id, url, guid, title, summary, authors, published_at = row
    dated = published_at.astimezone(UTC) if published_at else None
    return Entry(entry_id, feed_id, url, guid, title, summary, tuple(authors), dated)
