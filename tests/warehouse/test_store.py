"""Reading is hardened, writing is transactional, text of any kind is stored."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tasks.errors import WarehouseBusyError, WarehouseError
from warehouse.store import (
    append_rows,
    knows_code,
    open_warehouse,
    query,
    run_sql,
    suggest_codes,
    transaction,
)

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.store import Connection


@pytest.mark.parametrize(
    "sql",
    [
        "create table mine (x integer)",
        "delete from core.stance",
        "copy (select 1) to '/tmp/geostance-should-not-exist.csv'",
        "select content from read_text('/etc/passwd')",
        "from '/etc/passwd'",
        "attach '/tmp/geostance-should-not-exist.duckdb' as other",
        "set enable_external_access = true",
        "set memory_limit = '100GB'",
        "from sql",  # a Python variable of the caller
        "install httpfs",
        "selekt 1",
    ],
)
def test_a_reader_can_neither_write_nor_look_elsewhere(published: Path, sql: str) -> None:
    with pytest.raises(WarehouseError, match=published.name):
        query(published, sql)


def test_query_gives_columns_and_rows_and_binds_values(published: Path) -> None:
    evil = "x'); drop table core.stance; --"
    assert query(published, "select $a as a, 1 as b", {"a": evil}) == (("a", "b"), [(evil, 1)])
    assert query(published, "from find_actor($words)", {"words": evil})[1] == []


def test_instants_are_read_in_utc(published: Path) -> None:
    [(hour,)] = query(published, "select extract(hour from recorded_at) from core.stance limit 1")[1]
    assert hour == 3


def test_a_copy_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match=r"none\.duckdb: no such published copy"):
        query(tmp_path / "none.duckdb", "select 1")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"not a database" * 1000)
    with pytest.raises(WarehouseError, match=r"broken\.duckdb"):
        query(broken, "select 1")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("RUS", "RUS"),
        ("rus", "RUS"),
        ("Russia", "RUS"),
        ("moskow", "RUS"),
        ("NTO", "NATO"),
        ("germany", "DEU"),
        ("bloc members", "BLOC members"),
    ],
)
def test_the_nearest_code_comes_first(published: Path, typed: str, first: str) -> None:
    assert suggest_codes(published, typed)[0] == first


def test_a_word_like_no_code_suggests_nothing(published: Path) -> None:
    assert suggest_codes(published, "qqqqqqqq") == ()


@pytest.mark.parametrize("code", ["RUS", "BLOC members"])
def test_a_code_is_known_as_it_is_written(published: Path, code: str) -> None:
    assert knows_code(published, code)
    assert not knows_code(published, code.lower())
    assert not knows_code(published, f"{code}S")


def _insert_twice(connection: Connection) -> None:
    with transaction(connection):
        connection.execute("insert into t values (1)")
        connection.execute("insert into no_such_table values (1)")


def test_a_transaction_stores_all_or_nothing(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    with open_warehouse(warehouse) as connection:
        connection.execute("create table t (x integer)")
    with pytest.raises(WarehouseError, match="no_such_table"), open_warehouse(warehouse) as connection:
        _insert_twice(connection)
    with open_warehouse(warehouse) as connection:
        assert connection.execute("from t").fetchall() == []


def test_text_that_no_database_holds_keeps_its_length(tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        connection.execute("create temp table t (words varchar, many varchar[])")
        append_rows(connection, "t", [("half \ud83d pair, \0 é 😀", ("\udc00", "plain", "a\0b"))])
        rows = connection.execute("from t").fetchall()
    assert rows == [("half \ufffd pair, \ufffd é 😀", ["\ufffd", "plain", "a\ufffdb"])]


def test_a_statement_without_rows_returns_none(tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        assert run_sql(connection, "queries/create_migration") == []


def test_a_file_open_elsewhere_is_busy(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    code = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(warehouse)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with (
            pytest.raises(WarehouseBusyError, match="another program has it open"),
            open_warehouse(warehouse),
        ):
            pass
        other.communicate()
