"""Who may die when: `python -m tests.benchmarks.kills`, twenty minutes of it; `--only NAME` for some.

`geostance up` runs nights on the sample newsroom, and in each of them something dies, stops or is told to
stop, once at the beginning and once after the first batches are loaded. Then `up` is called, one more night
run, and its tables are compared with those of a night that was left alone. Exit code 1 where any differ.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commands.demo import feed_list
from newsroom.server import serve_newsroom
from operations.zombies import UNDER_WAY
from tests.flows.conftest import CONTENTS
from tests.flows.test_nightly import few_articles
from tests.operations.home import Home, descendants
from warehouse.store import open_warehouse

if TYPE_CHECKING:
    from collections.abc import Callable

ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED", "PAUSED")
SILENT_SECONDS = 60
WAIT_SECONDS = 90  # for a run that was disturbed to end by itself


@dataclass(frozen=True)
class Row:
    """What became of one disturbed night."""

    who: str
    when: str
    run: str
    after_up: str
    next_run: str
    is_alike: bool


def flow_of(home: Home) -> int:
    """Return the pid of the process that runs the flow."""
    worker = home.site.worker.pid
    assert worker
    for pid in descendants(worker):
        with suppress(OSError):
            if b"PREFECT__FLOW_RUN_ID=" in Path(f"/proc/{pid}/environ").read_bytes():
                return pid
    raise LookupError("no flow runs")


def send(number: signal.Signals, who: Callable[[Home], int | None]) -> Callable[[Home, str], None]:
    """Return what sends a signal to a process."""

    def act(home: Home, _: str) -> None:
        pid = who(home)
        assert pid
        os.kill(pid, number)

    return act


def kill_both(home: Home, _: str) -> None:
    """Kill worker and flow at once."""
    home.kill_worker()


def silence_server(home: Home, _: str) -> None:
    """Let the server answer nothing for a minute."""
    server = home.site.server.pid
    assert server
    stopped = [server, *descendants(server)]
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    time.sleep(SILENT_SECONDS)
    for pid in stopped:
        os.kill(pid, signal.SIGCONT)


def set_state(kind: str, name: str) -> Callable[[Home, str], None]:
    """Return what puts a run into a state, as the UI's buttons do."""

    def act(home: Home, run: str) -> None:
        home.site.ask(f"/flow_runs/{run}/set_state", {"state": {"type": kind, "name": name}})

    return act


SCENES: dict[str, Callable[[Home, str], None]] = {
    "flow SIGTERM": send(signal.SIGTERM, flow_of),
    "flow SIGKILL": send(signal.SIGKILL, flow_of),
    "worker SIGTERM": send(signal.SIGTERM, lambda home: home.site.worker.pid),
    "worker SIGKILL": send(signal.SIGKILL, lambda home: home.site.worker.pid),
    "worker and flow SIGKILL": kill_both,
    "server SIGTERM": send(signal.SIGTERM, lambda home: home.site.server.pid),
    "server SIGKILL": send(signal.SIGKILL, lambda home: home.site.server.pid),
    "server silent a minute": silence_server,
    "cancelled": set_state("CANCELLING", "Cancelling"),
    "paused": set_state("PAUSED", "Paused"),
}
MOMENTS = {"at the beginning": 0, "after 2 batches": 2}


def contents(warehouse: Path) -> list[object]:
    """Return all that nights left in a warehouse."""
    with open_warehouse(warehouse) as connection:
        return [connection.execute(sql).fetchall() for sql in CONTENTS]


def clear(home: Home) -> None:
    """Remove the warehouse, once nobody writes it."""
    for path in home.folder.glob("geostance.duckdb*"):
        path.unlink()


def wait_for_batches(home: Home, run: str, count: int) -> None:
    """Wait until a run has loaded as many batches, or ended."""
    wanted = {
        "flow_runs": {"id": {"any_": [run]}},
        "task_runs": {"name": {"like_": "load batch"}, "state": {"type": {"any_": ["COMPLETED"]}}},
    }
    home.wait_for(run, "RUNNING", *ENDED)
    while len(home.site.ask("/task_runs/filter", wanted)) < count:
        if state_of(home, run) in ENDED:
            return
        time.sleep(0.05)


def state_of(home: Home, run: str) -> str:
    """Return the state of a run; unknown while nobody answers."""
    try:
        return str(home.site.ask(f"/flow_runs/{run}")["state_type"])
    except OSError:
        return "UNKNOWN"


def settled(home: Home, run: str) -> str:
    """Return the state of a run once it has ended, or after `WAIT_SECONDS`."""
    deadline = time.monotonic() + WAIT_SECONDS
    while (state := state_of(home, run)) not in ENDED and time.monotonic() < deadline:
        if home.site.server.pid is None or home.site.worker.pid is None:
            break
        time.sleep(0.5)
    return state


def disturbed(home: Home, who: str, when: str, wanted: list[object]) -> Row:
    """Return what became of a night in which something happened."""
    clear(home)
    run = home.begin_run()
    wait_for_batches(home, run, MOMENTS[when])
    SCENES[who](home, run)
    time.sleep(3)
    state = settled(home, run)
    up = home.geostance("up")
    assert up.returncode == 0, up.stdout + up.stderr
    after_up = settled(home, run)
    while flows_alive(home):
        time.sleep(0.5)
    after = home.begin_run()
    outcome = home.wait_for(after, *ENDED)
    return Row(who, when, state, after_up, outcome, contents(home.folder / "geostance.duckdb") == wanted)


def flows_alive(home: Home) -> bool:
    """Return whether a run is under way."""
    wanted = {"flow_runs": {"state": {"type": {"any_": UNDER_WAY}}}}
    return bool(home.site.ask("/flow_runs/filter", wanted))


def main() -> int:
    """Disturb night after night and print what became of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=[*SCENES], help="these alone")
    only = parser.parse_args().only or list(SCENES)
    rows: list[Row] = []
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        serve_newsroom(few_articles(3)) as newsroom,
    ):
        home = Home(Path(folder))
        home.environment["GEOSTANCE_BATCH_SIZE"] = "4"
        (home.folder / "feeds.yaml").write_text(feed_list(newsroom.feeds), encoding="utf-8")
        try:
            up = home.geostance("up")
            assert up.returncode == 0, up.stdout + up.stderr
            assert home.wait_for(home.begin_run(), *ENDED) == "COMPLETED"
            wanted = contents(home.folder / "geostance.duckdb")
            for who in only:
                for when in MOMENTS:
                    rows.append(disturbed(home, who, when, wanted))
                    print(rows[-1], file=sys.stderr, flush=True)
        finally:
            home.site.worker.end()
            home.site.server.end()
    print(f"{'who':<25}{'when':<18}{'its run':<11}{'after up':<11}{'next run':<11}tables")
    for row in rows:
        alike = "alike" if row.is_alike else "DIFFER"
        print(f"{row.who:<25}{row.when:<18}{row.run:<11}{row.after_up:<11}{row.next_run:<11}{alike}")
    return 0 if rows and all(row.is_alike for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
