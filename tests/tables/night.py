"""A whole night on made-up news, to be killed: it goes on wherever an earlier one stopped.

`night.py FOLDER [STATEMENT]`: with a statement's name it kills itself just before running it.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tasks.tables import load
from tasks.tables.ledger import feed_states, pending_entries
from tasks.tables.publish import publish
from tasks.tables.runs import hold_warehouse, recorded_run, run_checks
from tasks.tables.stories import assign_stories
from tests.tables.conftest import REFERENCE, Maker
from warehouse.store import open_warehouse, run_sql

if TYPE_CHECKING:
    from tasks.articles.records import EntryOutcome
    from tasks.feeds.records import Entry
    from warehouse.store import Connection

FEEDS = ("bbc", "tass")
ENTRIES = 60
BATCH = 10
make = Maker()


def now() -> datetime:
    return datetime.now(UTC)


def read_feeds(warehouse: Path, run_id: int) -> None:
    """Load both feeds, which answer as servers do: to their validator with nothing new."""
    known = feed_states(warehouse)
    readings = []
    for place, feed in enumerate(FEEDS):
        entries = tuple(
            make.entry(number, feed) for number in range(1 + place * 50, 1 + ENTRIES + place * 50)
        )
        if feed in known:
            readings.append(make.reading(feed, (), outcome="unchanged", status=304, rejections=()))
        else:
            readings.append(make.reading(feed, entries))
    load.load_readings(warehouse, run_id, tuple(readings))


def work_off(warehouse: Path, run_id: int) -> None:
    """Load the pending entries; every seventh has no article, every eleventh leads to another's."""
    pending = pending_entries(warehouse, 5)
    for start in range(0, len(pending), BATCH):
        batch = pending[start : start + BATCH]
        outcomes = tuple(outcome_of(entry) for entry in batch)
        articles = [one.article for one in outcomes if one.article]
        load.load_batch(
            warehouse, run_id, outcomes, tuple(make.extraction(one.article_id) for one in articles), now()
        )


def outcome_of(entry: Entry) -> EntryOutcome:
    number = entry.entry_id
    if number % 7 == 0:
        return make.failed(number, "http-404")
    return make.loaded(number, entry.feed_id, article_id=number - 1 if number % 11 == 0 else number)


def die_before(statement: str) -> None:
    """Have this process killed just before a statement of a load."""

    def run_or_die(connection: Connection, name: str, /, **parameters: object) -> list[tuple[Any, ...]]:
        if name == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return run_sql(connection, name, **parameters)

    vars(load)["run_sql"] = run_or_die


def say(what: str) -> None:
    """Tell whoever kills what is being done."""
    print(what, flush=True)  # noqa: T201


def main(folder: Path) -> None:
    warehouse = folder / "geostance.duckdb"
    say("started")  # tells the killer to begin
    with hold_warehouse(warehouse):
        say("migrating")
        with recorded_run(warehouse, flow_run=None, now=now) as run_id:
            say("reading")
            with open_warehouse(warehouse) as connection:
                if not connection.execute("from core.feed").fetchall():
                    connection.execute(f"begin; {REFERENCE} commit;")
            read_feeds(warehouse, run_id)
            say("loading")
            work_off(warehouse, run_id)
            assign_stories(warehouse, now(), 7)
            say("checking")
            run_checks(warehouse, run_id)
        say("publishing")
        publish(warehouse, folder / "published", now())
    say("done")


if __name__ == "__main__":
    for name in sys.argv[2:]:
        die_before(name)
    main(Path(sys.argv[1]))
