"""Rows of the published copy as records of the report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from report.records import Evidence, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.store import Connection

Row = dict[str, Any]


def rows_of(connection: Connection, sql: str, parameters: dict[str, object]) -> list[Row]:
    """Return the rows of a statement by column; it takes those of the parameters that it names."""
    asked = {name: value for name, value in parameters.items() if f"${name}" in sql}
    result = connection.execute(sql, asked)
    columns = [str(column[0]) for column in result.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def evidence_of(key: str, title: str, rows: Sequence[Row], total: int) -> Evidence | None:
    """Return the sentences behind a figure of `total` stances; None where there are none."""
    return Evidence(key, title, tuple(map(_sentence, rows)), total) if rows else None


def key_of(holder: str, target: str) -> str:
    """Return a relation as part of an address within the page."""
    return re.sub(r"[^\w:-]", "_", f"{holder}-{target}")


def _sentence(row: Row) -> Sentence:
    return Sentence(
        day=row["stance_date"],
        holder=row["holder_code"],
        target=row["target_code"],
        code=row["code"],
        polarity=row["polarity"],
        modality=row["modality"],
        speaker=row["speaker"],
        sentence=row["sentence"],
        feed=row["feed"],
        title=row["title"],
        url=row["url"],
    )
