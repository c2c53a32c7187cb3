"""An empty home of geostance, whose commands are called as a user calls them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from operations.server import Site
from tests.flows.server import ROOT, free_port, quiet_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

RUN_SECONDS = 240


def descendants(pid: int) -> Iterator[int]:
    """Yield the pids of a process's children, and theirs."""
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                yield int(entry.name)
                yield from descendants(int(entry.name))


class Home:
    """An empty home of geostance: settings by variables, a site of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.site = Site(folder / "operations", ROOT, self.port, "pa55")
        self.environment = quiet_environment(folder / "nobody") | {
            "GEOSTANCE_WAREHOUSE": str(folder / "geostance.duckdb"),
            "GEOSTANCE_FEEDS": str(folder / "feeds.yaml"),
            "GEOSTANCE_UI_PORT": str(self.port),
            "GEOSTANCE_UI_PASSWORD": "pa55",
            "PREFECT_WORKER_QUERY_SECONDS": "1",  # a run begins soon, as tests have little time
        }

    def geostance(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Return what a command left."""
        return subprocess.run(
            [sys.executable, "-m", "commands.main", *arguments], env=self.environment, cwd=ROOT,
            capture_output=True, text=True, check=False, timeout=RUN_SECONDS,
        )  # fmt: skip

    def begin_run(self) -> str:
        """Return the id of a nightly run that the worker is to take up."""
        deployment = self.site.ask("/deployments/name/nightly/nightly")
        run = self.site.ask(f"/deployments/{deployment['id']}/create_flow_run", {})
        return str(run["id"])

    def wait_for(self, run: str, *states: str) -> str:
        """Return the state of a run once it is one of these."""
        deadline = time.monotonic() + RUN_SECONDS
        while True:
            state = str(self.site.ask(f"/flow_runs/{run}")["state_type"])
            if state in states:
                return state
            assert time.monotonic() < deadline, f"still {state}\n{self.site.worker.last_words(40)}"
            time.sleep(0.3)

    def kill_worker(self) -> None:
        """Kill the worker and the run under way at once: nobody is left to say that it is over."""
        worker = self.site.worker.pid
        assert worker
        for pid in (worker, *descendants(worker)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
