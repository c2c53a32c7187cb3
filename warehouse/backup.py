"""Backups: the file as it is, copied while nobody writes, read back and compared before it counts."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tasks.errors import WarehouseError
from warehouse.store import open_reader, open_warehouse, run_sql

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from warehouse.store import Connection

SUFFIX = ".duckdb"


@dataclass(frozen=True, slots=True)
class TablePrint:
    """What a table holds: how many rows, and a hash over all of them that no order changes."""

    table: str
    rows: int
    digest: int


def back_up(warehouse: Path, folder: Path, now: datetime, kept: int) -> Path:
    """Return the file of a new backup in `folder`, of which the latest `kept` stay.

    Hold the warehouse for it. Raises WarehouseError where the backup, opened anew, holds something
    else than the warehouse; it is then removed, and older ones stay.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open_warehouse(warehouse) as connection:
        wanted = table_prints(connection)
    backup = folder / f"{warehouse.stem}-{now:%Y%m%dT%H%M%SZ}{SUFFIX}"
    part = backup.with_name(f".{backup.name}.part")
    try:
        shutil.copyfile(warehouse, part)
        _reach_disk(part)
        with open_reader(part) as connection:
            held = table_prints(connection)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise WarehouseError(f"{folder}: no backup could be written: {error.strerror or error}") from error
    if held != wanted:
        part.unlink()
        raise WarehouseError(f"{backup}: {differing(wanted, held)}; older backups are untouched")
    part.replace(backup)
    remove_old(folder, warehouse.stem, kept)
    return backup


def table_prints(connection: Connection) -> tuple[TablePrint, ...]:
    """Return what each table of the warehouse holds, by name."""
    names = [row[0] for row in run_sql(connection, "queries/table_names")]
    prints = []
    for name in names:  # of our own migrations
        sql = f"select count(*), coalesce(bit_xor(hash(t)), 0) from {name} as t"  # noqa: S608
        [(rows, digest)] = connection.execute(sql).fetchall()
        prints.append(TablePrint(name, rows, digest))
    return tuple(prints)


def differing(wanted: tuple[TablePrint, ...], held: tuple[TablePrint, ...]) -> str:
    """Return words for the tables that are not alike."""
    found = {one.table: one for one in held}
    unlike = [one for one in wanted if found.get(one.table) != one]
    rows = {one.table: one.rows for one in held}
    told = (f"{one.table} ({rows.get(one.table, 'no')} rows, not {one.rows})" for one in unlike)
    return "differs in " + ", ".join(told)


def remove_old(folder: Path, stem: str, kept: int) -> None:
    """Remove all but the latest `kept` backups, and what a backup that was killed left behind."""
    for part in folder.glob(f".{stem}-*.part"):
        part.unlink()
    for backup in sorted(folder.glob(f"{stem}-*{SUFFIX}"))[:-kept]:
        backup.unlink()


def _reach_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
