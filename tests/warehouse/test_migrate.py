"""Migrations are applied once, in order, whole, and never changed after."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tasks.errors import WarehouseError
from warehouse.migrate import MIGRATIONS, migrate
from warehouse.store import open_warehouse

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "migrations"
    path.mkdir()
    (path / "001_first.sql").write_text("create table first (x integer);\n")
    (path / "002_second.sql").write_text("create table second (x integer); insert into second values (1);\n")
    return path


def test_the_shipped_migrations_apply_once(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    versions = tuple(range(1, len(list(MIGRATIONS.glob("*.sql"))) + 1))
    with open_warehouse(warehouse) as connection:
        assert migrate(connection, NOW) == versions
        assert migrate(connection, NOW) == ()
    with open_warehouse(warehouse) as connection:
        assert migrate(connection, NOW) == ()


def test_a_later_migration_is_added(tmp_path: Path, folder: Path) -> None:
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        assert migrate(connection, NOW, folder) == (1, 2)
        (folder / "003_third.sql").write_text("create table third (x integer);\n")
        assert migrate(connection, NOW, folder) == (3,)


def test_a_changed_migration_is_refused(tmp_path: Path, folder: Path) -> None:
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        migrate(connection, NOW, folder)
        (folder / "001_first.sql").write_text("create table first (y integer);\n")
        with pytest.raises(WarehouseError, match=r"001_first\.sql was changed after it was applied"):
            migrate(connection, NOW, folder)


def test_a_warehouse_of_a_newer_version_is_refused(tmp_path: Path, folder: Path) -> None:
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        migrate(connection, NOW, folder)
        (folder / "002_second.sql").unlink()
        with pytest.raises(WarehouseError, match="has migration 2, unknown here: a newer geostance made it"):
            migrate(connection, NOW, folder)


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path, folder: Path) -> None:
    (folder / "003_third.sql").write_text("create table third (x integer); select no_such_function();\n")
    warehouse = tmp_path / "w.duckdb"
    with pytest.raises(WarehouseError, match="no_such_function"), open_warehouse(warehouse) as connection:
        migrate(connection, NOW, folder)
    with open_warehouse(warehouse) as connection:
        tables = connection.execute("select table_name from duckdb_tables() order by all").fetchall()
        assert tables == [("first",), ("migration",), ("second",)]


def test_feeds_keep_their_validators_and_visits_when_their_schedule_comes(tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    for path in sorted(MIGRATIONS.glob("*.sql"))[:6]:
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    warehouse = tmp_path / "w.duckdb"
    with open_warehouse(warehouse) as connection:
        migrate(connection, NOW, folder)
        connection.execute(
            "insert into core.feed values"
            " ('bbc', 'BBC', 'https://bbc.example/rss', 'bbc.example', 'GBR', 'en', 'daily', false, true)"
        )
        connection.execute("insert into ops.feed_state values ('bbc', 'tag', null), ('old', null, 'then')")
        connection.execute(
            "insert into ops.feed_visit values (1, 'bbc', 'u', $now, 'failed', 503, 'http-503', '', 0, 0, 0)",
            {"now": NOW},
        )
    with open_warehouse(warehouse) as connection:
        assert migrate(connection, NOW)[0] == 7
    with open_warehouse(warehouse) as connection:
        states = connection.execute("select * exclude (moved_days) from ops.feed_state order by 1").fetchall()
        assert states == [
            ("bbc", "tag", None, "https://bbc.example/rss", 0, None, None, 0, None, None),
            ("old", None, "then", None, 0, None, None, 0, None, None),
        ]
        assert connection.execute("select feed_id, status from ops.feed_visit").fetchall() == [("bbc", 503)]
        connection.execute("update ops.feed_state set etag = 'new' where feed_id = 'bbc'")
