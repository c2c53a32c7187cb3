"""A warehouse of every earlier geostance becomes one of today, and every row is still there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tasks.tables.publish import publish
from tasks.tables.runs import close_run, open_run, run_checks
from tests.warehouse.levels import LEVELS, ROWS, make_warehouse
from warehouse.migrate import MIGRATIONS, checksum
from warehouse.store import open_warehouse, query, run_sql

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 1, 1, tzinfo=UTC)
# Of migrations that users' warehouses have: changed, they would be refused there (warehouse/migrate.py).
SHIPPED = {
    1: "867313e1383c0f5ec95245d72277f27f6d313ff615a9f8e3889a6d1550c3b2cb",
    2: "b686fcf51c7025754e8dc0f0be6c23a27a370b1ead12155105fe5cce9d15e0ee",
    3: "66a12be3a2a99ddaaebc110df152403fc2507b22cf5526298e1f8d1f49e8cb43",
    4: "41add560696f932b2d15bde4ed7c396a68479c61fcd26594c70d2a3a56521456",
    5: "7efa675833627c43f6ab677310211ae6b9923017905dffcec0e2227cf33075c8",
    6: "448c287b1451bbb2b7943000d507f2cf946b230201ce1d3b38f5fdc1d7d294c4",
    7: "ac6ad63b1d038ebf983cb33ac01856bfd3784aa09bca9412ba60ba92a5f0d0cc",
    8: "9aa223f6bd9c2a2fd5c518ad9c6498dbfaf4543b5d91155a093d8dff1cc114cc",
    9: "2438b394db4dcdf35dac979b03e4e99b54f1f5da5bc2dfda7dac67f2f08348d0",
    10: "f90b6448e9b3a80e078c78e92715c78ea585388456d0fdf02bcae69f4d7e0ec5",
}
Rows = dict[str, list[tuple[Any, ...]]]


def columns_of(warehouse: Path) -> dict[str, list[str]]:
    """Return the columns of each table."""
    with open_warehouse(warehouse) as connection:
        found: dict[str, list[str]] = {name: [] for (name,) in run_sql(connection, "queries/table_names")}
        for table in found:
            found[table] = [row[0] for row in connection.execute(f"describe {table}").fetchall()]
    return found


def rows_of(warehouse: Path, columns: dict[str, list[str]]) -> Rows:
    """Return the rows of each table, in these columns alone, sorted."""
    with open_warehouse(warehouse) as connection:
        return {
            table: connection.execute(f"select {', '.join(names)} from {table} order by all").fetchall()  # noqa: S608
            for table, names in columns.items()
        }


@pytest.mark.parametrize("level", LEVELS[:-1])
def test_a_warehouse_of_an_earlier_level_keeps_its_rows(tmp_path: Path, level: int) -> None:
    warehouse = tmp_path / "geostance.duckdb"
    make_warehouse(warehouse, level)
    columns = columns_of(warehouse)
    before = rows_of(warehouse, columns)
    assert open_run(warehouse, flow_run=None, now=NOW) == 3
    after = rows_of(warehouse, columns)
    assert [row[0] for row in after.pop("ops.migration")] == list(LEVELS)
    assert after.pop("ops.run")[:2] == before.pop("ops.run")
    before.pop("ops.migration")
    assert after == before
    # And it is a warehouse that can be worked with.
    assert [one for one in run_checks(warehouse, 3) if one.severity == "error" and one.bad_count] == []
    close_run(warehouse, 3, "complete", NOW)
    copy = publish(warehouse, tmp_path / "published", NOW)
    trend = "select coalesce(sum(n), 0)::integer from stance_trend(denied := true)"
    in_force = 2 if level >= 6 else 0
    assert query(copy, "select stances from snapshot_info")[1] == [(in_force,)]
    assert query(copy, trend)[1] == [(in_force,)]


def test_a_new_warehouse_and_an_upgraded_one_have_the_same_columns(tmp_path: Path) -> None:
    make_warehouse(tmp_path / "old.duckdb", 1)
    for name in ("old", "new"):
        open_run(tmp_path / f"{name}.duckdb", flow_run=None, now=NOW)
    assert columns_of(tmp_path / "old.duckdb") == columns_of(tmp_path / "new.duckdb")


def test_no_table_is_left_out_of_the_rows(tmp_path: Path) -> None:
    make_warehouse(tmp_path / "geostance.duckdb", max(ROWS))
    rows = rows_of(tmp_path / "geostance.duckdb", columns_of(tmp_path / "geostance.duckdb"))
    assert [table for table, held in rows.items() if not held] == []


def test_shipped_migrations_are_as_they_were_shipped() -> None:
    held = {int(path.name[:3]): checksum(path) for path in MIGRATIONS.glob("*.sql")}
    assert {level: held[level] for level in SHIPPED} == SHIPPED
