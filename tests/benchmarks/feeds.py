"""How near a night's reading comes to what politeness allows: `python -m tests.benchmarks.feeds`.

80 feeds on 35 servers of loopback, of which some carry many and most carry one, each of their replies
`--latency` seconds late, are read as a night reads them, by its tasks, runner and settings; then the pages
of their entries, without looking for stances. The list names the busiest server last. Prints wall seconds,
the least that the busiest server's pauses and replies allow, and how many times as long it took; fails
where that is no less than `--goal`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from prefect import flow
from rich.console import Console
from rich.table import Table

from config.feeds import Feed
from config.settings import load_settings
from flows.nightly import RUNNER, gather_batches, read_feeds
from newsroom.load import load_articles, load_outlets
from newsroom.pages import render_article
from newsroom.replies import Reply
from newsroom.server import serve_routes
from tasks.articles.read import read_html
from tasks.feeds.politeness import server_of
from tests.flows.server import ROOT, running_prefect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from config.settings import Settings
    from newsroom.replies import Request, Route
    from newsroom.server import Newsroom
    from tasks.articles.records import EntryOutcome
    from tasks.feeds.records import Entry, FeedReading

FEEDS_BY_SERVER = (*[1] * 20, *[2] * 6, 3, 3, 3, 4, 4, 5, 6, 8, 12)


@dataclass(frozen=True)
class Phase:
    """What one part of the night took, and how many requests it made of each server."""

    name: str
    seconds: float
    requests: dict[str, int]

    def least_seconds(self, settings: Settings, latency: float) -> float:
        """Return what the busiest server's pauses and replies take."""
        most = max(self.requests.values())
        return most * latency + (most - 1) * settings.per_host_delay_seconds


def late(body: bytes, content_type: str, latency: float) -> Callable[[Request], Reply]:
    """Return a route that answers late."""

    def answer(request: Request) -> Reply:
        request.closing.wait(latency)
        return Reply(200, {"Content-Type": content_type}, body)

    return answer


def rss(server: str, number: int, entries: int) -> bytes:
    """Return a feed of entries that lie on its own server."""
    items = "".join(
        f"<item><title>Entry {place}</title><link>{server}/{number}/{place}</link></item>"
        for place in range(entries)
    )
    return f'<rss version="2.0"><channel><title>Feed {number}</title>{items}</channel></rss>'.encode()


def sample_pages() -> list[bytes]:
    """Return the article pages of the sample newsroom."""
    outlets = {outlet.id: outlet for outlet in load_outlets()}
    articles = [one for one in load_articles(outlets.values()) if one.page == "article"]
    return [render_article(outlets[one.outlet_id], one, [], "http://news.test") for one in articles]


@contextmanager
def served_feeds(entries: int, latency: float) -> Iterator[tuple[list[Newsroom], list[Feed]]]:
    """Yield the servers, and the feeds that they carry."""
    pages = sample_pages()
    with ExitStack() as stack:
        servers, feeds = [], []
        for count in FEEDS_BY_SERVER:
            robots: dict[str, Route] = {"/robots.txt": late(b"", "text/plain", latency)}
            server = stack.enter_context(serve_routes(robots))
            servers.append(server)
            for _ in range(count):
                number = len(feeds)
                routes = {
                    f"/{number}/{place}": late(
                        pages[(number * entries + place) % len(pages)], "text/html", latency
                    )
                    for place in range(entries)
                }
                feed = late(rss(server.base_url, number, entries), "application/rss+xml", latency)
                server.add_routes({**routes, f"/{number}": feed})
                feeds.append(listed(number, f"{server.base_url}/{number}"))
        yield servers, feeds


def listed(number: int, url: str) -> Feed:
    """Return a feed of the list."""
    return Feed(id=f"feed-{number}", name="A feed", url=url, country="GBR", language="en", kind="independent")


def requests_of(servers: Sequence[Newsroom]) -> dict[str, int]:
    """Return how many requests each server has answered so far."""
    return {server_of(server.base_url): len(server.visits) for server in servers}


def timed_phases(
    servers: Sequence[Newsroom],
    read: Callable[[], Sequence[Entry]],
    gather: Callable[[Sequence[Entry]], object],
) -> list[Phase]:
    """Return what reading the feeds took, then gathering their pages, then both."""
    started = time.perf_counter()
    entries = read()
    between, before = time.perf_counter(), requests_of(servers)
    gather(entries)
    ended, after = time.perf_counter(), requests_of(servers)
    pages = {server: after[server] - before[server] for server in after}
    return [
        Phase("feeds", between - started, before),
        Phase("pages, robots.txt first", ended - between, pages),
        Phase("both", ended - started, after),
    ]


def measure(entries: int, latency: float, settings: Settings) -> list[Phase]:
    """Return what a night's reading took, inside of a flow with the night's own runner."""
    with served_feeds(entries, latency) as (servers, feeds):

        def read() -> list[Entry]:
            readings: tuple[FeedReading, ...] = read_feeds(tuple(feeds), {}, settings)
            found = [entry for reading in readings for entry in reading.entries]
            assert len(found) == entries * len(feeds), [reading.detail for reading in readings]
            return found

        def gather(found: Sequence[Entry]) -> None:
            outcomes: list[EntryOutcome] = []
            for batch in gather_batches(tuple(found), settings):
                outcomes += batch.result()
            assert all(one.article for one in outcomes), [one.rejection for one in outcomes if one.rejection]

        @flow(task_runner=RUNNER)
        def reading() -> list[Phase]:
            return timed_phases(servers, read, gather)

        return reading()


def show(phases: Sequence[Phase], settings: Settings, latency: float) -> float:
    """Print what was measured; return how many times the polite minimum all of it took."""
    table = Table("", "seconds", "requests", "of the busiest server", "its least seconds", "ratio")
    for phase in phases:
        least = phase.least_seconds(settings, latency)
        counts = (sum(phase.requests.values()), max(phase.requests.values()))
        ratio = phase.seconds / least
        table.add_row(phase.name, f"{phase.seconds:.1f}", *map(str, counts), f"{least:.1f}", f"{ratio:.2f}")
    Console(width=110).print(table)
    pause, slots = settings.per_host_delay_seconds, settings.fetch_workers
    print(f"{pause:g} s between requests to a server, {slots} at a time, each reply {latency:g} s late")
    return ratio


def main() -> None:
    """Start a Prefect server, and measure in a process that knows it from its first import on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=3, help="entries of each feed")
    parser.add_argument("--latency", type=float, default=0.2, help="seconds by which each reply is late")
    parser.add_argument("--goal", type=float, default=1.3, help="times the polite minimum")
    parser.add_argument("--scratch", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.scratch:
        settings = load_settings().with_paths(warehouse=asked.scratch / "geostance.duckdb")
        read_html(sample_pages()[0], "http://news.test/1", datetime.now(UTC))  # loads what is loaded once
        ratio = show(measure(asked.entries, asked.latency, settings), settings, asked.latency)
        print(f"{ratio:.2f} times the polite minimum; goal: less than {asked.goal}")
        sys.exit(ratio >= asked.goal)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch,
        running_prefect(Path(scratch) / "prefect") as server,
    ):
        environment = {**server.environment, "PREFECT_LOGGING_LEVEL": "WARNING"}
        del environment["GEOSTANCE_PER_HOST_DELAY_SECONDS"]  # that of the settings is what matters here
        again = [sys.executable, "-m", "tests.benchmarks.feeds", *sys.argv[1:], "--scratch", scratch]
        done = subprocess.run(again, env=environment, cwd=ROOT, check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
