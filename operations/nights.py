"""Nights that were missed while the machine was off: made up for, once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from operations.server import POOL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from operations.server import Site

PATIENCE = timedelta(hours=36)  # since the last completed night, after which one begins without being due
WAITING = ["SCHEDULED", "PENDING", "RUNNING", "CANCELLING"]
CANCELLED = {
    "type": "CANCELLED",
    "name": "Cancelled",
    "message": "The machine was off when this was due; a later run, due as well, does its work.",
}
NIGHTLY = "/deployments/name/nightly/nightly"


def make_up(site: Site, now: datetime) -> Iterator[str]:
    """Let one night make up for all that were missed, and yield words for what was done.

    Prefect keeps the runs that came due while nothing ran, three nights at most, and its worker would
    start each. Of those the latest stays, of every deployment. Where none is left and the last completed
    night is older than `PATIENCE`, a night is started.
    """
    due = _runs_due(site, now)
    for run in superseded(due):
        site.ask(f"/flow_runs/{run['id']}/set_state", {"state": CANCELLED, "force": True})
    nightly = site.ask(NIGHTLY)["id"]
    late = [run for run in due if run["deployment_id"] == nightly]
    if late:
        yield f"the night due {_moment(late[-1]):%Y-%m-%d %H:%M} UTC was missed and begins now"
        return
    last = _last_night(site)
    if last and now - last > PATIENCE and not _is_at_it(site, nightly, now):
        site.ask(f"/deployments/{nightly}/create_flow_run", {})
        yield f"the last night ended {last:%Y-%m-%d %H:%M} UTC: one begins now"


def superseded(due: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the runs, of those in their order, that a later run of their deployment makes needless."""
    latest = {run["deployment_id"]: run["id"] for run in due}
    return [run for run in due if run["auto_scheduled"] and run["id"] != latest[run["deployment_id"]]]


def _runs_due(site: Site, now: datetime) -> list[dict[str, Any]]:
    wanted = {
        "flow_runs": {
            "state": {"type": {"any_": ["SCHEDULED"]}},
            "expected_start_time": {"before_": now.isoformat()},
        },
        "work_pools": {"name": {"any_": [POOL]}},
        "sort": "EXPECTED_START_TIME_ASC",
    }
    found: list[dict[str, Any]] = site.ask("/flow_runs/filter", wanted)
    return found


def _last_night(site: Site) -> datetime | None:
    """Return when a night last ended well, from whoever started it."""
    wanted = {
        "flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}},
        "flows": {"name": {"any_": ["nightly"]}},
        "sort": "END_TIME_DESC",
        "limit": 1,
    }
    for run in site.ask("/flow_runs/filter", wanted):
        return datetime.fromisoformat(run["end_time"]).astimezone(UTC)
    return None


def _is_at_it(site: Site, nightly: str, now: datetime) -> bool:
    """Return whether a night is under way or was asked for."""
    wanted = {
        "flow_runs": {
            "deployment_id": {"any_": [nightly]},
            "state": {"type": {"any_": WAITING}},
            "expected_start_time": {"before_": now.isoformat()},
        }
    }
    return bool(site.ask("/flow_runs/filter", wanted))


def _moment(run: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(run["expected_start_time"]).astimezone(UTC)
