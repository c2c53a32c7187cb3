"""How the warehouse grows: `python -m tests.benchmarks.warehouse --help`.

Loads stances as a night does, beside DuckDB's own `insert ... select` of the same rows; then fills a
warehouse with three years of 200 holders and 400 targets, publishes it while a reader asks on, and times
every question of `docs/questions.md`, and the report. Rows are drawn by DuckDB from a fixed seed. Times are
wall seconds, the best of three for questions; what matters are the ratios, and how cost grows with rows:
docs/scale.md tells that of `--load 0 --rows 500000 5000000 50000000`, half an hour and some 10 GB of disk.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from report.file import write_report
from tasks.articles.records import Article, EntryOutcome
from tasks.feeds.records import Entry, FeedReading, FeedState
from tasks.stances.records import Extraction, Stance
from tasks.tables.load import load_batch, load_readings
from tasks.tables.publish import publish
from tasks.tables.runs import close_run, open_run, run_checks
from warehouse.store import open_reader, open_warehouse, query

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 3, 1, 3, tzinfo=UTC)
STANCES_EACH = 10  # an article
BATCH = 2500  # articles
SENTENCE = "The foreign minister of one country said that the other had broken its word about the harbour."
QUESTIONS = {
    "stance_trend": "from stance_trend('H001', 'T001')",
    "stance_trend, stories": "from stance_trend('H001', 'T001', count_by := 'story')",
    "stance_trend of a bloc": "from stance_trend('BLOC members', 'T001', grain := 'month')",
    "stance_rolling": "from stance_rolling('H001', 'T001')",
    "stance_shift": "from stance_shift('H001', 'T001')",
    "stance_movers": "from stance_movers('2025-12-01')",
    "stance_by_press": "from stance_by_press('H001', 'T001')",
    "stance_evidence": "from stance_evidence('H001', 'T001') limit 20",
    "stance_network": "from stance_network(since := '2025-12-01')",
    "issue_trend": "from issue_trend('issue-01')",
    "issue_camps": "from issue_camps('issue-01')",
    "find_actor": "from find_actor('H00')",
    "coverage": "from coverage()",
    "feed_health": "from feed_health()",
}


def made_articles(count: int) -> tuple[tuple[EntryOutcome, ...], tuple[Extraction, ...]]:
    """Return outcomes and extractions as the stages before would bring them."""
    outcomes, extractions = [], []
    for number in range(count):
        url = f"https://paper.example/{number}"
        entry = Entry(number, "paper", url, None, "t", "s", (), NOW)
        text = f"{SENTENCE} {number}" * 2
        article = Article(
            number, url, url, f"Title {number}", (), NOW, NOW.date(), "page", NOW, "en", None, text, 30,
            f"sha-{number}", 0.9, None,
        )  # fmt: skip
        stances = tuple(
            Stance(
                "Holder", f"H{(number + n) % 200:03}", "GOV", "Target", f"T{(number * 7 + n) % 400:03}", None,
                None, None, "ACCUSE", "V-CONF", -1, -2.0, "asserted", None, None, SENTENCE, n, n + 50, 0.9,
            )
            for n in range(STANCES_EACH)
        )  # fmt: skip
        outcomes.append(EntryOutcome(entry, article, None))
        extractions.append(Extraction(number, "bench-1", stances))
    return tuple(outcomes), tuple(extractions)


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds the work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def loading(folder: Path, stances: int) -> None:
    """Print how loading through the stages' own door compares with DuckDB alone."""
    warehouse = folder / "load.duckdb"
    outcomes, extractions = made_articles(stances // STANCES_EACH)
    run_id = open_run(warehouse, flow_run=None, now=NOW)
    with open_warehouse(warehouse) as connection:
        connection.execute(
            "insert into core.feed values"
            " ('paper', 'P', 'https://paper.example/rss', 'p', 'GBR', 'en', 'd', false, true)"
        )
    reading = FeedReading(
        "paper", "https://paper.example/rss", NOW, "fetched", 200, "", "", FeedState("paper", None, None),
        tuple(one.entry for one in outcomes), (),
    )  # fmt: skip
    load_readings(warehouse, run_id, (reading,))
    ours = timed(
        lambda: [
            load_batch(warehouse, run_id, outcomes[at : at + BATCH], extractions[at : at + BATCH], NOW)
            for at in range(0, len(outcomes), BATCH)
        ]
    )
    checks = timed(lambda: run_checks(warehouse, run_id))
    with duckdb.connect() as bare:
        bare.execute(f"attach '{warehouse}' as w (read_only); attach '{folder / 'bare.duckdb'}' as b")
        bare.execute("create table rows as from w.core.stance")
        bare.execute("create table b.stance as from rows limit 0")
        alone = timed(lambda: bare.execute("insert into b.stance from rows; checkpoint b"))
    print(
        f"load {stances:,} stances of {len(outcomes):,} articles: {ours:.1f} s ({stances / ours:,.0f}/s), "
        f"checks {checks:.1f} s; insert ... select of the stances alone {alone:.1f} s "
        f"({alone / ours:.0%} of its speed)"
    )


WATCH = "dyads:\n  - {holder: H001, target: T001}\n  - {holder: H002, target: T002}\nissues: [issue-01]\n"
FILL = Path(__file__).with_suffix(".sql")


def fill(warehouse: Path, stances: int) -> None:
    """Make a warehouse of so many stances in three years."""
    run_id = open_run(warehouse, flow_run=None, now=NOW)
    values = {"articles": stances // STANCES_EACH, "each": STANCES_EACH, "sentence": SENTENCE}
    with open_warehouse(warehouse) as connection:
        for statement in filter(str.strip, FILL.read_text(encoding="utf-8").split(";")):
            used = {name: value for name, value in values.items() if f"${name}" in statement}
            connection.execute(statement, used or None)
    close_run(warehouse, run_id, "complete", NOW)


def publishing(warehouse: Path, published: Path) -> str:
    """Return how publishing went, while a reader of the copy before asked on without a pause."""
    publish(warehouse, published, NOW)
    waits: list[float] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            waits.append(timed(lambda: query(current, "select count(*) from stance_rows('H001', 'T001')")))

    current = published / "current" / "geostance.duckdb"
    reader = threading.Thread(target=read)
    reader.start()
    before = os.times()
    wall = timed(lambda: publish(warehouse, published, NOW + timedelta(days=1)))
    after = os.times()
    done.set()
    reader.join()
    spent = after.user + after.system - before.user - before.system
    return (
        f"publish {wall:.1f} s wall, {spent:.0f} CPU-seconds with the reader's; "
        f"{len(waits)} questions meanwhile, "
        f"median {1000 * statistics.median(waits):.0f} ms, longest {1000 * max(waits):.0f} ms"
    )


def asking(published: Path) -> dict[str, float]:
    """Return milliseconds of each question, the best of three."""
    times = {}
    with open_reader(published / "current" / "geostance.duckdb") as connection:
        for name, sql in QUESTIONS.items():
            times[name] = 1000 * min(timed(lambda: connection.execute(sql).fetchall()) for _ in range(3))  # noqa: B023
    return times


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="+", default=[500_000, 5_000_000], help="stances")
    parser.add_argument(
        "--load", type=int, default=1_000_000, help="stances to load as a night does; 0: none"
    )
    arguments = parser.parse_args()
    table: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        if arguments.load:
            loading(folder, arguments.load)
        for rows in arguments.rows:
            warehouse, published = folder / f"{rows}.duckdb", folder / f"published-{rows}"
            fill(warehouse, rows)
            said = publishing(warehouse, published)
            current = published / "current" / "geostance.duckdb"
            table[rows] = asking(published)
            page, watch = folder / "report.html", folder / "watch.yaml"
            watch.write_text(WATCH, encoding="utf-8")
            report = timed(lambda: write_report(current, watch, page))  # noqa: B023
            megabytes = [f"{path.stat().st_size / 1e6:,.0f} MB" for path in (warehouse, current)]
            sizes = f"warehouse {megabytes[0]}, copy {megabytes[1]}"
            print(f"{rows:,} stances: {sizes}; {said}; report {report:.1f} s", flush=True)
            warehouse.unlink()
            shutil.rmtree(published, ignore_errors=True)
    print(f"{'question, milliseconds':<32}" + "".join(f"{rows:>14,}" for rows in table))
    for name in QUESTIONS:
        print(f"{name:<32}" + "".join(f"{times[name]:>14.0f}" for times in table.values()))


if __name__ == "__main__":
    main()
