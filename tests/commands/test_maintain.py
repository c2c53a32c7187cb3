"""`maintain`: a backup, Parquet files and a warehouse of them, the archive seen to."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from config.settings import load_settings
from flows.maintenance import maintain_warehouse
from tasks.articles.archive import Archive
from tasks.errors import WarehouseBusyError
from tests.articles.test_archive import files_of, response
from tests.warehouse.conftest import LOADED_AT, fill
from warehouse.lock import hold

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Shell


def test_maintain_tells_what_it_did_to_the_archive(
    geostance: Callable[..., Shell], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEOSTANCE_ARCHIVE_DAYS", "7")
    monkeypatch.setenv("COLUMNS", "200")
    fill(tmp_path / "geostance.duckdb")
    now = datetime.now(UTC)
    with closing(Archive(tmp_path / "archive")) as archive:
        for days in (30, 20, 1, 0):
            archive.append(response(days, at=now - timedelta(days=days, seconds=days)))
    torn = files_of(tmp_path / "archive")[-1]
    torn.write_bytes(torn.read_bytes()[:-1])
    shell = geostance("maintain", "--warehouse", tmp_path / "geostance.duckdb")
    assert shell.code == 0, shell.err
    first, last = (now - timedelta(days=days, minutes=1) for days in (30, 20))
    assert "archive: 2 days from" in shell.out
    assert first.strftime("%Y-%m") in shell.out
    assert last.strftime("%Y-%m") in shell.out
    assert "archive: 1 responses in 2 files" in shell.out
    assert f"archive: {torn.name} is torn at byte" in shell.out
    assert len(files_of(tmp_path / "archive")) == 2
    assert len(list((tmp_path / "backups").glob("*.duckdb"))) == 1


def test_an_export_makes_a_warehouse_again(
    geostance: Callable[..., Shell], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    file, out, new = tmp_path / "geostance.duckdb", tmp_path / "parquet", tmp_path / "new.duckdb"
    fill(file)
    shell = geostance("maintain", "--warehouse", file, "--export", out, "--keep", 2)
    assert shell.code == 0, shell.err
    backup, exported, archive = shell.out.splitlines()
    assert backup.endswith("read back and alike in every table; the latest 2 are kept")
    assert exported.startswith(f"{out}: ")
    assert exported.endswith(" MB of Parquet")
    assert archive == "archive: 0 responses in 0 files, 0.0 MB"
    [rows] = re.findall(r": (\d+) rows, ", exported)
    shell = geostance("maintain", "--warehouse", new, "--rebuild-from", out)
    assert shell.out == f"{new}: {rows} rows, every table as it was exported\n"
    assert "name its file with --warehouse" in geostance("maintain", "--rebuild-from", out).err


@pytest.mark.parametrize(
    ("taken", "said"), [("photos/cat.jpg", "holds other files"), ("photos", "is a file")]
)
def test_a_place_that_is_taken_is_refused_before_the_backup(
    geostance: Callable[..., Shell], tmp_path: Path, taken: str, said: str
) -> None:
    fill(tmp_path / "geostance.duckdb")
    (tmp_path / taken).parent.mkdir(exist_ok=True)
    (tmp_path / taken).write_bytes(b"cat")
    photos = tmp_path / "photos"
    shell = geostance("maintain", "--warehouse", tmp_path / "geostance.duckdb", "--export", photos)
    assert shell.code == 2
    assert said in " ".join(shell.err.split())
    assert not (tmp_path / "backups").exists()
    assert (tmp_path / taken).read_bytes() == b"cat"


def test_nothing_is_touched_without_a_warehouse_or_while_another_writes(
    geostance: Callable[..., Shell], tmp_path: Path
) -> None:
    file = tmp_path / "geostance.duckdb"
    shell = geostance("maintain", "--warehouse", file)
    assert (shell.code, list(tmp_path.iterdir())) == (2, [])
    assert "there is no warehouse yet" in " ".join(shell.err.split())
    fill(file)
    settings = load_settings().with_paths(warehouse=file)
    with hold(file), pytest.raises(WarehouseBusyError):
        maintain_warehouse(settings, LOADED_AT, keep=4, backups=None, export=None)
    assert not (tmp_path / "backups").exists()


def test_its_steps_are_told_while_the_warehouse_is_held(tmp_path: Path) -> None:
    file = tmp_path / "geostance.duckdb"
    fill(file)
    steps = []

    def begin(step: str) -> None:
        steps.append(step)
        with pytest.raises(WarehouseBusyError), hold(file):
            pass

    settings = load_settings().with_paths(warehouse=file)
    places = {"backups": tmp_path / "b", "export": tmp_path / "parquet"}
    done = maintain_warehouse(settings, LOADED_AT, keep=1, **places, begin=begin)
    assert steps == ["backing up", "exporting", "reading the archive through"]
    assert done.backup == tmp_path / "b" / "geostance-20220201T030000Z.duckdb"
    assert {one.table: one.rows for one in done.tables}["core.stance"] == 10


def test_the_command_needs_no_prefect() -> None:
    call = "import sys, commands.maintain, flows.maintenance; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", call], check=False, timeout=60).returncode == 0
