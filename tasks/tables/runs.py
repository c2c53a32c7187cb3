"""Runs: begin, check, end and report them; one process writes at a time."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC
from typing import TYPE_CHECKING, Any

from tasks.errors import WarehouseError
from tasks.tables.records import (
    CheckResult,
    DyadCount,
    FeedVisit,
    LanguageCount,
    RejectionCount,
    RunReport,
)
from warehouse.check import find_bad_rows, rows_found
from warehouse.lock import hold
from warehouse.migrate import migrate
from warehouse.store import open_warehouse, run_sql, transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from tasks.tables.records import RunState
    from warehouse.store import Connection

REPORTED_DYADS = 10
REPORTED_SAMPLES = 3


@contextmanager
def hold_warehouse(warehouse: Path) -> Iterator[None]:
    """Be the warehouse's one writer during the block.

    Raises WarehouseBusyError, naming the process and since when, while another one is.
    """
    with hold(warehouse):
        yield


@contextmanager
def recorded_run(warehouse: Path, *, flow_run: str | None, now: Callable[[], datetime]) -> Iterator[int]:
    """Yield the id of a new run; after the block it is complete, or failed when an error ended it."""
    run_id = open_run(warehouse, flow_run=flow_run, now=now())
    try:
        yield run_id
    except BaseException:
        close_run(warehouse, run_id, "failed", now())
        raise
    close_run(warehouse, run_id, "complete", now())


def open_run(warehouse: Path, *, flow_run: str | None, now: datetime) -> int:
    """Return the id of a new run; makes or migrates the warehouse, and marks runs that died as abandoned."""
    with open_warehouse(warehouse) as connection:
        migrate(connection, now)
        with transaction(connection):
            run_sql(connection, "queries/abandon_runs")
            [(run_id,)] = run_sql(connection, "queries/open_run", flow_run=flow_run, started_at=now)
    return int(run_id)


def close_run(warehouse: Path, run_id: int, state: RunState, now: datetime) -> None:
    """Mark a running run as ended."""
    with open_warehouse(warehouse) as connection:
        run_sql(connection, "queries/close_run", run_id=run_id, state=state, finished_at=now)


def run_checks(warehouse: Path, run_id: int) -> tuple[CheckResult, ...]:
    """Return what every data check found, recorded with the run; checks done again replace the findings."""
    with open_warehouse(warehouse) as connection, transaction(connection):
        run_sql(connection, "queries/delete_check_results", run_id=run_id)
        for name, severity, bad_count, sample in find_bad_rows(connection):
            run_sql(
                connection,
                "queries/record_check_result",
                run_id=run_id,
                name=name,
                severity=severity,
                bad_count=bad_count,
                sample=sample,
            )
        return _checks_of(connection, run_id)


def silent_feeds(warehouse: Path) -> tuple[str, ...]:
    """Return the ids of the feeds that brought nothing new in their last visits, as the data check has it."""
    with open_warehouse(warehouse) as connection:
        return tuple(sorted(row[0] for row in rows_found(connection, "warn_silent_feed")))


def run_report(warehouse: Path, run_id: int) -> RunReport:
    """Return what a run did. Raises WarehouseError when there is no such run."""
    with open_warehouse(warehouse) as connection:
        found = run_sql(connection, "queries/report_run", run_id=run_id)
        if not found:
            raise WarehouseError(f"{warehouse}: there is no run {run_id}")
        return _report(connection, run_id, found[0])


def _report(connection: Connection, run_id: int, run: tuple[Any, ...]) -> RunReport:
    number, flow_run, state, started_at, finished_at, new, loaded, rejected, retried, pending, *later = run
    stances, revisits, revised = later
    rejections = run_sql(
        connection, "queries/report_rejections", run_id=run_id, sample_count=REPORTED_SAMPLES
    )
    dyads = run_sql(connection, "queries/report_dyads", run_id=run_id, dyad_count=REPORTED_DYADS)
    return RunReport(
        run_id=number,
        flow_run=flow_run,
        state=state,
        started_at=started_at.astimezone(UTC),
        finished_at=finished_at.astimezone(UTC) if finished_at else None,
        visits=tuple(FeedVisit(*row) for row in run_sql(connection, "queries/report_visits", run_id=run_id)),
        new_count=new,
        loaded_count=loaded,
        rejected_count=rejected,
        retry_count=retried,
        pending_count=pending,
        languages=tuple(
            LanguageCount(*row) for row in run_sql(connection, "queries/report_languages", run_id=run_id)
        ),
        stance_count=stances,
        rejections=tuple(
            RejectionCount(stage, reason, count, tuple(samples))
            for stage, reason, count, samples in rejections
        ),
        checks=_checks_of(connection, run_id),
        dyads=tuple(DyadCount(*row) for row in dyads),
        revisit_count=revisits,
        revised_count=revised,
    )


def _checks_of(connection: Connection, run_id: int) -> tuple[CheckResult, ...]:
    return tuple(CheckResult(*row) for row in run_sql(connection, "queries/report_checks", run_id=run_id))
