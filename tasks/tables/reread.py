"""What was read before by another extractor or page reader than the present one, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from tasks.articles.reparse import ArchivedPage, StoredArticle
from tasks.stances.records import StoredText
from tasks.tables.ledger import entry_of
from warehouse.store import open_warehouse, run_sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class CodeChange:
    """What reading anew changed of one PLOVER code: stances as before, added, and gone."""

    code: str
    same: int
    added: int
    gone: int


def stale_articles(
    warehouse: Path, extractor: str, languages: Iterable[str], since: date | None, until: date | None
) -> tuple[int, ...]:
    """Return the ids of articles of these days (both included) that `extractor` has yet to read."""
    with open_warehouse(warehouse) as connection:
        found = run_sql(
            connection,
            "queries/stale_articles",
            extractor=extractor,
            languages=sorted(languages),
            since=since,
            until=until,
        )
    return tuple(row[0] for row in found)


def pages_to_reparse(
    warehouse: Path, reader: str, since: date | None, until: date | None
) -> tuple[ArchivedPage, ...]:
    """Return the pages of these days (both included) that `reader` has yet to read, the latest first."""
    with open_warehouse(warehouse) as connection:
        found = run_sql(connection, "queries/pages_to_reparse", reader=reader, since=since, until=until)
    return tuple(_page(row) for row in found)


def _page(row: tuple[Any, ...]) -> ArchivedPage:
    *entry, article_id, fetched_at, title, content_sha256, published_at, language = row
    if article_id is None:
        return ArchivedPage(entry_of(tuple(entry)), None)
    times = fetched_at.astimezone(UTC), published_at.astimezone(UTC)
    stored = StoredArticle(article_id, times[0], title, content_sha256, times[1], language)
    return ArchivedPage(entry_of(tuple(entry)), stored)


def stored_texts(warehouse: Path, article_ids: Sequence[int]) -> tuple[StoredText, ...]:
    """Return the stored texts of articles."""
    with open_warehouse(warehouse) as connection:
        found = run_sql(connection, "queries/stored_texts", article_ids=list(article_ids))
    return tuple(StoredText(*row) for row in found)


def reading_changes(warehouse: Path, moment: datetime) -> tuple[CodeChange, ...]:
    """Return what changed, by code, in the articles that were read anew since `moment`."""
    with open_warehouse(warehouse) as connection:
        found = run_sql(connection, "queries/reading_changes", moment=moment)
    return tuple(CodeChange(*row) for row in found)
