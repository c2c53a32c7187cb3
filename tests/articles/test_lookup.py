"""A page of the archive is found without looking through it, whatever became of the lookup file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tasks.articles import lookup
from tasks.articles.archive import Archive
from tasks.articles.lookup import NAME, read_archived
from tests.articles.test_archive import AT, append_as_another_process, files_of, response

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGES = 30


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an archive of three days with ten pages each."""
    with closing(Archive(tmp_path)) as archive:
        for number in range(PAGES):
            archive.append(response(number, at=AT + timedelta(days=number // 10)))
    return tmp_path


def is_found(folder: Path, number: int) -> bool:
    kept = response(number, at=AT + timedelta(days=number // 10))
    return read_archived(folder, kept.url) == kept == read_archived(folder, kept.final_url, kept.fetched_at)


def test_files_that_are_as_they_were_are_not_looked_into(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_into: list[str] = []
    whole = lookup.list_archived
    monkeypatch.setattr(lookup, "list_archived", lambda path: looked_into.append(path.name) or whole(path))
    assert all(is_found(folder, number) for number in range(PAGES))
    assert looked_into == [path.name for path in files_of(folder)]
    append_as_another_process(folder, response(99))
    assert read_archived(folder, response(99).url) == response(99)
    assert len(looked_into) == 4


def test_a_file_that_grows_is_read_on(tmp_path: Path) -> None:
    with closing(Archive(tmp_path)) as archive:
        for number in range(3):
            archive.append(response(number))
            assert is_found(tmp_path, number)
            assert is_found(tmp_path, 0)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def garbage(path: Path) -> None:
    path.write_bytes(b"no database" * 999)


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scribbled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x7f" * (len(content) - 4096)
    path.write_bytes(content)


def older(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("drop table place")
        database.execute("create table place (x)")
        database.execute("pragma user_version = 0")


@pytest.mark.parametrize("harm", [empty, garbage, half, scribbled, older])
def test_a_lookup_file_that_is_broken_is_made_anew(harm: Callable[[Path], None], folder: Path) -> None:
    assert is_found(folder, 1)
    harm(folder / NAME)
    assert is_found(folder, 1)
    assert is_found(folder, 25)


def test_where_none_can_be_written_pages_are_found_all_the_same(folder: Path) -> None:
    (folder / NAME).mkdir()
    assert is_found(folder, 25)


def test_pages_of_a_file_that_is_gone_are_gone(folder: Path) -> None:
    assert is_found(folder, 1)
    files_of(folder)[0].unlink()
    assert not is_found(folder, 1)
    assert is_found(folder, 11)


def test_a_file_that_was_cut_off_is_looked_through_anew(folder: Path) -> None:
    assert is_found(folder, 29)
    last = files_of(folder)[-1]
    last.write_bytes(last.read_bytes()[:-10])
    assert not is_found(folder, 29)
    assert is_found(folder, 28)
