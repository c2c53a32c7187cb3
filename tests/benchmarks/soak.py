"""What grows from night to night: `python -m tests.benchmarks.soak --nights 30`, a minute or less a night.

`geostance up` in an empty home runs nights through one worker, on sixty feeds that move on by a day each
night and bring thirty articles. Prints of each night its seconds, memory and what lies on disk, then the last
third against the first, how long the server takes to start, and what Prefect's database holds. Night 0 loads
what the feeds held already, and is not counted. The clock is the real one: nights follow each other at once,
so nothing is old enough to be thrown away.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from newsroom.server import serve_routes
from operations.processes import birth_of
from tests.benchmarks.kills import flow_of, state_of
from tests.flows.server import ROOT
from tests.operations.home import Home, descendants
from tests.tables.week import DOWN_ON, EDITED_ON, Week

if TYPE_CHECKING:
    from collections.abc import Sequence

ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
SETTLED = max(*DOWN_ON, EDITED_ON) + 1  # the night from which on all feeds are well
IDLE_SECONDS = 15
POLL_SECONDS = 0.1
LARGEST = """
select tbl_name, sum(pgsize) from dbstat join sqlite_schema using (name) group by 1 order by 2 desc limit 6
"""


@dataclass(frozen=True)
class Measures:
    """A night: seconds, the flow's also of processor; memory in MB, of the flow its highest; files in MB."""

    seconds: float
    processor: float
    flow: float
    server: float
    worker: float
    warehouse: float
    published: float
    prefect: float
    archive: float
    logs: float
    else_: float


def memory(pid: int, what: str) -> float:
    """Return a line of /proc/PID/status in MB; 0 where the process is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
            name, _, value = line.partition(":")
            if name == what:
                return int(value.split()[0]) / 1000
    return 0.0


def processor_seconds(pid: int) -> float:
    """Return the processor time of a process; 0 where it is gone."""
    with suppress(OSError, IndexError):
        fields_ = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields_[11]) + int(fields_[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def resident(pid: int | None) -> float:
    """Return the memory of a process and its children."""
    assert pid
    return sum(memory(one, "VmRSS") for one in (pid, *descendants(pid)))


def size(*paths: Path) -> float:
    """Return the size of files, and of all files in folders, in MB."""
    files = {file for path in paths for file in ([path] if path.is_file() else path.rglob("*"))}
    return sum(file.stat().st_size for file in files if file.is_file() and not file.is_symlink()) / 1e6


def spend_night(home: Home) -> Measures:
    """Let the worker run a night, and return what it took and left."""
    began, highest, processor, flow = time.monotonic(), 0.0, 0.0, None
    run, state, seconds = home.begin_run(), "", 0.0
    while state not in ENDED or (flow and birth_of(flow)):
        if state not in ENDED:
            state = state_of(home, run)
            seconds = time.monotonic() - began
        with suppress(LookupError):
            flow = flow or flow_of(home)
        if flow:
            highest = max(highest, memory(flow, "VmHWM"))
            processor = max(processor, processor_seconds(flow))
        time.sleep(POLL_SECONDS)
    assert state == "COMPLETED", home.site.worker.last_words(40)
    warehouse, folder = home.folder / "geostance.duckdb", home.site.folder
    known = {
        "warehouse": (warehouse, home.folder / "geostance.duckdb.wal"),
        "published": (home.folder / "published",),
        "prefect": tuple((folder / "prefect").glob("prefect.db*")),
        "archive": (home.folder / "archive",),
        "logs": (home.site.server.log, home.site.worker.log),
    }
    sizes = {name: size(*paths) for name, paths in known.items()}
    return Measures(
        seconds,
        processor,
        highest,
        resident(home.site.server.pid),
        resident(home.site.worker.pid),
        **sizes,
        else_=size(home.folder) - sum(sizes.values()),
    )


def feeds_of(week: Week, base_url: str) -> str:
    """Return the text of the feed list."""
    named = ("id", "name", "url", "country", "language", "kind")
    rows = [{name: getattr(feed, name) for name in named} for feed in week.listed(base_url)]
    return yaml.safe_dump({"feeds": rows}, sort_keys=False)


def start(home: Home) -> float:
    """Return the seconds from `geostance up` until its server answers; it is all up then."""
    began = time.monotonic()
    command = [sys.executable, "-m", "commands.main", "up"]
    with subprocess.Popen(command, env=home.environment, cwd=ROOT, stdout=subprocess.DEVNULL) as up:
        while not home.site.answers() and up.poll() is None:
            time.sleep(POLL_SECONDS)
        seconds = time.monotonic() - began
    assert up.returncode == 0, home.site.server.last_words(40)
    return seconds


def start_and_show(home: Home, when: str) -> None:
    """Start all, wait until nothing is left to do, and print the memory that takes."""
    seconds = start(home)
    time.sleep(IDLE_SECONDS)
    server, worker = resident(home.site.server.pid), resident(home.site.worker.pid)
    print(
        f"server answers after {seconds:.1f} s {when}; idle: server {server:.0f} MB, worker {worker:.0f} MB"
    )


def largest_tables(database: Path) -> list[tuple[str, int, float]]:
    """Return of the largest tables of Prefect's database their rows and MB, indexes included."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return [
            (table, connection.execute(f"select count(*) from {table}").fetchone()[0], size_ / 1e6)  # noqa: S608
            for table, size_ in connection.execute(LARGEST)
        ]


def show(name: str, values: Sequence[float]) -> None:
    """Print a row."""
    print(f"{name:<10}" + "".join(f"{value:11.2f}" for value in values), flush=True)


def summarise(nights: Sequence[Measures]) -> None:
    """Print the medians of the first and the last third, their ratio, and what a night adds."""
    third = len(nights) // 3
    columns = list(zip(*map(astuple, nights), strict=True))
    first, last = (
        [statistics.median(column[part]) for column in columns]
        for part in (slice(None, third), slice(-third, None))
    )
    show("first", first)
    show("last", last)
    show("last/first", [b / a if a else 1.0 for a, b in zip(first, last, strict=True)])
    show("a night", [(b - a) / (len(nights) - third) for a, b in zip(first, last, strict=True)])


def main() -> None:
    """Spend the nights and print what they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nights", type=int, default=30)
    count = max(3, parser.parse_args().nights)
    week = Week(SETTLED + count)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch,
        serve_routes(week.routes()) as server,  # type: ignore[arg-type]
    ):
        home, week.night = Home(Path(scratch)), SETTLED
        (home.folder / "feeds.yaml").write_text(feeds_of(week, server.base_url), encoding="utf-8")
        try:
            soak(home, week, count)
        finally:
            home.site.worker.end()
            home.site.server.end()


def soak(home: Home, week: Week, count: int) -> None:
    """Spend the nights in a home, and print what they took."""
    start_and_show(home, "in an empty home")
    print(f"{'night':<10}" + "".join(f"{one.name.rstrip('_'):>11}" for one in fields(Measures)))
    nights = []
    for number in range(count + 1):
        week.night = SETTLED + number
        measures = spend_night(home)
        show(str(number), astuple(measures))
        nights += [measures] if number else []
    summarise(nights)
    home.geostance("down")
    start_and_show(home, f"after {count} nights")
    for table, rows, megabytes in largest_tables(home.site.folder / "prefect" / "prefect.db"):
        print(f"{table:<24}{rows:>8} rows{megabytes:>8.2f} MB")


if __name__ == "__main__":
    main()
