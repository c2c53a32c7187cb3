"""A damaged file is told to be one, with the way back; a backup takes its place."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tasks.errors import WarehouseError
from tasks.tables.publish import publish
from tests.warehouse.conftest import LOADED_AT, fill
from warehouse.backup import back_up
from warehouse.store import open_warehouse, query

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def cut(path: Path) -> None:
    """Keep the first half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scribble_on_header(path: Path) -> None:
    """Overwrite what makes it a DuckDB file."""
    with path.open("r+b") as file:
        file.write(b"\xff" * 8192)


def scribble_on_blocks(path: Path) -> None:
    """Overwrite every block but the headers."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xaa" * (size - 3 * 4096))


def empty(path: Path) -> None:
    """Leave a file that holds other text."""
    path.write_text("what is this?" * 1000)


@pytest.mark.parametrize("harm", [cut, scribble_on_header, scribble_on_blocks, empty])
def test_a_damaged_warehouse_says_how_to_restore_it(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    warehouse = tmp_path / "geostance.duckdb"
    fill(warehouse)
    made = back_up(warehouse, tmp_path / "backups", LOADED_AT, 2)
    harm(warehouse)
    with (
        pytest.raises(WarehouseError, match=r"geostance.duckdb: the file is damaged .*backups") as caught,
        open_warehouse(warehouse) as connection,
    ):
        connection.execute("select count(*), sum(length(sentence)) from core.stance").fetchall()
    assert "geostance maintain --rebuild-from" in str(caught.value)
    shutil.copy(made, warehouse)
    with open_warehouse(warehouse) as connection:
        assert connection.execute("select count(*) from core.stance").fetchall() == [(10,)]


def test_a_damaged_copy_is_published_again_by_the_next_run(tmp_path: Path) -> None:
    warehouse = tmp_path / "geostance.duckdb"
    fill(warehouse)
    copy = publish(warehouse, tmp_path / "published", LOADED_AT).resolve()
    copy.chmod(0o644)
    cut(copy)
    with pytest.raises(WarehouseError, match=r"the file is damaged .*the next run publishes another"):
        query(copy, "select count(*), sum(length(sentence)) from core.stance")
