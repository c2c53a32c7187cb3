"""`ingest`: the nightly flow, now, in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from commands.report import print_report
from config.settings import load_settings
from tasks.errors import DataCheckError, TooManyFeedsFailedError

if TYPE_CHECKING:
    from tasks.tables.records import RunReport


class ProgressBars:
    """Progress bars on standard error, one a stage of the run."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bars: dict[str, TaskID] = {}

    def begin(self, stage: str, total: int) -> None:
        """Show a bar for the stage."""
        self._bars[stage] = self._progress.add_task(stage, total=total)

    def advance(self, stage: str) -> None:
        """Move the stage's bar on by one step."""
        self._progress.advance(self._bars[stage])


def ingest(
    feeds: Annotated[
        Path | None, typer.Option(help="Feed list (YAML). Default: that of the settings.")
    ] = None,
    warehouse: Annotated[
        Path | None, typer.Option(help="DuckDB file to load. Default: that of the settings.")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Leave out entries dated before this UTC day."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the run's report as JSON.")] = False,
) -> None:
    """Run the nightly flow now: read feeds, extract stances, load and publish the warehouse.

    A run that was stopped, even by force, goes on where it was. Without a Prefect server
    (PREFECT_API_URL) one is started for the time of the run; its runs show in the UI later.
    """
    from commands.prefect_setup import prepare_prefect

    prepare_prefect()
    try:
        report = run_nightly(feeds, warehouse, since)
    except (DataCheckError, TooManyFeedsFailedError) as error:
        print_report(error.report, as_json=as_json)
        raise
    print_report(report, as_json=as_json)


def run_nightly(feeds: Path | None, warehouse: Path | None, since: datetime | None) -> RunReport:
    """Return the report of a nightly run made in this process, with progress bars."""
    with progress_bars() as bars:
        bars.begin("starting", 1)
        from flows.nightly import nightly
        from flows.progress import watched_by

        with watched_by(bars):
            bars.advance("starting")
            return nightly(feeds, warehouse, since.date() if since else None)


@contextmanager
def progress_bars() -> Iterator[ProgressBars]:
    """Yield progress bars that vanish at the end of the block."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    # Log lines in JSON have standard error to themselves.
    is_off = load_settings().log_format == "json"
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=is_off) as progress:
        yield ProgressBars(progress)
