"""The Prefect task of the articles stage."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.articles.archive import shared_archive
from tasks.articles.gather import gather_articles
from tasks.feeds.fetch import shared_fetcher

if TYPE_CHECKING:
    from config.settings import Settings
    from tasks.articles.records import EntryOutcome
    from tasks.feeds.records import Entry


@task(
    name="gather articles",
    task_run_name="gather articles: batch {batch_number}",
    cache_policy=NO_CACHE,
    persist_result=False,
)
def gather_articles_task(
    batch: tuple[Entry, ...], settings: Settings, batch_number: int
) -> tuple[EntryOutcome, ...]:
    """Return one outcome for each entry of a batch, in their order."""
    outcomes = gather_articles(batch, shared_fetcher(settings), shared_archive(settings.archive_folder))
    rejected = Counter(one.rejection.reason for one in outcomes if one.rejection)
    get_run_logger().info(
        "batch gathered batch=%d entries=%d articles=%d rejected=%d reasons=%s",
        batch_number,
        len(outcomes),
        len(outcomes) - rejected.total(),
        rejected.total(),
        ",".join(f"{reason}:{count}" for reason, count in rejected.most_common()) or "-",
    )
    return outcomes
