"""The flow that brings in pages from files: saved HTML, or the WARC files of an archive."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from prefect import flow
from prefect.logging import get_run_logger
from prefect.runtime import flow_run

from config.feeds import load_feeds
from config.settings import Settings, load_settings
from flows.nightly import draw_report, refuse_broken_tables
from flows.parameters import dated
from flows.progress import tracked
from flows.runners import as_done, extraction_runner
from tasks.articles.saved import Saved, SavedPage, find_saved, read_saved
from tasks.errors import ArticleError
from tasks.feeds.owners import NO_FEED, owners
from tasks.feeds.records import Rejection
from tasks.stances.task import read_saved_task
from tasks.tables.ledger import settled_entries
from tasks.tables.runs import hold_warehouse, recorded_run, run_checks, run_report
from tasks.tables.task import assign_stories_task, load_saved_task, publish_task, sync_reference_task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prefect.futures import PrefectFuture

    from tasks.articles.records import EntryOutcome
    from tasks.stances.records import Extraction

    Read = tuple[tuple[EntryOutcome, ...], tuple[Extraction, ...]]

AHEAD = 2  # batches in memory for each worker


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of files: `pages` = `known` + `articles` + all of `rejected`, which counts by reason.

    `known` were brought in before, by this command or a feed, or stand in the files twice.
    """

    run_id: int
    pages: int
    known: int
    articles: int
    rejected: dict[str, int]


def _now() -> datetime:
    return datetime.now(UTC)


@flow(name="load", flow_run_name=dated("load"))
def load(paths: list[Path], warehouse: Path | None = None) -> Loaded:
    """Bring in saved pages, with their own dates, through the same stages as those of feeds.

    Args:
        paths: HTML files, WARC files, folders of them.
        warehouse: DuckDB file to load; that of the settings when empty.

    A page counts to the feed of its outlet. Loading twice adds nothing, and a run that was killed goes on
    where it was. Raises ConfigError where there is nothing to load, DataCheckError, and publishes nothing,
    when a check found the tables wrong.
    """
    settings = load_settings().with_paths(warehouse=warehouse)
    saved, torn = find_saved(paths)
    feeds = load_feeds(settings.feeds)
    settings.warehouse.parent.mkdir(parents=True, exist_ok=True)
    with (
        hold_warehouse(settings.warehouse),
        recorded_run(settings.warehouse, flow_run=flow_run.id, now=_now) as run_id,
    ):
        sync_reference_task(settings.warehouse, (*feeds, NO_FEED))
        loading = _Loading(run_id, settings, owners(feeds), len(saved) + len(torn))
        loading.store((), (), torn)
        loading.bring_in(saved)
        assign_stories_task(settings.warehouse, _now(), settings.story_days)
        run_checks(settings.warehouse, run_id)
    loaded = loading.counted()
    get_run_logger().info(
        "loaded pages=%d known=%d articles=%d rejected=%s",
        loaded.pages,
        loaded.known,
        loaded.articles,
        ",".join(f"{reason}:{count}" for reason, count in loaded.rejected.items()) or "-",
    )
    refuse_broken_tables(run_report(settings.warehouse, run_id))
    publish_task(settings.warehouse, settings.published_folder, _now())
    draw_report(settings)
    return loaded


class _Loading:
    """One run's pages on their way into the tables, counted."""

    def __init__(self, run_id: int, settings: Settings, feed_of: Callable[[str], str], pages: int) -> None:
        self._run_id, self._settings, self._feed_of = run_id, settings, feed_of
        self._pages, self._articles = pages, 0
        self._rejected: Counter[str] = Counter()
        self._met: set[int] = set()

    def bring_in(self, saved: tuple[Saved, ...]) -> None:
        """Read the pages in batches, and store each batch as it is done."""
        size = self._settings.batch_size
        batches = [saved[start : start + size] for start in range(0, len(saved), size)]
        if not batches:
            return
        with extraction_runner(self._settings) as runner:

            def read() -> Iterator[PrefectFuture[Read]]:
                for batch in batches:
                    given = {"pages": self._unknown(batch), "settings": self._settings}
                    yield runner.submit(read_saved_task, given)

            done = as_done(read(), AHEAD * self._settings.workers)
            for outcomes, extractions in tracked(done, "batches of pages", len(batches)):
                self.store(outcomes, extractions, ())

    def store(
        self,
        outcomes: tuple[EntryOutcome, ...],
        extractions: tuple[Extraction, ...],
        rejections: tuple[Rejection, ...],
    ) -> None:
        """Store a batch and count it."""
        load_saved_task(self._settings.warehouse, self._run_id, outcomes, extractions, rejections, now=_now())
        self._articles += sum(1 for one in outcomes if one.article)
        self._rejected.update(one.rejection.reason for one in outcomes if one.rejection)
        self._rejected.update(one.reason for one in rejections)

    def counted(self) -> Loaded:
        """Return what came of all pages."""
        rejected = dict(self._rejected.most_common())
        known = self._pages - self._articles - self._rejected.total()
        return Loaded(self._run_id, self._pages, known, self._articles, rejected)

    def _unknown(self, batch: tuple[Saved, ...]) -> tuple[SavedPage, ...]:
        """Return the pages of a batch that are not in the ledger yet, each once; store what are none."""
        pages: dict[int, SavedPage] = {}
        rejections = []
        for one in batch:
            try:
                page = read_saved(one, self._feed_of, self._settings.max_response_bytes)
            except ArticleError as error:
                rejections.append(Rejection(error.subject, "page", error.reason, error.detail))
                continue
            pages.setdefault(page.entry.entry_id, page)
        if rejections:
            self.store((), (), tuple(rejections))
        settled = settled_entries(self._settings.warehouse, pages) | self._met
        self._met.update(pages)
        return tuple(page for entry_id, page in pages.items() if entry_id not in settled)
