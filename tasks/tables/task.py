"""The Prefect tasks of the tables stage; the flow calls them one after another, for there is one writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect import task
from prefect.cache_policies import NO_CACHE

from config.gazetteer import own_gazetteer
from tasks.tables.load import (
    MAX_ATTEMPTS,
    load_batch,
    load_readings,
    load_reparsed,
    load_revisits,
    load_saved,
)
from tasks.tables.publish import publish
from tasks.tables.reference import sync_reference
from tasks.tables.stories import assign_stories

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from tasks.articles.records import EntryOutcome
    from tasks.articles.reparse import Reparsed
    from tasks.articles.revision import Revisit
    from tasks.feeds.records import FeedReading, Rejection
    from tasks.stances.records import Extraction
    from tasks.tables.reference_rows import ListedFeed


@task(name="sync reference", task_run_name="sync reference", cache_policy=NO_CACHE, persist_result=False)
def sync_reference_task(warehouse: Path, feeds: Iterable[ListedFeed]) -> None:
    """Bring feeds, actors and matters of the warehouse up to the configuration.

    The gazetteer is no parameter: Prefect looks into each name of it for results of other tasks.
    """
    sync_reference(warehouse, feeds, own_gazetteer())


@task(name="load readings", task_run_name="load readings", cache_policy=NO_CACHE, persist_result=False)
def load_readings_task(
    warehouse: Path, run_id: int, readings: tuple[FeedReading, ...], revisit_days: int
) -> int:
    """Return the number of entries never seen before, now in the ledger."""
    return load_readings(warehouse, run_id, readings, revisit_days=revisit_days)


@task(name="load batch", task_run_name="load batch", cache_policy=NO_CACHE, persist_result=False)
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


@task(name="load saved pages", task_run_name="load saved pages", cache_policy=NO_CACHE, persist_result=False)
def load_saved_task(
    warehouse: Path,
    run_id: int,
    outcomes: tuple[EntryOutcome, ...],
    extractions: tuple[Extraction, ...],
    rejections: tuple[Rejection, ...],
    *,
    now: datetime,
) -> None:
    """Store what saved pages became, and settle their entries."""
    load_saved(warehouse, run_id, outcomes, extractions, rejections, now=now)


@task(name="load revisits", task_run_name="load revisits", cache_policy=NO_CACHE, persist_result=False)
def load_revisits_task(
    warehouse: Path,
    run_id: int,
    revisits: tuple[Revisit, ...],
    extractions: tuple[Extraction, ...],
    now: datetime,
) -> None:
    """Store what asking for entries again brought."""
    load_revisits(warehouse, run_id, revisits, extractions, now)


@task(
    name="load pages parsed anew",
    task_run_name="load pages parsed anew",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def load_reparsed_task(
    warehouse: Path,
    run_id: int,
    reparsed: tuple[Reparsed, ...],
    extractions: tuple[Extraction, ...],
    now: datetime,
) -> None:
    """Store what the present reader makes of archived pages."""
    load_reparsed(warehouse, run_id, reparsed, extractions, now)


@task(name="find stories", task_run_name="find stories", cache_policy=NO_CACHE, persist_result=False)
def assign_stories_task(warehouse: Path, now: datetime, story_days: int) -> int:
    """Return how many articles got their story."""
    return assign_stories(warehouse, now, story_days)


@task(name="publish", task_run_name="publish", cache_policy=NO_CACHE, persist_result=False)
def publish_task(warehouse: Path, published: Path, now: datetime) -> Path:
    """Return the file of a new published copy."""
    return publish(warehouse, published, now)
