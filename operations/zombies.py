"""Runs that the server believes to be under way, and whose process is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from operations.server import Site

UNDER_WAY = ["RUNNING", "PENDING", "CANCELLING"]
CRASHED = {
    "type": "CRASHED",
    "name": "Crashed",
    "message": "The process of this run is gone; geostance marked it when it started or ended the worker.",
}


def settle_zombies(site: Site) -> Iterator[str]:
    """Mark runs under way as crashed and yield their names. Call it while no worker of the site runs.

    A run of the site's worker cannot be alive then: the worker takes its processes along, and where
    it was killed they die with it or lose their server. Runs of `geostance ingest` have no deployment
    and are left alone.
    """
    wanted = {"flow_runs": {"state": {"type": {"any_": UNDER_WAY}}}, "limit": 200}
    for run in site.ask("/flow_runs/filter", wanted):
        if run.get("deployment_id"):
            _mark(site, run)
            yield run["name"]


def _mark(site: Site, run: dict[str, Any]) -> None:
    site.ask(f"/flow_runs/{run['id']}/set_state", {"state": CRASHED, "force": True})
