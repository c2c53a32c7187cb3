"""Backups and exports: read back, torn, killed, and a warehouse made from them again."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tasks.errors import WarehouseError
from tests.warehouse.conftest import LOADED_AT, fill
from warehouse import backup
from warehouse.backup import back_up, table_prints
from warehouse.export import CONTENTS, export, rebuild
from warehouse.migrate import migrate
from warehouse.store import open_warehouse

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    fill(tmp_path / "geostance.duckdb")
    return tmp_path / "geostance.duckdb"


def prints(warehouse: Path) -> dict[str, tuple[int, int]]:
    with open_warehouse(warehouse) as connection:
        return {one.table: (one.rows, one.digest) for one in table_prints(connection)}


def test_a_backup_is_the_warehouse(filled: Path, tmp_path: Path) -> None:
    made = back_up(filled, tmp_path / "backups", LOADED_AT, 4)
    assert made.name == "geostance-20220201T030000Z.duckdb"
    assert prints(made) == prints(filled)
    assert prints(filled)["core.stance"][0] == 10


def test_the_latest_backups_stay_and_debris_goes(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / ".geostance-20210101T000000Z.duckdb.part").write_bytes(b"killed")
    (folder / "geostance-notes.txt").write_text("mine", encoding="utf-8")
    for day in range(4):
        back_up(filled, folder, LOADED_AT + timedelta(days=day), 2)
    assert sorted(path.name for path in folder.iterdir()) == [
        "geostance-20220203T030000Z.duckdb",
        "geostance-20220204T030000Z.duckdb",
        "geostance-notes.txt",
    ]


def test_a_backup_that_is_not_alike_does_not_count(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = back_up(filled, tmp_path / "backups", LOADED_AT, 1)
    other = tmp_path / "other.duckdb"
    with open_warehouse(other) as connection:
        migrate(connection, LOADED_AT)
    monkeypatch.setattr(backup.shutil, "copyfile", lambda _, target: target.write_bytes(other.read_bytes()))
    with pytest.raises(WarehouseError, match=r"differs in .*core\.stance \(0 rows, not 10\)"):
        back_up(filled, tmp_path / "backups", LOADED_AT + timedelta(days=1), 1)
    assert [path.name for path in (tmp_path / "backups").iterdir()] == [first.name]


def test_an_export_makes_the_same_warehouse_again(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out" / "parquet"
    export(filled, folder)
    months = sorted(path.name for path in (folder / "core.stance").iterdir())
    assert months == ["month=2022-01"]
    again = tmp_path / "again.duckdb"
    rebuild(folder, again, LOADED_AT)
    wanted, held = prints(filled), prints(again)
    wanted.pop("ops.migration")
    held.pop("ops.migration")
    assert held == wanted
    export(filled, folder)  # takes the old one's place
    assert sorted(path.name for path in folder.parent.iterdir()) == ["parquet"]


def test_an_empty_warehouse_can_be_exported_and_rebuilt(tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "empty.duckdb") as connection:
        migrate(connection, LOADED_AT)
    export(tmp_path / "empty.duckdb", tmp_path / "parquet")
    assert sum(one.rows for one in rebuild(tmp_path / "parquet", tmp_path / "new.duckdb", LOADED_AT)) > 0


def test_a_torn_export_is_told(filled: Path, tmp_path: Path) -> None:
    export(filled, tmp_path / "parquet")
    contents = json.loads((tmp_path / "parquet" / CONTENTS).read_text(encoding="utf-8"))
    for table in contents["tables"]:
        table["digest"] += table["table"] == "core.actor"
    (tmp_path / "parquet" / CONTENTS).write_text(json.dumps(contents), encoding="utf-8")
    with pytest.raises(WarehouseError, match=r"differs in core\.actor"):
        rebuild(tmp_path / "parquet", tmp_path / "new.duckdb", LOADED_AT)


def test_nothing_of_the_users_is_overwritten(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"cat")
    with pytest.raises(WarehouseError, match="holds other files"):
        export(filled, tmp_path / "photos")
    export(filled, tmp_path / "parquet")
    with pytest.raises(WarehouseError, match="is there already"):
        rebuild(tmp_path / "parquet", filled, LOADED_AT)
    with pytest.raises(WarehouseError, match="is no export"):
        rebuild(tmp_path / "photos", tmp_path / "new.duckdb", LOADED_AT)
