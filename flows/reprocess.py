"""The flow that reads stored articles, or their archived pages, anew as the present geostance would."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.logging import get_run_logger
from prefect.runtime import flow_run

from config.feeds import load_feeds
from config.settings import Settings, load_settings
from flows.nightly import draw_report, refuse_broken_tables
from flows.parameters import PastDay, dated, refuse_reversed
from flows.progress import tracked
from flows.runners import as_done, extraction_runner
from tasks.articles.reparse import reader_version
from tasks.errors import ConfigError
from tasks.stances.extractor import LANGUAGES, extractor_version
from tasks.stances.task import reparse_task, reread_texts_task
from tasks.tables.reread import CodeChange, pages_to_reparse, reading_changes, stale_articles, stored_texts
from tasks.tables.runs import hold_warehouse, recorded_run, run_checks, run_report
from tasks.tables.task import (
    assign_stories_task,
    load_batch_task,
    load_reparsed_task,
    publish_task,
    sync_reference_task,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from prefect.futures import PrefectFuture

    from tasks.articles.reparse import Reparsed
    from tasks.stances.records import Extraction

    Parsed = tuple[tuple[Reparsed, ...], tuple[Extraction, ...]]

Thing = TypeVar("Thing")
AHEAD = 2  # batches in memory for each worker


@dataclass(frozen=True, slots=True)
class Reprocessed:
    """What a run read anew: how many articles, by which extractor, and what changed.

    Where pages were parsed anew, `reader` names what read them, `pages` counts them by what became of
    them (``unchanged``, ``changed``, ``refused``, ``taken``, ``missing``), and `reasons` says why they were
    refused or are missing.
    """

    run_id: int
    extractor: str
    articles: int
    changes: tuple[CodeChange, ...]
    reader: str | None = None
    pages: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, dict[str, int]] = field(default_factory=dict)


def _now() -> datetime:
    return datetime.now(UTC)


@flow(name="reprocess", flow_run_name=dated("reprocess"))
def reprocess(
    since: PastDay = None,
    until: PastDay = None,
    warehouse: Path | None = None,
    parse: bool = False,  # noqa: FBT001, FBT002 - a box in the form of the deployment
) -> Reprocessed:
    """Read stored articles anew where another model, gazetteer or other rules read them before.

    Args:
        since: First UTC day of the articles to read; without it from the beginning.
        until: Last UTC day of them; without it to the end.
        warehouse: DuckDB file; that of the settings when empty.
        parse: Parse archived pages anew first, where another page reader read them before.

    What was read before is superseded and kept: `known_at` still answers from it. Each batch is stored
    as it is done, and a run that was killed goes on where it was. Raises ConfigError where there is no
    warehouse, DataCheckError, and publishes nothing, when a check found the tables wrong.
    """
    settings = load_settings().with_paths(warehouse=warehouse)
    refuse_reversed(since, until)
    if not settings.warehouse.is_file():
        raise ConfigError(f"{settings.warehouse}: there is no warehouse yet; run 'geostance ingest' first")
    extractor = extractor_version(settings.min_confidence, settings.names_model)
    started = _now()
    with (
        hold_warehouse(settings.warehouse),
        recorded_run(settings.warehouse, flow_run=flow_run.id, now=_now) as run_id,
    ):
        sync_reference_task(settings.warehouse, load_feeds(settings.feeds))
        pages, reasons = parse_anew(run_id, settings, since, until) if parse else ({}, {})
        stale = stale_articles(settings.warehouse, extractor, LANGUAGES, since, until)
        read_anew(run_id, stale, settings)
        run_checks(settings.warehouse, run_id)
    changes = reading_changes(settings.warehouse, started)
    reader = reader_version() if parse else None
    done = Reprocessed(run_id, extractor, len(stale), changes, reader, pages, reasons)
    show_changes(done)
    refuse_broken_tables(run_report(settings.warehouse, run_id))
    publish_task(settings.warehouse, settings.published_folder, _now())
    draw_report(settings)
    return done


def parse_anew(
    run_id: int, settings: Settings, since: date | None, until: date | None
) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """Parse archived pages in batches, store each as it is done; return how many became what, and why not."""
    states: Counter[str] = Counter()
    reasons: dict[str, Counter[str]] = {"refused": Counter(), "missing": Counter()}
    pages = pages_to_reparse(settings.warehouse, reader_version(), since, until)
    batches = batched(pages, settings.batch_size)
    with extraction_runner(settings) as runner:

        def parse() -> Iterator[PrefectFuture[Parsed]]:
            for batch in batches:
                yield runner.submit(reparse_task, {"pages": batch, "settings": settings})

        done = as_done(parse(), AHEAD * settings.workers)
        for reparsed, extractions in tracked(done, "batches of pages", len(batches)):
            load_reparsed_task(settings.warehouse, run_id, reparsed, extractions, _now())
            states.update(one.state for one in reparsed)
            for one in reparsed:
                if one.rejection and one.state in reasons:
                    reasons[one.state][one.rejection.reason] += 1
    if states["taken"]:
        assign_stories_task(settings.warehouse, _now(), settings.story_days)
    told = {state: dict(counts.most_common()) for state, counts in reasons.items() if counts}
    return dict(states.most_common()), told


def read_anew(run_id: int, stale: tuple[int, ...], settings: Settings) -> None:
    """Read the articles in batches and store each batch as it is done."""
    batches = batched(stale, settings.batch_size)
    if not batches:
        return
    with extraction_runner(settings) as runner:

        def read() -> Iterator[PrefectFuture[tuple[Extraction, ...]]]:
            for batch in batches:
                given = {"texts": stored_texts(settings.warehouse, batch), "settings": settings}
                yield runner.submit(reread_texts_task, given)

        done = as_done(read(), AHEAD * settings.workers)
        for extractions in tracked(done, "batches of articles", len(batches)):
            load_batch_task(settings.warehouse, run_id, (), extractions, _now())


def batched(things: Sequence[Thing], size: int) -> list[Sequence[Thing]]:
    """Return the things in order, `size` at a time."""
    return [things[start : start + size] for start in range(0, len(things), size)]


def show_changes(done: Reprocessed) -> None:
    """Keep what changed with the flow run, and log it in one line."""
    lines = [
        f"# {done.articles} articles read anew",
        "",
        f"by `{done.extractor}`. Stances by code, against those of the extractor before:",
        "",
        "| code | same | added | gone |",
        "|---|---|---|---|",
        *(f"| {one.code} | {one.same} | {one.added} | {one.gone} |" for one in done.changes),
        *page_lines(done),
    ]
    create_markdown_artifact(
        key="reprocess-changes", markdown="\n".join(lines), description="What reading anew changed."
    )
    if done.reader:
        counts = " ".join(f"{state}={count}" for state, count in done.pages.items())
        get_run_logger().info("parsed anew pages=%d %s", sum(done.pages.values()), counts)
    get_run_logger().info(
        "read anew articles=%d same=%d added=%d gone=%d",
        done.articles,
        sum(one.same for one in done.changes),
        sum(one.added for one in done.changes),
        sum(one.gone for one in done.changes),
    )


def page_lines(done: Reprocessed) -> Iterator[str]:
    """Yield the lines of markdown that tell what became of pages parsed anew."""
    if not done.reader:
        return
    yield from ("", f"## {sum(done.pages.values())} pages parsed anew", "", f"by `{done.reader}`.", "")
    yield from ("| pages | count | why |", "|---|---|---|")
    yield from (f"| {state} | {count} | {why_of(done, state)} |" for state, count in done.pages.items())


def why_of(done: Reprocessed, state: str) -> str:
    """Return the reasons of a state, such as ``teaser 3, listing 1``."""
    return ", ".join(f"{reason} {count}" for reason, count in done.reasons.get(state, {}).items())
