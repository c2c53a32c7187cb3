"""Where in the archive a page is, without looking through it: an SQLite file beside the WARC files.

The writer knows nothing of it. Whoever reads brings it up to date first: a file that has grown is read on
from where it was known, one that is gone is forgotten. It holds nothing that is not in the WARC files; a
file that is torn, or of another make, is made anew.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tasks.articles.archive import ArchivedAt, archive_files, date_text, list_archived, read_response
from tasks.feeds.identity import hash63

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from tasks.feeds.records import Response

NAME = "lookup.sqlite"
MAKE = 1  # raise when the tables change
WAIT_SECONDS = 60  # for another reader that brings it up to date
TABLES = """
create table file (
    file_id integer primary key, name text not null unique, size integer not null, reached integer not null
);
create table place (
    key integer not null, fetched_at text not null, file_id integer not null, start integer not null,
    length integer not null, primary key (key, fetched_at, file_id, start)
) without rowid;
"""
LATEST = """
select f.name, p.start, p.length from place as p join file as f on f.file_id = p.file_id
where p.key = ? order by p.fetched_at desc
"""
OF_A_MOMENT = """
select f.name, p.start, p.length from place as p join file as f on f.file_id = p.file_id
where p.key = ? and p.fetched_at = ?
"""


def read_archived(folder: Path, url: str, fetched_at: datetime | None = None) -> Response | None:
    """Return the response to a URL, asked for or redirected to: the latest, or that of a moment."""
    for name, offset, length in _places_of(folder, url, fetched_at) if folder.is_dir() else ():
        response = read_response(folder / name, ArchivedAt(offset, length, "", "", ""))
        if url in {response.url, response.final_url}:  # and not one whose hash is the same
            return response
    return None


def _places_of(folder: Path, url: str, fetched_at: datetime | None) -> list[tuple[str, int, int]]:
    path = folder / NAME
    try:
        return _asked(path, folder, url, fetched_at)
    except sqlite3.OperationalError:  # a folder that cannot be written to: then for this time alone
        return _asked(":memory:", folder, url, fetched_at)
    except sqlite3.DatabaseError:  # torn, or something else
        path.unlink()
        return _asked(path, folder, url, fetched_at)


def _asked(
    path: Path | str, folder: Path, url: str, fetched_at: datetime | None
) -> list[tuple[str, int, int]]:
    """Return file, offset and length of each place where a URL may be, the latest first."""
    key = hash63(url)
    with closing(sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)) as database:
        _bring_up_to_date(database, folder)
        if fetched_at is None:
            return database.execute(LATEST, (key,)).fetchall()
        return database.execute(OF_A_MOMENT, (key, date_text(fetched_at))).fetchall()


def _bring_up_to_date(database: sqlite3.Connection, folder: Path) -> None:
    database.execute("begin immediate")
    _make_tables(database)
    _catch_up(database, folder)
    database.execute("commit")


def _make_tables(database: sqlite3.Connection) -> None:
    [(make,)] = database.execute("pragma user_version").fetchall()
    if make == MAKE:
        return
    for table in ("file", "place"):
        database.execute(f"drop table if exists {table}")
    for statement in TABLES.split(";"):
        database.execute(statement)
    database.execute(f"pragma user_version = {MAKE}")


def _catch_up(database: sqlite3.Connection, folder: Path) -> None:
    known = {name: row for name, *row in database.execute("select name, file_id, size, reached from file")}
    files = {path.name: path for path in archive_files(folder)}
    for name in known.keys() - files.keys():
        _forget(database, known[name][0])
    for name, path in files.items():
        file_id, size, reached = known.get(name, (None, 0, 0))
        found = path.stat().st_size
        if file_id is not None and found < size:
            _forget(database, file_id)
            file_id, reached = None, 0
        if file_id is None or found > size:
            _add(database, path, file_id, reached, found)


def _add(database: sqlite3.Connection, path: Path, file_id: int | None, reached: int, size: int) -> None:
    """Take over what a file holds from `reached` on."""
    if file_id is None:
        added = database.execute("insert into file (name, size, reached) values (?, 0, 0)", (path.name,))
        file_id = added.lastrowid
    new = [where for where in list_archived(path) if where.offset >= reached]
    database.executemany(
        "insert or ignore into place values (?, ?, ?, ?, ?)",
        (
            (hash63(url), where.fetched_at, file_id, where.offset, where.length)
            for where in new
            for url in {where.url, where.final_url}
        ),
    )
    end = max((where.offset + where.length for where in new), default=reached)
    database.execute("update file set size = ?, reached = ? where file_id = ?", (size, end, file_id))


def _forget(database: sqlite3.Connection, file_id: int) -> None:
    database.execute("delete from place where file_id = ?", (file_id,))
    database.execute("delete from file where file_id = ?", (file_id,))
