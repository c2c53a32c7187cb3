"""A relation becomes a trend: its figures, and the sentences behind each of its points."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from report.records import Point, Trend
from report.rows import evidence_of, key_of, rows_of
from warehouse.store import read_sql

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from report.records import Evidence
    from report.rows import Row
    from warehouse.store import Connection

FIGURES = (
    "from stance_trend($who, $whom, grain := $grain, since := $since, until := $until, count_by := $count_by)"
)


def ask_trend(
    connection: Connection,
    holder: str,
    target: str,
    *,
    grain: str,
    since: date | None,
    until: date | None,
    shown: int,
    count_by: str = "stance",
) -> Trend:
    """Return the trend of a relation, every period that was read; `shown` sentences a point at most."""
    asked: dict[str, object] = {
        "who": holder, "whom": target, "grain": grain, "since": since, "until": until, "shown": shown,
        "count_by": count_by,
    }  # fmt: skip
    figures = rows_of(connection, FIGURES, asked)
    # A trend begins with a whole period, however late in it `since` is.
    asked["since"] = figures[0]["period"] if figures else since
    held: dict[date, list[Row]] = defaultdict(list)
    for row in rows_of(connection, read_sql("queries/trend_evidence"), asked):
        held[row["period"]].append(row)
    key = key_of(holder, target)
    points = tuple(
        Point(
            row["period"],
            row["n"],
            row["n_pos"],
            row["n_neg"],
            row["coverage"],
            _evidence(f"{key}-{row['period']}", worded(row["period"], grain), held[row["period"]]),
        )
        for row in figures
    )
    return Trend(key, holder, target, points)


def _evidence(key: str, title: str, rows: Sequence[Row]) -> Evidence | None:
    return evidence_of(key, title, rows, rows[0]["total"] if rows else 0)


def worded(period: date, grain: str) -> str:
    """Return a period in words."""
    if grain == "month":
        return f"{period:%B %Y}"
    day = f"{period.day} {period:%B %Y}"
    return f"week of {day}" if grain == "week" else day
