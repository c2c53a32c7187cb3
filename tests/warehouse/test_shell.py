"""The published copy works in an older DuckDB shell, as an analyst opens it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SHELL = shutil.which("duckdb", path=str(Path(sys.executable).parent)) or shutil.which("duckdb")


@pytest.mark.skipif(SHELL is None, reason="no duckdb shell (package duckdb-cli)")
@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        (
            "select n from stance_trend('RUS', 'NATO', grain := 'week') order by period",
            [{"n": 3}, {"n": 0}, {"n": 0}, {"n": 1}],
        ),
        ("select count(*)::integer as n from stances", [{"n": 10}]),
        ("select code from find_actor('moscow')", [{"code": "RUS"}]),
        ("select current_database() as name", [{"name": "geostance"}]),
    ],
)
def test_the_shell_answers(published: Path, sql: str, rows: list[dict[str, object]]) -> None:
    assert SHELL is not None
    # Without -readonly, as people type it: the file itself forbids writing.
    done = subprocess.run(
        [SHELL, "-json", str(published), sql], capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(done.stdout) == rows


@pytest.mark.skipif(SHELL is None, reason="no duckdb shell (package duckdb-cli)")
def test_the_copy_attached_under_another_name_works_once_used(published: Path) -> None:
    assert SHELL is not None
    sql = "attach 'geostance.duckdb' as wh; use wh; from stance_trend('RUS', grain := 'year') select n"
    done = subprocess.run(
        [SHELL, "-json", "-c", sql],
        cwd=published.parent, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert json.loads(done.stdout) == [{"n": 5}]
