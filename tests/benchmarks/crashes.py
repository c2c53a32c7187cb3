"""Nights killed at random moments, and what was left of each: `python -m tests.benchmarks.crashes`.

Each night has a warehouse of its own, in turns an empty one and one that an earlier geostance filled (its
migrations are under way, too), and is killed (SIGKILL) at a moment drawn from its whole length. Then it is
looked at: what was committed must be whole, and what was published is the copy of before or the new one. The
next night is left alone, and must end with the tables of a night that nobody disturbed.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rich.progress import track

from tasks.errors import WarehouseError
from tests.tables.conftest import NOW, REFERENCE, contents
from tests.tables.test_crash import finish_night, start_night
from warehouse.check import find_bad_rows
from warehouse.migrate import MIGRATIONS, migrate
from warehouse.store import open_warehouse, query, run_sql

OLDEST_FILLED = 6  # the first migration that has all tables of facts


@dataclass(frozen=True)
class Fate:
    """One killed night: when, doing what, and what was found after."""

    after_seconds: float
    migrated_from: int
    doing: str
    articles: int | None
    published: str
    is_whole: bool
    is_taken_up: bool


def filled(folder: Path, version: int) -> None:
    """Make the warehouse of an earlier geostance, with feeds and actors."""
    with open_warehouse(folder / "geostance.duckdb") as connection:
        migrate(connection, NOW, up_to=version)
        connection.execute(f"begin; {REFERENCE} commit;")


def killed(folder: Path, after_seconds: float) -> str:
    """Return what a night was doing when it was killed."""
    with start_night(folder) as night:
        with suppress(subprocess.TimeoutExpired):
            night.wait(timeout=after_seconds)
        night.send_signal(signal.SIGKILL)
        said = (night.stdout.read() if night.stdout else "").split()
    return said[-1] if said else "opening"


def look(folder: Path) -> tuple[int | None, bool]:
    """Return how many articles there are, and whether what there is hangs together."""
    try:
        with open_warehouse(folder / "geostance.duckdb") as connection:
            versions = [row[0] for row in run_sql(connection, "queries/applied_migrations")]
            if max(versions, default=0) < len(list(MIGRATIONS.glob("*.sql"))):
                return None, True  # not migrated yet, and whole as it was
            [(articles,)] = connection.execute("select count(*) from core.article").fetchall()
            bad = [
                name
                for name, severity, count, _ in find_bad_rows(connection)
                if severity == "error" and count
            ]
            return articles, not bad
    except WarehouseError as error:
        print(error, file=sys.stderr)
        return None, not (folder / "geostance.duckdb").exists() or "does not exist" in str(error)


def spend(moment: random.Random, whole: list[object], seconds: float, number: int) -> Fate:
    """Return the fate of one night."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        version = (
            OLDEST_FILLED + number % (len(list(MIGRATIONS.glob("*.sql"))) - OLDEST_FILLED)
            if number % 2
            else 0
        )
        if version:
            filled(folder, version)
        after = moment.uniform(0, seconds)
        doing = killed(folder, after)
        articles, is_whole = look(folder)
        current = folder / "published" / "current" / "geostance.duckdb"
        published = "none"
        if current.exists():
            [(count,)] = query(current, "select articles from snapshot_info")[1]
            published = f"{count} articles"
        finish_night(folder)
        return Fate(
            after,
            version,
            doing,
            articles,
            published,
            is_whole,
            contents(folder / "geostance.duckdb") == whole,
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    moment = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as scratch:
        seconds = finish_night(Path(scratch))
        whole = contents(Path(scratch) / "geostance.duckdb")
        fates = [
            spend(moment, whole, seconds, number)
            for number in track(range(arguments.kills), description="nights killed", transient=True)
        ]
    head = f"{'killed after':>12}  {'migrating from':<15}{'doing':<12}{'articles':>9}  {'published':<12}"
    print(f"{head}whole  next night alike")
    for one in fates:
        start = f"{one.migrated_from:03}" if one.migrated_from else "nothing"
        held = "-" if one.articles is None else one.articles
        whole_, again = ("yes" if good else "NO" for good in (one.is_whole, one.is_taken_up))
        left = f"{one.after_seconds:>10.2f} s  {start:<15}{one.doing:<12}{held:>9}  {one.published:<12}"
        print(f"{left}{whole_:<7}{again}")
    good = sum(one.is_whole and one.is_taken_up for one in fates)
    doing = dict(Counter(one.doing for one in fates))
    print(f"{good} of {len(fates)} whole and taken up; killed while: {doing}")
    sys.exit(good != len(fates))


if __name__ == "__main__":
    main()
