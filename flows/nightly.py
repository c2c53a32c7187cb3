"""The nightly run: feeds, articles, stances, tables, the published copy and its report."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from prefect import flow
from prefect.logging import get_run_logger
from prefect.runtime import flow_run
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from config.feeds import Feed, load_feeds
from config.settings import Settings, load_settings
from flows.artifacts import show_page, show_report
from flows.events import tell_failed, tell_findings, tell_finished
from flows.parameters import PastDay, dated
from flows.progress import tracked
from flows.runners import extraction_runner, piped, waiting_runner
from report.file import write_report
from tasks.articles.records import EntryOutcome
from tasks.articles.revisit import compare_outcomes
from tasks.articles.task import gather_articles_task
from tasks.errors import DataCheckError, GeostanceError, TooManyFeedsFailedError
from tasks.feeds.records import FeedReading
from tasks.feeds.select import batch_entries, entries_since, feeds_in_turns
from tasks.feeds.task import read_feed_task
from tasks.stances.records import Extraction
from tasks.stances.task import extract_stances_task
from tasks.tables.ledger import due_revisits, feed_states, pending_entries, stored_articles
from tasks.tables.records import RunReport
from tasks.tables.runs import hold_warehouse, recorded_run, run_checks, run_report, silent_feeds
from tasks.tables.task import (
    assign_stories_task,
    load_batch_task,
    load_readings_task,
    load_revisits_task,
    publish_task,
    sync_reference_task,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prefect.futures import PrefectFuture

    from tasks.articles.revision import Revisit
    from tasks.feeds.records import Entry, FeedState


def _now() -> datetime:
    return datetime.now(UTC)


# Most of a night is waiting for other people's servers.
RUNNER = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner[Any](max_workers=8))


@flow(name="nightly", flow_run_name=dated("nightly"), task_runner=RUNNER, on_failure=[tell_failed])
def nightly(feeds: Path | None = None, warehouse: Path | None = None, since: PastDay = None) -> RunReport:
    """Read every feed, load the stances of what is new, publish a copy for analysts, report.

    Args:
        feeds: Feed list to read; that of the settings when empty.
        warehouse: DuckDB file to load; that of the settings when empty.
        since: Leave out entries that their feed dates before this UTC day.

    A feed that fails costs that feed, an entry that fails that entry; a run that was killed is
    taken up where it stopped. Raises DataCheckError, and publishes nothing, when a data check found
    the tables wrong; raises TooManyFeedsFailedError, after all is loaded and published, when more
    feeds failed than the settings tolerate.
    """
    settings = load_settings().with_paths(warehouse=warehouse, feeds=feeds)
    listed = load_feeds(settings.feeds)
    known = tuple(feed for feed in listed if feed.enabled)
    with (
        hold_warehouse(settings.warehouse),
        recorded_run(settings.warehouse, flow_run=flow_run.id, now=_now) as run_id,
    ):
        sync_reference_task(settings.warehouse, listed)
        found = read_feeds(known, feed_states(settings.warehouse), settings)
        readings = tuple(entries_since(reading, since) for reading in found)
        load_readings_task(settings.warehouse, run_id, readings, settings.revisit_days)
        load_articles(run_id, settings)
        revisit_articles(run_id, settings)
        assign_stories_task(settings.warehouse, _now(), settings.story_days)
        run_checks(settings.warehouse, run_id)
    report = run_report(settings.warehouse, run_id)
    show_report(report)
    tell_findings(report, silent_feeds(settings.warehouse), settings)
    refuse_broken_tables(report)
    published = publish_task(settings.warehouse, settings.published_folder, _now())
    draw_report(settings)
    refuse_failed_feeds(report, settings.tolerated_failed_share)
    tell_finished(report, published)
    return report


def read_feeds(
    known: tuple[Feed, ...], states: Mapping[str, FeedState], settings: Settings
) -> tuple[FeedReading, ...]:
    """Return the readings of all feeds in the order of the list, each read by its own task run."""
    given = [
        {"feed": feed, "state": states.get(feed.id), "settings": settings} for feed in feeds_in_turns(known)
    ]
    with waiting_runner(len(given)) as runner:
        futures = [runner.submit(read_feed_task, one) for one in given]
        readings = [future.result() for future in tracked(futures, "feeds", len(futures))]
    places = {feed.id: place for place, feed in enumerate(known)}
    return tuple(sorted(readings, key=lambda reading: places[reading.feed_id]))


def gather_batches(
    entries: tuple[Entry, ...], settings: Settings
) -> list[PrefectFuture[tuple[EntryOutcome, ...]]]:
    """Return what will come of the entries, a task run for each batch of them."""
    batches = batch_entries(entries, settings.batch_size)
    return [gather_articles_task.submit(batch, settings, number) for number, batch in enumerate(batches, 1)]


def load_articles(run_id: int, settings: Settings) -> None:
    """Gather, extract and load what the ledger holds as pending, each batch as it is done."""
    pending = pending_entries(settings.warehouse, settings.max_entry_attempts)
    if not pending:
        return
    with extraction_runner(settings) as runner:
        gathered = gather_batches(pending, settings)

        def extract(outcomes: tuple[EntryOutcome, ...], number: int) -> PrefectFuture[tuple[Extraction, ...]]:
            given = {"outcomes": outcomes, "settings": settings, "batch": number}
            return runner.submit(extract_stances_task, given)

        for outcomes, extractions in tracked(piped(gathered, extract), "batches of articles", len(gathered)):
            load_batch_task(
                settings.warehouse,
                run_id,
                outcomes,
                extractions,
                _now(),
                max_attempts=settings.max_entry_attempts,
            )


def revisit_articles(run_id: int, settings: Settings) -> None:
    """Ask again for entries that their feed words anew, and load what their articles have become."""
    due = due_revisits(settings.warehouse, settings.max_revisits)
    if not due:
        return
    led_to = {entry.entry_id: article_id for entry, article_id in due.items()}
    with extraction_runner(settings) as runner:
        gathered = gather_batches(tuple(due), settings)
        batches = tracked(gathered, "batches asked for again", len(gathered))
        for number, outcomes in enumerate((future.result() for future in batches), 1):
            stored = stored_articles(settings.warehouse, (led_to[one.entry.entry_id] for one in outcomes))
            revisits = tuple(compare_outcomes(outcomes, led_to, stored))
            revised = tuple(EntryOutcome(one.entry, one.article, None) for one in revisits if one.article)
            given = {"outcomes": revised, "settings": settings, "batch": number}
            extracted = runner.submit(extract_stances_task, given).result() if revised else ()
            load_revisits_task(settings.warehouse, run_id, revisits, extracted, _now())
            tell_revisits(number, revisits)


def tell_revisits(batch: int, revisits: tuple[Revisit, ...]) -> None:
    """Log what asking for a batch of entries again brought."""
    states = Counter(one.state for one in revisits)
    get_run_logger().info(
        "entries asked for again batch=%d unchanged=%d revised=%d failed=%d",
        batch,
        *(states[state] for state in ("unchanged", "revised", "failed")),
    )


def draw_report(settings: Settings) -> None:
    """Write the report beside the published copies; a night is not lost over a picture."""
    path = settings.published_folder / "report.html"
    try:
        write_report(settings.published_folder / "current" / "geostance.duckdb", settings.watch, path)
    except (GeostanceError, OSError) as error:
        get_run_logger().warning("no report drawn: %s", error)
        return
    show_page(path)


def refuse_broken_tables(report: RunReport) -> None:
    """Raise DataCheckError when a check found rows that no sound warehouse holds."""
    if report.errors:
        raise DataCheckError(report)


def refuse_failed_feeds(report: RunReport, tolerated_share: float) -> None:
    """Raise TooManyFeedsFailedError when more feeds failed than are tolerated."""
    if report.failed_share > tolerated_share:
        raise TooManyFeedsFailedError(report, tolerated_share)
