"""`maintain`: a backup, and the archive seen to."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tasks.articles.archive import Archive
from tests.articles.test_archive import files_of, response
from tests.warehouse.conftest import fill

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

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
