"""Prefect's share of a night: `python -m tests.benchmarks.nightly`.

The same night is run as the flow and as the same functions in a plain loop, in turns, each time into an
empty warehouse: on the real pages of the labelled data where it lies beside the checkout, else on the
sample newsroom. Prints seconds of wall and processor time and their ratios.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commands.demo import feed_list
from config.feeds import load_feeds
from config.gazetteer import load_gazetteer
from config.settings import CONFIG_FOLDER, Settings, load_settings
from newsroom.server import serve_newsroom
from report.file import write_report
from tasks.articles.archive import shared_archive
from tasks.articles.gather import gather_articles
from tasks.feeds.fetch import shared_fetcher
from tasks.feeds.read import read_feed
from tasks.feeds.select import batch_entries
from tasks.stances.extractor import extract_articles, load_extractor
from tasks.tables.ledger import feed_states, pending_entries
from tasks.tables.load import load_batch, load_readings
from tasks.tables.publish import publish
from tasks.tables.reference import sync_reference
from tasks.tables.runs import hold_warehouse, recorded_run, run_checks, run_report
from tasks.tables.stories import assign_stories
from tests.conftest import SHARED
from tests.flows.realnews import read_pages, serve_pages
from tests.flows.server import running_prefect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Timing = tuple[float, float]


def now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def plain_night(feed_file: Path, warehouse: Path) -> None:
    """Do what the flow does, one thing after the other."""
    settings = load_settings().with_paths(warehouse=warehouse, feeds=feed_file)
    feeds = load_feeds(settings.feeds)
    with (
        hold_warehouse(settings.warehouse),
        recorded_run(settings.warehouse, flow_run=None, now=now) as run_id,
    ):
        sync_reference(settings.warehouse, feeds, load_gazetteer(CONFIG_FOLDER))
        states = feed_states(settings.warehouse)
        fetcher = shared_fetcher(settings)
        readings = tuple(read_feed(feed, states.get(feed.id), fetcher, now()) for feed in feeds)
        load_readings(settings.warehouse, run_id, readings)
        work_off(run_id, settings)
        assign_stories(settings.warehouse, now(), settings.story_days)
        run_checks(settings.warehouse, run_id)
    run_report(settings.warehouse, run_id)
    published = publish(settings.warehouse, settings.published_folder, now())
    write_report(published, settings.watch, settings.published_folder / "report.html")


def work_off(run_id: int, settings: Settings) -> None:
    """Gather, extract and load the pending entries batch by batch."""
    pending = pending_entries(settings.warehouse, settings.max_entry_attempts)
    for batch in batch_entries(pending, settings.batch_size):
        outcomes = gather_articles(batch, shared_fetcher(settings), shared_archive(settings.archive_folder))
        articles = [outcome.article for outcome in outcomes if outcome.article]
        extractions = extract_articles(
            articles, load_extractor(settings.min_confidence, settings.names_model)
        )
        load_batch(settings.warehouse, run_id, outcomes, extractions, now())


def timed(run: Callable[[Path, Path], object], feed_file: Path) -> Timing:
    """Return seconds of wall and processor time of a night into an empty warehouse."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        wall, processor = time.perf_counter(), time.process_time()
        run(feed_file, Path(folder) / "geostance.duckdb")
        return time.perf_counter() - wall, time.process_time() - processor


@contextmanager
def served_news(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield what is served and the feed list that names it."""
    feed_file = folder / "feeds.yaml"
    if SHARED.is_dir():
        pages = read_pages(SHARED)
        with serve_pages(pages, feed_file):
            yield f"{len(pages)} real pages", feed_file
        return
    with serve_newsroom() as newsroom:
        feed_file.write_text(feed_list(newsroom.feeds), encoding="utf-8")
        yield "the sample newsroom", feed_file


def main() -> None:
    """Run both kinds of night in turns and print their medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        with running_prefect(folder / "prefect") as server, served_news(folder) as (what, feed_file):
            os.environ.update(server.environment)
            from flows.nightly import nightly  # noqa: PLC0415 - Prefect reads its environment when imported

            load_extractor(
                load_settings().min_confidence, load_settings().names_model
            )  # the same for both: not of interest here
            plain, flow = [], []
            for _ in range(rounds):
                plain.append(timed(plain_night, feed_file))
                flow.append(timed(nightly, feed_file))
    print(f"one night on {what}, median of {rounds} rounds in turns")
    for name, timings in (("plain loop", plain), ("Prefect flow", flow)):
        wall, processor = (statistics.median(column) for column in zip(*timings, strict=True))
        print(f"{name:<14}{wall:8.1f} s wall {processor:8.1f} s processor")
    ratios = [
        statistics.median(one[place] for one in flow) / statistics.median(one[place] for one in plain)
        for place in (0, 1)
    ]
    print(f"flow / plain: {ratios[0]:.2f} wall, {ratios[1]:.2f} processor")


if __name__ == "__main__":
    main()
