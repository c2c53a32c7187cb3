"""Data checks: each file of checks/ asks for rows that should not be; its name says how bad they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warehouse.store import SQL_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.store import Connection

CHECKS = SQL_FOLDER / "checks"


def rows_found(connection: Connection, check: str) -> list[tuple[Any, ...]]:
    """Return all rows that one check finds; its name with its severity, such as ``warn_silent_feed``."""
    return connection.execute((CHECKS / f"{check}.sql").read_text(encoding="utf-8")).fetchall()


def find_bad_rows(connection: Connection) -> Iterator[tuple[str, str, int, str | None]]:
    """Yield name, severity, number of bad rows and one of them for each check of the warehouse."""
    for path in sorted(CHECKS.glob("*.sql")):
        severity, name = path.stem.split("_", 1)
        bad = rows_found(connection, path.stem)
        sample = ", ".join(str(value) for value in bad[0]) if bad else None
        yield name, severity, len(bad), sample
