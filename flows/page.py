"""The flow that draws the report for analysts, on demand."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from config.settings import load_settings
from flows.artifacts import show_page
from flows.parameters import PastDay, dated, refuse_reversed
from report.file import write_report
from tasks.errors import ConfigError


@flow(name="report", flow_run_name=dated("report"))
def report(
    since: PastDay = None,
    until: PastDay = None,
    watch: Path | None = None,
    out: Path | None = None,
    published: Path | None = None,
) -> Path:
    """Draw trends, movers, camps and press of the published copy as one HTML page.

    Args:
        since: First UTC day shown; without it the last half year that was read.
        until: Last UTC day shown; without it to the end.
        watch: Watch list to follow; that of the settings when empty.
        out: File to write; `report.html` beside the published copies when empty.
        published: Folder of the published copies; that of the settings when empty.

    Raises ConfigError where nothing is published yet.
    """
    settings = load_settings()
    refuse_reversed(since, until)
    copies = (published or settings.published_folder).resolve()
    copy = copies / "current" / "geostance.duckdb"
    if not copy.is_file():
        raise ConfigError(f"{copies}: nothing is published yet; run the nightly flow first")
    path = out.resolve() if out else copies / "report.html"
    write_report(copy, watch or settings.watch, path, since, until)
    show_page(path)
    return path
