"""Articles read before, by another extractor than the present one: which, their texts, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tasks.stances.records import StoredText
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
