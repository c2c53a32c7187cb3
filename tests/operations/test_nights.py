"""Nights that came due while the machine was off: one makes up for all."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from operations.nights import NIGHTLY, make_up, superseded
from operations.up import prepare

if TYPE_CHECKING:
    from operations.server import Site

SCHEDULING_SECONDS = 90
CRASHED = {"type": "CRASHED", "name": "Crashed"}


def runs(site: Site, *states: str) -> list[dict[str, Any]]:
    wanted = {
        "flow_runs": {
            "deployment_id": {"any_": [site.ask(NIGHTLY)["id"]]},
            "state": {"type": {"any_": list(states)}},
        },
        "sort": "EXPECTED_START_TIME_ASC",
    }
    found: list[dict[str, Any]] = site.ask("/flow_runs/filter", wanted)
    return found


def age(site: Site, run: dict[str, Any], moment: datetime) -> None:
    """Let a run have been due, and where it ended have ended, at another time, as if that had passed."""
    text = f"{moment:%Y-%m-%d %H:%M:%S}.000000"
    with closing(sqlite3.connect(site.folder / "prefect" / "prefect.db", timeout=30)) as database, database:
        for column in ("expected_start_time", "next_scheduled_start_time", "end_time"):
            database.execute(
                f"update flow_run set {column} = ? where id = ? and {column} is not null",  # noqa: S608
                (text, run["id"]),
            )


def test_runs_that_a_later_one_makes_needless() -> None:
    due = [
        {"id": 1, "deployment_id": "a", "auto_scheduled": True},
        {"id": 2, "deployment_id": "a", "auto_scheduled": False},  # somebody asked for it
        {"id": 3, "deployment_id": "b", "auto_scheduled": True},
        {"id": 4, "deployment_id": "a", "auto_scheduled": True},
    ]
    assert [run["id"] for run in superseded(due)] == [1]


@pytest.mark.slow
def test_a_night_makes_up_for_those_that_were_missed(site: Site) -> None:
    now = datetime.now(UTC)
    for run in runs(site, "COMPLETED", "CANCELLED"):  # of other tests
        site.ask(f"/flow_runs/{run['id']}", method="DELETE")
    deadline = time.monotonic() + SCHEDULING_SECONDS
    while len(waiting := runs(site, "SCHEDULED")) < 2 and time.monotonic() < deadline:
        time.sleep(0.2)
    assert list(make_up(site, now)) == []  # the first night of an empty home is the scheduled one

    missed = [now - timedelta(days=1, hours=5), now - timedelta(hours=5)]
    for run, moment in zip(waiting, missed, strict=False):
        age(site, run, moment)
    told: list[str] = []
    prepare(site, told.append)  # deploying anew leaves what was due
    assert told[-1] == f"the night due {missed[1]:%Y-%m-%d %H:%M} UTC was missed and begins now"
    [cancelled] = runs(site, "CANCELLED")
    assert cancelled["id"] == waiting[0]["id"]
    assert waiting[1]["id"] in {run["id"] for run in runs(site, "SCHEDULED")}
    site.ask(f"/flow_runs/{waiting[1]['id']}/set_state", {"state": CRASHED, "force": True})

    # Nothing waits, and the last night is long ago.
    deployment = site.ask(NIGHTLY)["id"]
    last = site.ask(f"/deployments/{deployment}/create_flow_run", {})
    site.ask(
        f"/flow_runs/{last['id']}/set_state",
        {"state": {"type": "COMPLETED", "name": "Completed"}, "force": True},
    )
    age(site, last, now - timedelta(hours=30))
    assert list(make_up(site, now)) == []
    age(site, last, now - timedelta(hours=40))
    assert [words[:15] for words in make_up(site, now)] == ["the last night "]
    [begun] = [run for run in runs(site, "SCHEDULED") if not run["auto_scheduled"]]
    later = datetime.now(UTC)
    assert list(make_up(site, later)) != []  # it is due, and told of as such
    assert len([run for run in runs(site, "SCHEDULED") if not run["auto_scheduled"]]) == 1
    site.ask(f"/flow_runs/{begun['id']}/set_state", {"state": CRASHED, "force": True})


@pytest.mark.slow
def test_one_run_at_a_time(site: Site) -> None:
    assert site.ask("/work_pools/geostance")["concurrency_limit"] == 1
