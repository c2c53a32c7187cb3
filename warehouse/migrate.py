"""Plain SQL migrations: each applied once, in order, in a transaction, and never changed after."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tasks.errors import WarehouseError
from warehouse.store import SQL_FOLDER, run_sql, transaction

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from warehouse.store import Connection

MIGRATIONS = SQL_FOLDER / "migrations"


def migrate(
    connection: Connection, now: datetime, folder: Path = MIGRATIONS, up_to: int | None = None
) -> tuple[int, ...]:
    """Return the versions that were applied now: those of `folder` the warehouse lacks, `up_to` one of them.

    Raises WarehouseError when a migration was changed after it was applied, or when the warehouse
    was made by a newer geostance.
    """
    run_sql(connection, "queries/create_migration")
    applied = {row[0]: row[1] for row in run_sql(connection, "queries/applied_migrations")}
    known = {int(path.name.split("_")[0]): path for path in sorted(folder.glob("[0-9]*_*.sql"))}
    if newer := sorted(applied.keys() - known.keys()):
        raise WarehouseError(
            f"the warehouse has migration {newer[-1]}, unknown here: a newer geostance made it"
        )
    for version, path in known.items():
        if version in applied and applied[version] != checksum(path):
            raise WarehouseError(
                f"migration {path.name} was changed after it was applied; put it back, add a new one"
            )
    wanted = (version for version in known if up_to is None or version <= up_to)
    missing = tuple(version for version in wanted if version not in applied)
    for version in missing:
        _apply(connection, version, known[version], now)
    return missing


def checksum(path: Path) -> str:
    """Return the SHA-256 of a migration, whatever its line ends."""
    return hashlib.sha256(path.read_text(encoding="utf-8").encode()).hexdigest()


def _apply(connection: Connection, version: int, path: Path, now: datetime) -> None:
    with transaction(connection):
        connection.execute(path.read_text(encoding="utf-8"))
        run_sql(
            connection,
            "queries/record_migration",
            version=version,
            name=path.stem,
            checksum=checksum(path),
            applied_at=now,
        )
