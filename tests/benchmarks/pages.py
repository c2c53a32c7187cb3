"""How many pages are read in a second, and whether memory stays flat: `python -m tests.benchmarks.pages`.

Reads `--pages` pages by as many threads as a night does, without network and archive: those of the
sample newsroom with other paragraphs each time, made 50 to 300 KB long by the menus, teasers and scripts
that real pages have; and, where they lie beside the checkout, every second batch the real pages of the
labelled data, each with other words. Prints after each tenth the pages per second of processor time, the
process's resident memory, and trafilatura's share of the time; fails below 25 pages per second, or where
memory is beyond 400 MB. `--profile` prints the costliest functions of a single thread instead.
"""

from __future__ import annotations

import argparse
import cProfile
import gzip
import json
import pstats
import random
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from newsroom.load import load_articles, load_outlets
from newsroom.pages import render_article
from tasks.articles import clean
from tasks.articles.gather import MAX_THREADS, read_in_turn
from tasks.feeds.records import Entry, Response
from tests.conftest import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsroom.records import NewsArticle, Outlet
    from tasks.articles.records import EntryOutcome

    Page = tuple[str, bytes]  # its address, and what was sent

NOW = datetime(2027, 1, 1, tzinfo=UTC)
BATCHES, BATCH = 8, 25  # batches that a night reads at once, pages in each
SMALLEST, LARGEST = 50_000, 300_000  # bytes of a page
FEWEST, MOST = 4, 40  # paragraphs
GOAL, MOST_MEGABYTES = 25, 400
ROWS = 10  # of the table
SCRIPT = '{"id":%d,"state":{"loaded":false,"slots":["top-%d","mid-%d"],"url":"/a/%d?x=%d"}},'
LINK = '<li class="item-%d"><a href="/section/%d/"><span>%s</span></a></li>'


@dataclass
class Tally:
    """Pages read, seconds of processor time by kind, what became of the pages, memory from time to time."""

    pages: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    megabytes: list[float] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Count what another tally has counted."""
        self.pages += other.pages
        self.seconds += other.seconds
        self.outcomes += other.outcomes


class SecondReading:
    """trafilatura's extraction, with the processor time that it took in all threads."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._extract: Callable[..., Any] = clean.extract
        self._lock = threading.Lock()

    def __call__(self, *args: object, **keywords: object) -> Any:  # noqa: ANN401 - as trafilatura's
        """Return what trafilatura does."""
        started = time.thread_time()
        try:
            return self._extract(*args, **keywords)
        finally:
            with self._lock:
                self.seconds += time.thread_time() - started


def made_pages(dice: random.Random) -> Iterator[Page]:
    """Yield pages of the sample newsroom, each with a text of its own, and as long as real ones."""
    outlets = {outlet.id: outlet for outlet in load_outlets()}
    articles = [one for one in load_articles(outlets.values()) if one.page == "article"]
    number = 0
    while True:
        article = dice.choice(articles)
        outlet = outlets[article.outlet_id]
        own = [one for one in articles if one.outlet_id == outlet.id]
        page = render_article(outlet, mixed(article, own, dice, number), own, "http://news.test")
        yield f"http://news.test/world/2026/made-{number}", lengthened(page, outlet, own, dice)
        number += 1


def mixed(article: NewsArticle, own: list[NewsArticle], dice: random.Random, number: int) -> NewsArticle:
    """Return an article with paragraphs of all of its outlet's."""
    every = [paragraph for one in own for paragraph in one.paragraphs]
    chosen = dice.choices(every, k=dice.randint(FEWEST, MOST))
    text = tuple(f"{paragraph} ({number}-{place})" for place, paragraph in enumerate(chosen))
    return replace(article, title=f"{article.title} ({number})", paragraphs=text)


def lengthened(page: bytes, outlet: Outlet, own: list[NewsArticle], dice: random.Random) -> bytes:
    """Return a page with menus and teasers before its end, and scripts up to a length of chance."""
    titles = [dice.choice(own).title for _ in range(dice.randint(20, 150))]
    links = "".join(LINK % (place, dice.randrange(10**6), title) for place, title in enumerate(titles))
    frame = f'<nav class="menu"><ul>{links}</ul></nav>'.encode(outlet.encoding, "xmlcharrefreplace")
    missing = max(0, dice.randint(SMALLEST, LARGEST) - len(page) - len(frame))
    state = "".join(SCRIPT % ((dice.randrange(10**6),) * 5) for _ in range(missing // len(SCRIPT) + 1))
    script = f"<script>window.state=[{state}".encode()[:missing] + b"]</script>"
    head, _, tail = page.rpartition(b"</body>")
    return head + frame + script + b"</body>" + tail


def real_pages(shared: Path) -> Iterator[Page]:
    """Yield the labelled pages over and over, with other words each time."""
    rows = map(json.loads, (shared / "newsroom" / "index.jsonl").read_text(encoding="utf-8").splitlines())
    files = [(row["url"], shared / "newsroom" / row["page"]) for row in rows]
    marked = json.loads((shared / "pages" / "ground_truth.json").read_text(encoding="utf-8"))
    files += [(row["url"], shared / "pages" / "html" / name) for name, row in marked.items()]
    for number, (url, path) in enumerate(cycle(files)):
        yield url, gzip.decompress(path.read_bytes()).replace(b"<p>", b"<p>N%d " % number)


def read_batches(pages: list[Page]) -> list[EntryOutcome]:
    """Return what the pages make of their entries."""
    with ThreadPoolExecutor(BATCHES * MAX_THREADS) as pool:
        return list(pool.map(lambda page: read_page(*page), pages))


def read_page(url: str, body: bytes) -> EntryOutcome:
    """Return what a page makes of its entry."""
    entry = Entry(1, "feed", url, None, "A title", "", (), NOW)
    return read_in_turn(entry, Response(url, url, 200, (("Content-Type", "text/html"),), body, NOW), 0)


def resident_megabytes() -> float:
    """Return how much memory the process has now."""
    fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return int(fields[1]) * 4096 / 1e6


def measure(kinds: dict[str, Iterator[Page]], count: int) -> bool:
    """Read the pages and print the table; return whether speed and memory are as they should be."""
    second = SecondReading()
    clean.extract = second  # type: ignore[assignment]
    for pages in kinds.values():
        read_batches(list(islice(pages, BATCHES * BATCH)))  # loads what is loaded once
    table = Table("pages", *(f"{kind}: pages/CPU-s" for kind in kinds), "trafilatura's share", "MB")
    whole = Tally()
    for read in range(count // ROWS, count + 1, count // ROWS):
        part = Tally()
        second.seconds = 0.0
        read_pages(kinds, count // ROWS, part)
        whole.add(part)
        speeds = [f"{part.pages[kind] / part.seconds[kind]:.1f}" for kind in kinds]
        share = second.seconds / part.seconds.total()
        whole.megabytes.append(resident_megabytes())
        table.add_row(f"{read:,}", *speeds, f"{share:.0%}", f"{whole.megabytes[-1]:.0f}")
    Console(width=110).print(table)
    speed = whole.pages.total() / whole.seconds.total()
    print(f"{speed:.1f} pages per second of processor time; goal: {GOAL}")
    print(f"{max(whole.megabytes):.0f} MB at most; goal: less than {MOST_MEGABYTES}")
    print("outcomes:", ", ".join(f"{name} {number}" for name, number in whole.outcomes.most_common()))
    return speed >= GOAL and max(whole.megabytes) < MOST_MEGABYTES


def read_pages(kinds: dict[str, Iterator[Page]], count: int, tally: Tally) -> None:
    """Read so many pages, the kinds in turns, and count what it took without the making of them."""
    turns = cycle(kinds)
    while tally.pages.total() < count:
        kind = next(turns)
        batch = list(islice(kinds[kind], BATCHES * BATCH))
        started = time.process_time()
        outcomes = read_batches(batch)
        tally.seconds[kind] += time.process_time() - started
        tally.pages[kind] += len(batch)
        tally.outcomes.update(one.rejection.reason if one.rejection else "article" for one in outcomes)


def profile(kinds: dict[str, Iterator[Page]], count: int) -> None:
    """Print the functions in which a single thread spends its time, those of the longest first."""
    for kind, pages in kinds.items():
        batch = list(islice(pages, count))
        read_page(*batch[0])
        profiler = cProfile.Profile()
        profiler.enable()
        for page in batch:
            read_page(*page)
        profiler.disable()
        print(kind)
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(50)
        pstats.Stats(profiler).sort_stats("tottime").print_stats(30)


def main() -> None:
    """Print what reading pages takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--profile", action="store_true", help="print the costliest functions")
    asked = parser.parse_args()
    kinds = {"made": made_pages(random.Random(1))}
    if SHARED.is_dir():
        kinds["real"] = real_pages(SHARED)
    if asked.profile:
        profile(kinds, asked.pages)
        return
    sys.exit(not measure(kinds, asked.pages))


if __name__ == "__main__":
    main()
