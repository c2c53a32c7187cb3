"""Publishing: whole or not at all, read-only, and without disturbing who reads."""

from __future__ import annotations

import stat
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tasks.errors import WarehouseBusyError, WarehouseError
from tasks.tables import publish as publishing
from tasks.tables.load import load_batch, load_readings
from tasks.tables.publish import publish
from warehouse.lock import hold
from warehouse.store import open_reader, open_warehouse, query

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tables.conftest import Maker

COUNT = "select stances from snapshot_info"


@pytest.fixture
def loaded(warehouse: Path, make: Maker) -> Path:
    """Return the warehouse with one article and its two stances."""
    load_readings(warehouse, 1, (make.reading("bbc", (make.entry(1), make.entry(2))),))
    load_batch(warehouse, 1, (make.loaded(1),), (make.extraction(1),), make.now)
    return warehouse


def test_the_copy_is_read_only_and_in_its_place(loaded: Path, make: Maker, tmp_path: Path) -> None:
    published = tmp_path / "published"
    path = publish(loaded, published, make.now)
    assert path == published / "current" / "geostance.duckdb"
    assert query(path, COUNT)[1] == [(2,)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o555
    assert [one.name for one in path.parent.iterdir()] == ["geostance.duckdb"]


def test_texts_and_pending_entries_stay_private(loaded: Path, make: Maker, tmp_path: Path) -> None:
    path = publish(loaded, tmp_path / "published", make.now)
    tables = {row[0] for row in query(path, "select table_name from duckdb_tables()")[1]}
    assert "article_text" not in tables
    assert "entry" not in tables
    assert b"Ankara welcomed the talks" not in path.read_bytes()


def test_whoever_has_a_copy_open_keeps_it(loaded: Path, make: Maker, tmp_path: Path) -> None:
    published = tmp_path / "published"
    path = publish(loaded, published, make.now)
    with open_reader(path) as reader:
        assert reader.execute(COUNT).fetchall() == [(2,)]
        load_batch(loaded, 1, (make.loaded(2),), (make.extraction(2),), make.now)
        for minutes in (1, 2, 3, 4):
            publish(loaded, published, make.now + timedelta(minutes=minutes))
        assert query(path, COUNT)[1] == [(4,)]
        assert reader.execute(COUNT).fetchall() == [(2,)]
        assert len(reader.execute("select * from stance_evidence('RUS', 'NATO')").fetchall()) == 1


def test_so_many_copies_are_kept(loaded: Path, make: Maker, tmp_path: Path) -> None:
    published = tmp_path / "published"
    for minutes in range(5):
        publish(loaded, published, make.now + timedelta(minutes=minutes))
    copies = sorted(path.name for path in published.iterdir() if path.is_dir() and not path.is_symlink())
    assert copies == [f"20260301T02{minute}00000000Z" for minute in (32, 33, 34)]
    assert (published / "current").readlink().name == copies[-1]


def test_what_a_killed_publisher_left_is_cleared(loaded: Path, make: Maker, tmp_path: Path) -> None:
    published = tmp_path / "published"
    publish(loaded, published, make.now)
    (published / ".build-20200101T000000000000Z").mkdir()
    (published / ".build-20200101T000000000000Z" / "geostance.duckdb").write_text("half")
    (published / ".current").symlink_to("nowhere")
    # Killed after the copy got its name and before the link moved: the same moment again.
    path = publish(loaded, published, make.now)
    assert query(path, COUNT)[1] == [(2,)]
    assert sorted(one.name for one in published.iterdir()) == [
        "20260301T023000000000Z",
        "current",
        "current.lock",
    ]


def test_a_copy_that_differs_is_not_published(loaded: Path, make: Maker, tmp_path: Path) -> None:
    published = tmp_path / "published"
    path = publish(loaded, published, make.now)
    with open_warehouse(loaded) as connection:
        connection.execute("delete from core.extraction")  # the copy's stances join with them
    with pytest.raises(WarehouseError, match="it is not published"):
        publish(loaded, published, make.now + timedelta(minutes=1))
    assert query(path, COUNT)[1] == [(2,)]


def test_one_publisher_at_a_time(loaded: Path, make: Maker, tmp_path: Path) -> None:
    published = tmp_path / "published"
    with hold(published / "current"), pytest.raises(WarehouseBusyError, match="is writing"):
        publish(loaded, published, make.now)


def test_paths_may_hold_quotes(loaded: Path, make: Maker, tmp_path: Path) -> None:
    published = tmp_path / "it's here"
    assert query(publish(loaded, published, make.now), COUNT)[1] == [(2,)]
    assert publishing.KEPT_COPIES > 1  # a reader may be between resolving the link and opening the file


def test_everything_that_analysts_see_is_explained(loaded: Path, make: Maker, tmp_path: Path) -> None:
    path = publish(loaded, tmp_path / "published", make.now)
    unexplained = [
        "select table_name from duckdb_tables() where comment is null",
        "select view_name from duckdb_views() where comment is null and not internal",
        "select function_name from duckdb_functions() where comment is null and not internal",
        "select table_name, column_name from duckdb_columns() where comment is null and not internal",
    ]
    assert [query(path, sql)[1] for sql in unexplained] == [[], [], [], []]
