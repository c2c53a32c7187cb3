"""Load what the stages before bring, one transaction a call; the same call twice changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tasks.articles.records import EntryOutcome
from tasks.articles.reparse import reader_version
from tasks.feeds.owners import NO_FEED
from tasks.tables import rows
from tasks.tables.identity import distinct_articles, distinct_extractions
from warehouse.store import append_rows, open_warehouse, run_sql, transaction

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from tasks.articles.reparse import Reparsed
    from tasks.articles.revision import Revisit
    from tasks.feeds.records import FeedReading, Rejection
    from tasks.stances.records import Extraction
    from warehouse.store import Connection

MAX_ATTEMPTS = 5
READING_STEPS = ("new_extraction", "supersede_extraction", "extraction", "stance")
BATCH_STEPS = ("shingle", "article_text", "article", *READING_STEPS)
READINGS_STEPS = ("entry_words", "entry", "feed_visit", "feed_state", "rejection")


def load_readings(
    warehouse: Path, run_id: int, readings: tuple[FeedReading, ...], *, revisit_days: int = 0
) -> int:
    """Return the number of entries of this run never seen before, now pending in the ledger.

    Visits, entries, rejected items and what to remember of the feeds are stored together: a
    feed's validators are never remembered without the entries they vouch for. Entries met first in the
    last `revisit_days` days that their feed words in another way now are noted to be asked for again.
    """
    with open_warehouse(warehouse) as connection, transaction(connection):
        run_sql(connection, "loads/stage_readings")
        entries = (entry for reading in readings for entry in reading.entries)
        append_rows(connection, "in_visit", rows.visit_rows(readings, run_id))
        append_rows(connection, "in_state", rows.state_rows(readings))
        append_rows(connection, "in_entry", rows.entry_rows(entries, run_id))
        append_rows(connection, "in_rejection", rows.item_rejection_rows(readings, run_id))
        run_sql(connection, "loads/revisit", revisit_days=revisit_days)
        for step in READINGS_STEPS:
            run_sql(connection, f"loads/{step}")
        return int(run_sql(connection, "queries/new_entry_count", run_id=run_id)[0][0])


def load_batch(
    warehouse: Path,
    run_id: int,
    outcomes: tuple[EntryOutcome, ...],
    extractions: tuple[Extraction, ...],
    now: datetime,
    *,
    max_attempts: int = MAX_ATTEMPTS,
) -> None:
    """Store the articles and stances of a batch and settle its entries in the ledger, or none of it.

    Entries leading to one article make one article, that of the first. Another version of the
    extractor supersedes the extraction in force, whose stances are kept. Extractions of articles
    that are in no outcome are taken to be read from the stored text. An entry that may succeed
    later stays pending until it was tried `max_attempts` times.
    """
    with open_warehouse(warehouse) as connection, transaction(connection):
        _load_outcomes(connection, run_id, outcomes, extractions, now=now, max_attempts=max_attempts)


def load_saved(
    warehouse: Path,
    run_id: int,
    outcomes: tuple[EntryOutcome, ...],
    extractions: tuple[Extraction, ...],
    rejections: tuple[Rejection, ...],
    *,
    now: datetime,
) -> None:
    """Store what saved pages became, and those that are none, or none of it.

    Their entries are met and settled at once: what is pending is for a night to ask servers for.
    """
    with open_warehouse(warehouse) as connection, transaction(connection):
        run_sql(connection, "loads/stage_readings")
        append_rows(connection, "in_entry", rows.entry_rows((one.entry for one in outcomes), run_id))
        append_rows(connection, "in_rejection", rows.page_rejection_rows(rejections, NO_FEED.id, run_id))
        for step in ("entry", "rejection"):
            run_sql(connection, f"loads/{step}")
        _load_outcomes(connection, run_id, outcomes, extractions, now=now, max_attempts=1)


def _load_outcomes(
    connection: Connection,
    run_id: int,
    outcomes: tuple[EntryOutcome, ...],
    extractions: tuple[Extraction, ...],
    *,
    now: datetime,
    max_attempts: int,
) -> None:
    _stage_batch(connection, run_id, outcomes, extractions, now)
    append_rows(connection, "in_shingle", rows.shingle_rows(distinct_articles(outcomes)))
    for step in BATCH_STEPS:
        run_sql(connection, f"loads/{step}")
    run_sql(connection, "loads/outcome", max_attempts=max_attempts, reader=reader_version())


def load_revisits(
    warehouse: Path,
    run_id: int,
    revisits: tuple[Revisit, ...],
    extractions: tuple[Extraction, ...],
    now: datetime,
) -> None:
    """Store what asking for entries again brought: revisions of articles, with their stances, or none of it.

    What an article said before is kept, in `core.revision` and as superseded stances.
    """
    outcomes = tuple(EntryOutcome(one.entry, one.article, None) for one in revisits if one.article)
    with open_warehouse(warehouse) as connection, transaction(connection):
        _stage_batch(connection, run_id, outcomes, extractions, now)
        run_sql(connection, "loads/stage_revisits")
        append_rows(connection, "in_revisit", rows.revisit_rows(revisits, run_id))
        _load_revisions(connection, now, "edit")
        run_sql(connection, "loads/revisit_outcome")


def load_reparsed(
    warehouse: Path,
    run_id: int,
    reparsed: tuple[Reparsed, ...],
    extractions: tuple[Extraction, ...],
    now: datetime,
) -> None:
    """Store what the present reader makes of archived pages, or none of it.

    Changed articles are revised, with what they were in `core.revision` and their stances superseded, not
    deleted; so are refused ones, which keep an empty text. Taken ones are loaded as on any night.
    """
    changed = tuple(
        EntryOutcome(one.page.entry, one.article, None) for one in reparsed if one.state == "changed"
    )
    taken = tuple(EntryOutcome(one.page.entry, one.article, None) for one in reparsed if one.state == "taken")
    with open_warehouse(warehouse) as connection, transaction(connection):
        run_sql(connection, "loads/stage_reparsed")
        append_rows(connection, "in_reparsed", rows.reparsed_rows(reparsed))
        _stage_batch(connection, run_id, changed, extractions, now)
        run_sql(connection, "loads/empty_article")
        _load_revisions(connection, now, "reader")
        run_sql(connection, "loads/reopen_entry")
        _load_outcomes(connection, run_id, taken, extractions, now=now, max_attempts=1)
        run_sql(connection, "loads/entry_reader", reader=reader_version())


def _load_revisions(connection: Connection, now: datetime, cause: Literal["edit", "reader"]) -> None:
    """Store what the staged articles say now, and what they said before."""
    run_sql(connection, "loads/revision", now=now, cause=cause)
    run_sql(connection, "loads/revise_text")
    run_sql(connection, "loads/revise_article", cause=cause)
    for step in READING_STEPS:
        run_sql(connection, f"loads/{step}")


def _stage_batch(
    connection: Connection,
    run_id: int,
    outcomes: tuple[EntryOutcome, ...],
    extractions: tuple[Extraction, ...],
    now: datetime,
) -> None:
    articles = distinct_articles(outcomes)
    read = {article.article_id: article.content_sha256 for article, _ in articles}
    distinct = distinct_extractions(extractions)
    run_sql(connection, "loads/stage_batch")
    append_rows(connection, "in_outcome", rows.outcome_rows(outcomes, run_id))
    append_rows(connection, "in_article", rows.article_rows(articles, run_id))
    append_rows(connection, "in_text", rows.text_rows(articles))
    append_rows(connection, "in_extraction", rows.extraction_rows(distinct, read, run_id, now))
    append_rows(connection, "in_stance", rows.stance_rows(distinct))
