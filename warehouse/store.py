"""The one door to DuckDB: connections, transactions, statements from files, rows in bulk."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from tasks.errors import WarehouseBusyError, WarehouseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Connection = duckdb.DuckDBPyConnection
SQL_FOLDER = Path(__file__).parent
CATALOG = "geostance"  # name of every published file, so that saved queries keep working
# DuckDB would take 80 % of the machine, which it shares with the extractor.
MEMORY_LIMIT = "2GB"
# Readers of the published copy see that file and nothing else of this machine.
HARDENED = (
    "set TimeZone = 'UTC'",
    "set python_enable_replacements = false",
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    "set enable_external_access = false",
    "set lock_configuration = true",
)


# How DuckDB words that a file is none of its own, or no longer whole.
_TORN = (
    "not a valid DuckDB database file", "Corrupt database file", "checksum", "Could not read enough bytes",
    "Failed to load metadata pointer",
)  # fmt: skip
_RESTORE = (
    "end all runs ('geostance down'), move it away, and copy the latest file of the folder backups beside it "
    "to its place ('geostance maintain' makes them), or make it again from an export: "
    "'geostance maintain --rebuild-from FOLDER --warehouse FILE'"
)
_REPUBLISH = "it is a copy: the next run publishes another"


@contextmanager
def open_warehouse(warehouse: Path) -> Iterator[Connection]:
    """Yield a writing connection, checkpointed and closed after the block.

    Raises WarehouseBusyError when another process has the file open, WarehouseError for whatever
    else DuckDB objects to, inside the block too.
    """
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    with _told(warehouse), _connect(str(warehouse)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection
        connection.execute("checkpoint")


@contextmanager
def open_reader(published: Path) -> Iterator[Connection]:
    """Yield a connection that can read the published copy and touch nothing else."""
    if not published.is_file():
        raise WarehouseError(f"{published}: no such published copy")
    # Resolved: DuckDB shares one instance a path and process, and the link moves on when a copy is published.
    with (
        _told(published, _REPUBLISH),
        # DuckDB lets a hardened session write where it spills: that is to be a place of its own.
        tempfile.TemporaryDirectory(prefix="geostance-sql-") as spill,
        _connect(str(published.resolve()), read_only=True) as connection,
    ):
        connection.execute("set temp_directory = $spill", {"spill": spill})
        for statement in HARDENED:
            connection.execute(statement)
        yield connection


@contextmanager
def open_snapshot(warehouse: Path, snapshot: Path) -> Iterator[Connection]:
    """Yield a connection with the warehouse attached as `wh`, for reading, and a new file as `pub`.

    The new file is in the format of DuckDB 1.2, which older shells can read too.
    """
    with _told(warehouse), _connect(":memory:") as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach {quoted(warehouse)} as wh (read_only)")
        connection.execute(f"attach {quoted(snapshot)} as pub (storage_version 'v1.2.0')")
        yield connection
        connection.execute("use memory")
        connection.execute("checkpoint pub")
        connection.execute("detach pub")


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Make the block's statements one transaction: all of them are stored, or none."""
    connection.execute("begin")
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):  # after a fatal error there is nothing left to roll back
            connection.execute("rollback")
        raise
    connection.execute("commit")


@cache
def read_sql(name: str) -> str:
    """Return the text of a statement: ``queries/pending_entries`` names its file under warehouse/."""
    return (SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def run_sql(connection: Connection, name: str, /, **parameters: object) -> list[tuple[Any, ...]]:
    """Return the rows of a statement kept in a file; its `$names` take the parameters."""
    result = connection.execute(read_sql(name), parameters or None)
    return result.fetchall() if result.description else []


def append_rows(connection: Connection, table: str, rows: Iterable[Sequence[object]]) -> None:
    """Append rows to a table of this session, in the order of its columns.

    Text loses what no database can hold (half a surrogate pair, NUL) to as many replacement
    characters, so that offsets into it stay true.
    """
    with connection.appender(table) as appender:
        appender.append_rows([tuple(_storable(value) for value in row) for row in rows])


def _storable(value: object) -> object:
    if isinstance(value, str):
        return value if value.isascii() and "\0" not in value else value.translate(_UNSTORABLE)
    if isinstance(value, tuple):
        return [_storable(one) for one in value]
    return value


_UNSTORABLE = dict.fromkeys((0, *range(0xD800, 0xE000)), "\N{REPLACEMENT CHARACTER}")


def query(
    published: Path, sql: str, parameters: Mapping[str, object] | None = None
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Return the column names and rows that SQL gives on the published copy.

    The session is read-only and can neither open other files nor change its settings; values are
    given as `$named` parameters. Raises WarehouseError with DuckDB's words when the SQL is wrong.
    """
    with open_reader(published) as connection:
        result = connection.execute(sql, dict(parameters) if parameters else None)
        columns = tuple(str(column[0]) for column in result.description or ())
        return columns, result.fetchall() if columns else []


def knows_code(published: Path, code: str) -> bool:
    """Return whether an actor has this code, or a holder or target of a stance."""
    return bool(query(published, read_sql("queries/known_code"), {"typed": code})[1][0][0])


def suggest_codes(published: Path, code: str) -> tuple[str, ...]:
    """Return the codes nearest to what was typed, best first; a code that exists comes first."""
    _, rows = query(published, read_sql("queries/suggest_codes"), {"typed": code})
    return tuple(row[0] for row in rows)


@contextmanager
def _connect(database: str, *, read_only: bool = False) -> Iterator[Connection]:
    connection = duckdb.connect(database, read_only=read_only, config={"memory_limit": MEMORY_LIMIT})
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def _told(path: Path, way_back: str = _RESTORE) -> Iterator[None]:
    """Turn DuckDB's errors into ours; that of a damaged file tells the way back."""
    try:
        yield
    except duckdb.Error as error:
        if "Could not set lock" in str(error):
            raise WarehouseBusyError(f"{path}: another program has it open: {error}") from error
        if any(words in str(error) for words in _TORN):
            raise WarehouseError(f"{path}: the file is damaged ({error}); {way_back}") from error
        raise WarehouseError(f"{path}: {error}") from error


def quoted(path: Path) -> str:
    """Return the path as an SQL literal: ATTACH takes no parameter."""
    return "'" + str(path).replace("'", "''") + "'"
