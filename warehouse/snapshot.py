"""The published copy as a file: tables sorted for reading, views and macros, checked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tasks.errors import WarehouseError
from warehouse.store import SQL_FOLDER, open_reader, open_snapshot, run_sql

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

# In this order: DuckDB binds a macro when it is made.
MACROS = (
    "plain_name",
    "part_of",
    "whose",
    "is_meant",
    "stances",
    "stance_filter",
    "members_of",
    "stance_rows",
    "dyad_rows",
    "coverage",
    "stance_trend",
    "stance_rolling",
    "stance_shift",
    "stance_movers",
    "stance_by_press",
    "stance_evidence",
    "stance_network",
    "issue_rows",
    "issue_trend",
    "issue_camps",
    "find_actor",
    "feed_health",
    "stance_changes",
    "snapshot_info",
)


def write_snapshot(warehouse: Path, snapshot: Path, now: datetime) -> None:
    """Write a new file with all that analysts may read of the warehouse.

    Raises WarehouseError when, opened as a reader would, it holds something else than the warehouse.
    """
    with open_snapshot(warehouse, snapshot) as connection:
        run_sql(connection, "queries/create_schemas")
        run_sql(connection, "queries/create_snapshot", published_at=now)
        for path in sorted((SQL_FOLDER / "publish").glob("*.sql")):
            run_sql(connection, f"publish/{path.stem}")
        wanted = run_sql(connection, "queries/fingerprint_warehouse")
        connection.execute("use pub")  # a macro looks tables up in the catalogue it is made in
        for name in MACROS:
            run_sql(connection, f"macros/{name}")
    with open_reader(snapshot) as connection:
        held = run_sql(connection, "queries/fingerprint_snapshot")
        run_sql(connection, "queries/try_macros")
    if held != wanted:
        raise WarehouseError(f"{snapshot}: holds {held[0]}, the warehouse {wanted[0]}; it is not published")
    _reach_disk(snapshot)


def _reach_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
