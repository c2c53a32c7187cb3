"""Threads, processes, Dask: `python -m tests.benchmarks.runners`.

A night of `--feeds` feeds with `--articles` articles each, made from those of the sample newsroom, is run as
the same functions in a plain loop and as the flow with each runner, in turns, each time into an empty
warehouse, and the tables are compared. Prints seconds of wall and of processor time (of the run and its
workers; the Prefect server has its own), and ratios to the plain loop; then how much faster the extraction
alone is in two processes, or threads, than in one.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from commands.demo import feed_list
from newsroom.load import load_articles, load_outlets
from newsroom.server import serve_newsroom
from tasks.stances.extractor import load_extractor
from tests.flows.server import ROOT, running_prefect
from warehouse.store import open_warehouse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from newsroom.records import FeedDescriptor, NewsArticle, Outlet

DAY = date(2024, 3, 1)
LEAST_SCALING = 1.8  # of two processes
MOST_SHARE = 0.15  # of a night's processor time that Prefect may cost
MOST_WALL = 1.1  # of a night with threads, to the plain loop: Prefect may cost a tenth
STANCES = """
select a.canonical_url, s.holder_code, s.target_code, s.code, s.char_start, s.confidence
from core.stance as s join core.article as a using (article_id) order by all
"""
RUN = """
import json, sys, time
from pathlib import Path
feeds, warehouse, kind = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
if kind == "plain":
    from tests.benchmarks.nightly import plain_night as run
else:
    from flows.nightly import nightly as run
started = time.perf_counter()
run(feeds, warehouse)
print(json.dumps(time.perf_counter() - started))
"""


@dataclass(frozen=True)
class Timing:
    """Seconds of one night: on the wall without imports, of the processor with all that it started."""

    wall: float
    processor: float


def served_articles(outlets: Sequence[Outlet], per_feed: int) -> tuple[NewsArticle, ...]:
    """Return as many articles of each outlet, dealt out from the sample's."""
    ours = {outlet.id for outlet in outlets}
    texts = [one for one in load_articles(load_outlets()) if one.page == "article" and one.outlet_id in ours]
    return tuple(
        replace(
            texts[(number * per_feed + place) % len(texts)],
            outlet_id=outlet.id,
            slug=f"{texts[(number * per_feed + place) % len(texts)].slug}-{place}",
            section=outlet.sections[0],
        )
        for number, outlet in enumerate(outlets)
        for place in range(per_feed)
    )


@contextmanager
def many_feeds(count: int, per_feed: int) -> Iterator[tuple[tuple[FeedDescriptor, ...], list[str]]]:
    """Yield feeds of as many newsrooms as it takes, each on a port of its own, and the texts behind them."""
    outlets = [one for one in load_outlets() if not one.is_down and one.language == "en"]
    articles = served_articles(outlets, per_feed)
    feeds: list[FeedDescriptor] = []
    with ExitStack() as stack:
        for number in range(-(-count // len(outlets))):
            newsroom = stack.enter_context(serve_newsroom(articles, outlets=outlets))
            feeds += [replace(feed, id=f"{feed.id}-{number}") for feed in newsroom.feeds]
        yield tuple(feeds[:count]), ["\n".join(one.paragraphs) for one in articles]


def night(kind: str, feeds: Path, folder: Path, environment: Mapping[str, str]) -> tuple[Timing, object]:
    """Return how long a night took in a process of its own, and the stances that it left."""
    warehouse = folder / "geostance.duckdb"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(feeds), str(warehouse), kind],
        env={**environment, "GEOSTANCE_RUNNER": "thread" if kind == "plain" else kind},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    with open_warehouse(warehouse) as connection:
        stances = connection.execute(STANCES).fetchall()
    return Timing(json.loads(done.stdout.splitlines()[-1]), processor), stances


def read(text: str) -> int:
    """Return how many stances a text has."""
    return len(load_extractor().read(text, DAY))


def texts_a_second(pool: Executor, texts: list[str], workers: int) -> float:
    """Return the throughput of a pool whose workers have loaded the model."""
    list(pool.map(read, texts[: 8 * workers]))
    started = time.perf_counter()
    list(pool.map(read, texts, chunksize=2))
    return len(texts) / (time.perf_counter() - started)


def print_scaling(texts: list[str], rounds: int) -> None:
    """Print texts a second of extraction alone, by kind and number of workers."""
    kinds: dict[str, Callable[[int], Executor]] = {
        "process": lambda workers: ProcessPoolExecutor(workers, mp_context=get_context("spawn")),
        "thread": ThreadPoolExecutor,
    }
    print(f"\nextraction alone, {len(texts)} texts, median of {rounds} rounds")
    for kind, make in kinds.items():
        speeds: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(rounds):
            for workers, found in speeds.items():
                with make(workers) as pool:
                    found.append(texts_a_second(pool, texts, workers))
        one, two = (statistics.median(found) for found in speeds.values())
        verdict = (
            _verdict(two / one >= LEAST_SCALING, f"at least {LEAST_SCALING}") if kind == "process" else ""
        )
        print(f"{kind:<10}{one:8.1f} texts/s with 1, {two:8.1f} with 2: {two / one:.2f} {verdict}")


def print_nights(timings: Mapping[str, list[Timing]], answers: Mapping[str, object]) -> None:
    """Print the median of each kind of night, its ratio to the plain loop, and whether tables are alike."""
    plain = _median(timings["plain"])
    print(f"{'':<10}{'wall s':>9}{'proc. s':>9}{'wall':>7}{'proc.':>7}  stances")
    for kind, found in timings.items():
        one = _median(found)
        alike = "alike" if answers[kind] == answers["plain"] else "DIFFER"
        print(
            f"{kind:<10}{one.wall:9.1f}{one.processor:9.1f}"
            f"{one.wall / plain.wall:7.2f}{one.processor / plain.processor:7.2f}  {alike}"
        )
    thread = _median(timings["thread"])
    slower = thread.wall / plain.wall
    print(f"a night with threads takes {slower:.2f} times as long as the plain loop", end=" ")
    print(_verdict(slower <= MOST_WALL, f"at most {MOST_WALL}"))
    # What the flow's threads gain by overlapping is no credit to Prefect: processor time tells its cost.
    share = 1 - plain.processor / thread.processor
    print(f"Prefect's share of the thread night's processor time: {share:.0%}", end=" ")
    print(_verdict(share <= MOST_SHARE, f"at most {MOST_SHARE:.0%}"))


def _median(found: list[Timing]) -> Timing:
    return Timing(
        statistics.median(one.wall for one in found), statistics.median(one.processor for one in found)
    )


def _verdict(is_met: bool, wanted: str) -> str:  # noqa: FBT001 - a verdict is one
    return f"({wanted} wanted: {'met' if is_met else 'MISSED'})"


def main() -> None:
    """Run all kinds of night in turns, then the extraction alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=60)
    parser.add_argument("--articles", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--texts", type=int, default=200, help="for the extraction alone")
    chosen = parser.parse_args()
    kinds = ["plain", "thread", "process", *(["dask"] if find_spec("prefect_dask") else [])]
    timings: dict[str, list[Timing]] = {kind: [] for kind in kinds}
    answers: dict[str, object] = {}
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch,
        running_prefect(Path(scratch) / "prefect") as server,
        many_feeds(chosen.feeds, chosen.articles) as (served, texts),
    ):
        feeds = Path(scratch) / "feeds.yaml"
        feeds.write_text(feed_list(served), encoding="utf-8")
        for turn in range(chosen.rounds):
            for kind in kinds:
                with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                    timing, answers[kind] = night(kind, feeds, Path(folder), server.environment)
                timings[kind].append(timing)
                print(f"{kind} {turn + 1}: {timing.wall:.1f} s", file=sys.stderr, flush=True)
    print(
        f"one night of {chosen.feeds} feeds x {chosen.articles} articles, 2 workers,"
        f" {os.cpu_count()} processors; median of {chosen.rounds} rounds in turns"
    )
    print_nights(timings, answers)
    print_scaling((texts * chosen.texts)[: chosen.texts], chosen.rounds)


if __name__ == "__main__":
    main()
