"""Whoever judges hostile inputs: a process of its own, so that none can hurt the tests."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Verdict:
    """What became of an input, and what that took."""

    outcome: str
    seconds: float
    megabytes: float


class Judge:
    """Asks the process of `tests.nasty.judge`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def read(self, file: Path, kind: str) -> Verdict:
        """Return what becomes of a file, read as feed or page."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"file": str(file), "kind": kind}) + "\n")
        self._process.stdin.flush()
        return Verdict(**json.loads(self._process.stdout.readline()))


@pytest.fixture(scope="session")
def judge() -> Iterator[Judge]:
    """Yield the judge; Linux alone tells how much memory a process holds."""
    if not Path("/proc/self/statm").exists():
        pytest.skip("no /proc here")
    command = [sys.executable, "-m", "tests.nasty.judge"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Judge(process)
        finally:
            process.kill()
