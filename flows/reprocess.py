"""The flow that reads stored articles anew, with the present model, gazetteer and rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.logging import get_run_logger
from prefect.runtime import flow_run

from config.feeds import load_feeds
from config.gazetteer import load_gazetteer
from config.settings import CONFIG_FOLDER, Settings, load_settings
from flows.nightly import draw_report, refuse_broken_tables
from flows.parameters import PastDay, dated, refuse_reversed
from flows.progress import tracked
from flows.runners import as_done, extraction_runner
from tasks.errors import ConfigError
from tasks.stances.extractor import LANGUAGES, extractor_version
from tasks.stances.task import reread_texts_task
from tasks.tables.reread import CodeChange, reading_changes, stale_articles, stored_texts
from tasks.tables.runs import hold_warehouse, recorded_run, run_checks, run_report
from tasks.tables.task import load_batch_task, publish_task, sync_reference_task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prefect.futures import PrefectFuture

    from tasks.stances.records import Extraction

AHEAD = 2  # batches in memory for each worker


@dataclass(frozen=True, slots=True)
class Reprocessed:
    """What a run read anew: how many articles, by which extractor, and what changed."""

    run_id: int
    extractor: str
    articles: int
    changes: tuple[CodeChange, ...]


def _now() -> datetime:
    return datetime.now(UTC)


@flow(name="reprocess", flow_run_name=dated("reprocess"))
def reprocess(since: PastDay = None, until: PastDay = None, warehouse: Path | None = None) -> Reprocessed:
    """Read stored articles anew where another model, gazetteer or other rules read them before.

    Args:
        since: First UTC day of the articles to read; without it from the beginning.
        until: Last UTC day of them; without it to the end.
        warehouse: DuckDB file; that of the settings when empty.

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
        sync_reference_task(settings.warehouse, load_feeds(settings.feeds), load_gazetteer(CONFIG_FOLDER))
        stale = stale_articles(settings.warehouse, extractor, LANGUAGES, since, until)
        read_anew(run_id, stale, settings)
        run_checks(settings.warehouse, run_id)
    changes = reading_changes(settings.warehouse, started)
    done = Reprocessed(run_id, extractor, len(stale), changes)
    show_changes(done)
    refuse_broken_tables(run_report(settings.warehouse, run_id))
    publish_task(settings.warehouse, settings.published_folder, _now())
    draw_report(settings)
    return done


def read_anew(run_id: int, stale: tuple[int, ...], settings: Settings) -> None:
    """Read the articles in batches and store each batch as it is done."""
    batches = batched(stale, settings.batch_size)
    total = -(-len(stale) // settings.batch_size)
    if not total:
        return
    with extraction_runner(settings) as runner:

        def read() -> Iterator[PrefectFuture[tuple[Extraction, ...]]]:
            for batch in batches:
                given = {"texts": stored_texts(settings.warehouse, batch), "settings": settings}
                yield runner.submit(reread_texts_task, given)

        done = as_done(read(), AHEAD * settings.workers)
        for extractions in tracked(done, "batches of articles", total):
            load_batch_task(settings.warehouse, run_id, (), extractions, _now())


def batched(ids: tuple[int, ...], size: int) -> Iterator[tuple[int, ...]]:
    """Yield the ids in order, `size` at a time."""
    yield from (ids[start : start + size] for start in range(0, len(ids), size))


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
    ]
    create_markdown_artifact(
        key="reprocess-changes", markdown="\n".join(lines), description="What reading anew changed."
    )
    get_run_logger().info(
        "read anew articles=%d same=%d added=%d gone=%d",
        done.articles,
        sum(one.same for one in done.changes),
        sum(one.added for one in done.changes),
        sum(one.gone for one in done.changes),
    )
