"""A night killed at any moments and started again ends with the tables of an undisturbed one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tasks.tables.load import BATCH_STEPS, READINGS_STEPS
from tasks.tables.runs import run_checks
from warehouse.store import open_warehouse, query

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
NIGHT = Path(__file__).with_name("night.py")
KILLS = 5
# Of 110 entries 15 are dead links and 9 lead to a neighbour's article, two of which are met no other way.
ARTICLES = 88


def start_night(folder: Path, *kill_before: str) -> subprocess.Popen[str]:
    night = subprocess.Popen(
        [sys.executable, str(NIGHT), str(folder), *kill_before],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert night.stdout is not None
    assert night.stdout.readline() == "started\n"
    return night


def finish_night(folder: Path) -> float:
    """Return how many seconds a night left alone took."""
    with start_night(folder) as night:
        began = time.monotonic()
        out, _ = night.communicate(timeout=120)
    assert out.endswith("done\n")
    return time.monotonic() - began


def kill_night(folder: Path, after_seconds: float) -> None:
    with start_night(folder) as night:
        time.sleep(after_seconds)
        night.send_signal(signal.SIGKILL)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """Return the folder of a night left alone, and how long it took."""
    folder = tmp_path_factory.mktemp("undisturbed")
    return folder, finish_night(folder)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_killed_night_is_taken_up_again(
    tmp_path: Path, undisturbed: tuple[Path, float], contents: Callable[[Path], object], seed: int
) -> None:
    folder, seconds = undisturbed
    moments = random.Random(seed)
    current = tmp_path / "published" / "current" / "geostance.duckdb"
    for _ in range(KILLS):
        kill_night(tmp_path, moments.uniform(0, seconds))
        if current.exists():  # whatever was published is whole
            assert query(current, "select articles from snapshot_info")[1] == [(ARTICLES,)]
    finish_night(tmp_path)
    warehouse = tmp_path / "geostance.duckdb"
    assert contents(warehouse) == contents(folder / "geostance.duckdb")
    assert [one for one in run_checks(warehouse, 1) if one.severity == "error" and one.bad_count] == []
    with open_warehouse(warehouse) as connection:
        states = connection.execute("select distinct state from ops.run order by 1").fetchall()
    assert ("complete",) in states
    assert ("running",) not in states
    assert query(current, "select articles from snapshot_info")[1] == [(ARTICLES,)]
    assert not [path.name for path in current.parents[1].iterdir() if path.name.startswith(".build")]


@pytest.mark.slow
def test_a_night_killed_before_each_of_its_statements_is_taken_up_again(
    tmp_path: Path, undisturbed: tuple[Path, float], contents: Callable[[Path], object]
) -> None:
    for step in (*READINGS_STEPS, *BATCH_STEPS, "outcome"):
        with start_night(tmp_path, f"loads/{step}") as night:
            assert night.wait(timeout=60) == -signal.SIGKILL, step
    finish_night(tmp_path)
    warehouse = tmp_path / "geostance.duckdb"
    assert contents(warehouse) == contents(undisturbed[0] / "geostance.duckdb")
    assert [one for one in run_checks(warehouse, 1) if one.severity == "error" and one.bad_count] == []


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.argv[1:2] = []
from pathlib import Path
from tests.tables import night
night.main(Path(sys.argv[1]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("room", [300_000, 1_500_000])
def test_a_full_disk_stops_a_night_that_is_taken_up_later(
    tmp_path: Path, undisturbed: tuple[Path, float], contents: Callable[[Path], object], room: int
) -> None:
    """The room is what a file may grow to: what a full disk answers, without filling one."""
    night = subprocess.run(
        [sys.executable, "-c", LIMITED, str(room), str(tmp_path)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert night.returncode != 0
    assert "geostance.duckdb" in night.stderr.splitlines()[-1]
    finish_night(tmp_path)
    assert contents(tmp_path / "geostance.duckdb") == contents(undisturbed[0] / "geostance.duckdb")


@pytest.mark.slow
def test_a_second_night_adds_nothing(
    undisturbed: tuple[Path, float], contents: Callable[[Path], object]
) -> None:
    folder, _ = undisturbed
    before = contents(folder / "geostance.duckdb")
    finish_night(folder)
    assert contents(folder / "geostance.duckdb") == before
