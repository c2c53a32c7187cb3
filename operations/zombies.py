"""Runs that the server believes to be under way, and whose process is gone."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from operations.processes import END_SECONDS, POLL_SECONDS, birth_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from operations.server import Site

RUN_VARIABLE = "PREFECT__FLOW_RUN_ID"  # as Prefect's workers set it
UNDER_WAY = ["RUNNING", "PENDING", "CANCELLING"]
CRASHED = {
    "type": "CRASHED",
    "name": "Crashed",
    "message": "The process of this run is gone; geostance marked it when it started or ended the worker.",
}


def settle_zombies(site: Site) -> Iterator[str]:
    """Mark runs under way as crashed and yield their names. Call it while no worker of the site runs.

    The process of a run outlives a worker that was killed by seconds, and holds the warehouse until then:
    it is ended first, known by the run's id in its environment (on Linux; elsewhere it ends by itself). Runs
    of `geostance ingest` have no deployment and are left alone.
    """
    wanted = {"flow_runs": {"state": {"type": {"any_": UNDER_WAY}}}, "limit": 200}
    for run in site.ask("/flow_runs/filter", wanted):
        if run.get("deployment_id"):
            end_process_of(run["id"])
            _mark(site, run)
            yield run["name"]


def end_process_of(run: str) -> bool:
    """Return whether processes of a run were left; they have ended then, by force after `END_SECONDS`."""
    left = _processes_of(run)
    for pid, _ in left:
        _signal(pid, signal.SIGTERM)
    deadline = time.monotonic() + END_SECONDS
    while any(birth_of(pid) == birth for pid, birth in left) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    for pid, birth in left:
        if birth_of(pid) == birth:
            _signal(pid, signal.SIGKILL)
    return bool(left)


def _processes_of(run: str) -> list[tuple[int, str]]:
    """Return pid and time of birth of each process that was started for a run."""
    mark = f"{RUN_VARIABLE}={run}".encode()
    found: list[tuple[int, str]] = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            variables = (folder / "environ").read_bytes().split(b"\0")
            birth = birth_of(int(folder.name))
            if mark in variables and birth and int(folder.name) != os.getpid():
                found.append((int(folder.name), birth))
    return found


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _mark(site: Site, run: dict[str, Any]) -> None:
    site.ask(f"/flow_runs/{run['id']}/set_state", {"state": CRASHED, "force": True})
