"""The Prefect tasks of the tables stage; the flow calls them one after another, for there is one writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.tables.load import MAX_ATTEMPTS, load_batch, load_readings
from tasks.tables.publish import publish
from tasks.tables.reference import sync_reference

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from tasks.articles.records import EntryOutcome
    from tasks.feeds.records import FeedReading
    from tasks.stances.records import Extraction
    from tasks.tables.reference_rows import ListedFeed, ListedGazetteer


@task(name="sync reference", tags=["tables"], cache_policy=NO_CACHE, persist_result=False)
def sync_reference_task(warehouse: Path, feeds: Iterable[ListedFeed], gazetteer: ListedGazetteer) -> None:
    """Bring feeds, actors and matters of the warehouse up to the configuration."""
    sync_reference(warehouse, feeds, gazetteer)


@task(name="load readings", tags=["tables"], cache_policy=NO_CACHE, persist_result=False)
def load_readings_task(warehouse: Path, run_id: int, readings: tuple[FeedReading, ...]) -> int:
    """Return the number of entries never seen before, now in the ledger."""
    return load_readings(warehouse, run_id, readings)


@task(name="load batch", tags=["tables"], cache_policy=NO_CACHE, persist_result=False)
def load_batch_task(
    warehouse: Path,
    run_id: int,
    outcomes: tuple[EntryOutcome, ...],
    extractions: tuple[Extraction, ...],
    now: datetime,
    *,
    max_attempts: int = MAX_ATTEMPTS,
) -> None:
    """Store the articles and stances of a batch and settle its entries."""
    load_batch(warehouse, run_id, outcomes, extractions, now, max_attempts=max_attempts)


@task(name="publish", tags=["tables"], cache_policy=NO_CACHE, persist_result=False)
def publish_task(warehouse: Path, published: Path, now: datetime) -> Path:
    """Return the file of a new published copy."""
    return publish(warehouse, published, now)
