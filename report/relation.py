"""One relation by itself, as `trend --chart` draws it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from config.watch import MEMBERS, PART, actor_in
from report.records import Relation
from report.rows import rows_of
from report.trend import ask_trend
from tasks.errors import WarehouseError
from warehouse.store import open_reader

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

SHOWN = 20  # sentences behind one point
NAME = "select name from core.actor where code = $code"


def make_relation(
    published: Path,
    holder: str,
    target: str,
    *,
    grain: str,
    since: date | None,
    until: date | None,
    count_by: str = "stance",
) -> Relation:
    """Return a relation from the first to the last period that has a stance.

    `count_by` says what counts as one, however many stances it holds: stance, article or story.
    Raises WarehouseError where there is none.
    """
    with open_reader(published) as connection:
        trend = ask_trend(
            connection, holder, target,
            grain=grain, since=since, until=until, shown=SHOWN, count_by=count_by,
        )  # fmt: skip
        held = [place for place, point in enumerate(trend.points) if point.n]
        if not held:
            raise WarehouseError(f"{holder} → {target}: no stance in the warehouse, so nothing to draw")
        [info] = rows_of(connection, "from snapshot_info", {})
        named = {
            code: _named(code, rows_of(connection, NAME, {"code": actor_in(code)}))
            for code in (holder, target)
        }
    points = trend.points[held[0] : held[-1] + 1]
    trend = replace(trend, points=points)
    return Relation(trend, grain, named[holder], named[target], info["published_utc"], count_by)


def _named(code: str, rows: list[dict[str, str]]) -> str:
    """Return the usual name of an actor; those that no gazetteer knows have it in their code."""
    name = rows[0]["name"] if rows else code.removeprefix("name:")
    if part := PART.fullmatch(code):
        return f"{name} ({part[2]})"
    return f"Members of {name}" if code.endswith(MEMBERS) else name
