"""Runs that ended long ago are gone from Prefect's database, with what they logged; later ones stay."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from operations.nights import NIGHTLY
from tests.operations.test_nights import age

if TYPE_CHECKING:
    from operations.server import Site

GONE_SECONDS = 60
COMPLETED = {"type": "COMPLETED", "name": "Completed"}


def ended(site: Site, moment: datetime) -> str:
    """Return the id of a run that logged a line and ended at a moment."""
    run = site.ask(f"/deployments/{site.ask(NIGHTLY)['id']}/create_flow_run", {})
    line = {"name": "test", "level": 20, "message": "read", "flow_run_id": run["id"]}
    site.ask("/logs/", [line | {"timestamp": moment.isoformat()}])
    site.ask(f"/flow_runs/{run['id']}/set_state", {"state": COMPLETED, "force": True})
    age(site, run, moment)
    return str(run["id"])


def logs(site: Site, run: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = site.ask("/logs/filter", {"logs": {"flow_run_id": {"any_": [run]}}})
    return found


def ids(site: Site) -> set[str]:
    wanted = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}}
    return {run["id"] for run in site.ask("/flow_runs/filter", wanted)}


@pytest.mark.slow
def test_runs_stay_as_many_days_as_set(site: Site) -> None:
    today = datetime.now(UTC)
    recent = ended(site, today - timedelta(days=site.run_days - 1))
    old = ended(site, today - timedelta(days=site.run_days + 1))
    deadline = time.monotonic() + GONE_SECONDS
    while old in ids(site) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert recent in ids(site)
    assert old not in ids(site)
    while logs(site, old) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert logs(site, old) == []
    assert len(logs(site, recent)) == 1
    site.ask(f"/flow_runs/{recent}", method="DELETE")
