"""The warehouse as Parquet files, which anything reads, and a warehouse made from them again."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from typing import TYPE_CHECKING

from tasks.errors import WarehouseError
from warehouse.backup import TablePrint, differing, table_prints
from warehouse.migrate import migrate
from warehouse.store import open_warehouse, quoted, run_sql, transaction

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

CONTENTS = "geostance.json"
# The facts that grow, by the month of their day: one file a month, of which only the latest change.
DAYS = {"core.stance": "stance_date", "core.article": "published_date"}
MIGRATION = "ops.migration"


def export(warehouse: Path, folder: Path) -> tuple[TablePrint, ...]:
    """Return what was written to `folder`: a folder a table, stances and articles by ``month=YYYY-MM``.

    Hold the warehouse for it. The new export takes the place of the old one only when it is whole.
    Raises WarehouseError where it cannot be written, or where `folder` holds something else.
    """
    refuse_other_files(folder)
    build, old = folder.with_name(f".{folder.name}.part"), folder.with_name(f".{folder.name}.old")
    for leftover in (build, old):
        shutil.rmtree(leftover, ignore_errors=True)
    build.mkdir(parents=True)
    with open_warehouse(warehouse) as connection:
        prints = table_prints(connection)
        version = max(row[0] for row in run_sql(connection, "queries/applied_migrations"))
        for one in prints:
            connection.execute(_copy_out(one.table, build / one.table))
    contents = {"migration": version, "tables": [asdict(one) for one in prints if one.table != MIGRATION]}
    (build / CONTENTS).write_text(json.dumps(contents, indent=1), encoding="utf-8")
    if folder.exists():
        folder.replace(old)
    build.replace(folder)
    shutil.rmtree(old, ignore_errors=True)
    return prints


def refuse_other_files(folder: Path) -> None:
    """Raise WarehouseError where an export would take the place of something else."""
    if folder.is_file():
        raise WarehouseError(f"{folder}: is a file; give a folder for the export")
    if folder.exists() and any(folder.iterdir()) and not (folder / CONTENTS).is_file():
        raise WarehouseError(f"{folder}: holds other files than an export; give a folder of its own")


def rebuild(folder: Path, warehouse: Path, now: datetime) -> tuple[TablePrint, ...]:
    """Return what the new warehouse holds, made from an export and compared with it.

    An export of an earlier geostance is brought up to date after. Raises WarehouseError where the
    warehouse exists, or `folder` is no export, or a table is not as it was.
    """
    if warehouse.exists():
        raise WarehouseError(f"{warehouse}: is there already; name a new file")
    try:
        contents = json.loads((folder / CONTENTS).read_text(encoding="utf-8"))
        wanted = tuple(TablePrint(**one) for one in contents["tables"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WarehouseError(f"{folder}: is no export of a warehouse ({error})") from error
    with open_warehouse(warehouse) as connection:
        migrate(connection, now, up_to=contents["migration"])
        with transaction(connection):
            for one in wanted:
                connection.execute(_copy_in(one.table, folder / one.table))
        held = tuple(one for one in table_prints(connection) if one.table != MIGRATION)
        if held != wanted:
            raise WarehouseError(f"{warehouse}: {differing(wanted, held)}; the export is torn")
        migrate(connection, now)
        return table_prints(connection)


def _copy_out(table: str, target: Path) -> str:
    if table not in DAYS:
        target.mkdir()
        return f"copy {table} to {quoted(target / 'rows.parquet')} (format parquet, compression zstd)"
    rows = f"select *, strftime({DAYS[table]}, '%Y-%m') as month from {table}"  # noqa: S608 - our own tables
    return f"copy ({rows}) to {quoted(target)} (format parquet, compression zstd, partition_by (month))"


def _copy_in(table: str, source: Path) -> str:
    if table not in DAYS:
        return f"insert into {table} by name from read_parquet({quoted(source / 'rows.parquet')})"
    if not any(source.rglob("*.parquet")):
        return "select 1"  # nothing has been read yet
    files = f"read_parquet({quoted(source / '**' / '*.parquet')}, hive_partitioning = true)"
    return f"insert into {table} by name select * exclude (month) from {files}"  # noqa: S608
