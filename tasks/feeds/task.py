"""The Prefect task of the feeds stage."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.feeds.fetch import shared_fetcher
from tasks.feeds.read import read_feed

if TYPE_CHECKING:
    from config.feeds import Feed
    from config.settings import Settings
    from tasks.feeds.records import FeedReading, FeedState


@task(
    name="read feed",
    task_run_name="read feed: {feed.id}",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=0,
)
def read_feed_task(feed: Feed, state: FeedState | None, settings: Settings) -> FeedReading:
    """Return what a visit to a feed found, and log it in one line.

    Without retries: a feed that fails is a reading that says why, so nothing is raised that a retry
    could mend. What may pass in a moment is tried again inside (see `Fetcher.fetch`), the rest the
    next night. What is raised all the same is a fault of ours, and stops the run.
    """
    reading = read_feed(feed, state, shared_fetcher(settings), datetime.now(UTC))
    get_run_logger().log(
        logging.WARNING if reading.outcome == "failed" else logging.INFO,
        "feed fetched feed=%s outcome=%s status=%s entries=%d rejected=%d reason=%s detail=%r",
        feed.id,
        reading.outcome,
        reading.status,
        len(reading.entries),
        len(reading.rejections),
        reading.reason or "-",
        reading.detail,
    )
    return reading
