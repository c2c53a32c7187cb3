"""What a night tells those who listen: Prefect events, for automations of whatever kind.

    geostance.nightly.finished  a night loaded and published; counts
    geostance.nightly.failed    a night ended with an error; its words
    geostance.feed.stale        a feed brought nothing in its last seven visits; all such feeds
    geostance.check.failed      a data check found something; how much, and an example
    geostance.disk.low          the warehouse's disk has less free than the settings want

The resource of each is `geostance.nightly`, `geostance.feed.<id>`, `geostance.check.<name>` or
`geostance.warehouse`; Prefect adds the flow run, its deployment and its tags.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from prefect.events import emit_event

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from prefect import Flow, State
    from prefect.client.schemas.objects import FlowRun

    from config.settings import Settings
    from tasks.tables.records import CheckResult, RunReport

NIGHTLY = {"prefect.resource.id": "geostance.nightly", "prefect.resource.name": "nightly"}
GIGABYTE = 10**9
LONGEST_MESSAGE = 2000


def tell_finished(report: RunReport, published: Path) -> None:
    """Tell that a night is loaded and published, and what it brought."""
    payload = {
        "run_id": report.run_id,
        "feeds": len(report.visits),
        "feeds_failed": len(report.failing),
        "entries_new": report.new_count,
        "articles": report.article_count,
        "rejected": report.rejected_count,
        "pending": report.pending_count,
        "stances": report.stance_count,
        "published": str(published),
    }
    emit_event("geostance.nightly.finished", resource=NIGHTLY, payload=payload)


def tell_failed(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:  # noqa: ARG001 - as Prefect calls a hook
    """Tell that a night ended with an error."""
    payload = {"run": flow_run.name, "message": (state.message or "")[:LONGEST_MESSAGE]}
    emit_event("geostance.nightly.failed", resource=NIGHTLY, payload=payload)


def tell_findings(report: RunReport, silent_feeds: Sequence[str], settings: Settings) -> None:
    """Tell of all that someone should look at, though it need not fail the night."""
    for feed in silent_feeds:
        _tell_stale(feed, silent_feeds)
    for check in report.checks:
        if check.bad_count:
            _tell_check(check)
    folder = settings.warehouse.parent
    free = shutil.disk_usage(folder).free / GIGABYTE
    if free < settings.least_free_gb:
        _tell_low_disk(folder, free, settings.least_free_gb)


def _tell_stale(feed: str, all_stale: Sequence[str]) -> None:
    emit_event(
        "geostance.feed.stale",
        resource={"prefect.resource.id": f"geostance.feed.{feed}", "prefect.resource.name": feed},
        payload={"feed": feed, "stale_feeds": list(all_stale), "count": len(all_stale)},
    )


def _tell_check(check: CheckResult) -> None:
    emit_event(
        "geostance.check.failed",
        resource={
            "prefect.resource.id": f"geostance.check.{check.name}",
            "prefect.resource.name": check.name,
            "geostance.severity": check.severity,
        },
        payload={
            "check": check.name,
            "severity": check.severity,
            "rows": check.bad_count,
            "sample": check.sample or "",
        },
    )


def _tell_low_disk(folder: Path, free: float, wanted: float) -> None:
    emit_event(
        "geostance.disk.low",
        resource={"prefect.resource.id": "geostance.warehouse", "prefect.resource.name": str(folder)},
        payload={"folder": str(folder), "free_gb": round(free, 2), "least_free_gb": wanted},
    )
