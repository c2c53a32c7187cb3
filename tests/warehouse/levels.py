"""A warehouse of any earlier geostance: migrated step by step, with rows put in at each step."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from warehouse.migrate import MIGRATIONS, migrate
from warehouse.store import open_warehouse

MADE_AT = datetime(2024, 1, 1, tzinfo=UTC)
LEVELS = tuple(int(path.name.split("_")[0]) for path in sorted(MIGRATIONS.glob("[0-9]*_*.sql")))
# What a geostance of that migration could have stored, in the tables as they were then.
ROWS = {int(path.stem): path for path in sorted(Path(__file__).with_suffix("").glob("*.sql"))}


def make_warehouse(path: Path, level: int) -> None:
    """Make a warehouse as a geostance whose newest migration was `level` left it."""
    with open_warehouse(path) as connection:
        for step in range(1, level + 1):
            migrate(connection, MADE_AT, up_to=step)
            if step in ROWS:
                connection.execute(ROWS[step].read_text(encoding="utf-8"))
