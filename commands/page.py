"""`report`: the watched relations as one HTML page."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from commands.trend import Day, Published


def report(
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="File to write. Default: report.html beside the copies."),
    ] = None,
    watch: Annotated[Path | None, typer.Option(help="Watch list. Default: that of the settings.")] = None,
    since: Day = None,
    until: Day = None,
    warehouse: Published = None,
) -> None:
    """Write what moved as one HTML page: trends, movers, camps, press, feeds, and the sentences behind them.

    The page needs no network and no other file: mail it, print it, keep it. What it follows stands
    in [bold]config/watch.yaml[/bold]. Without dates it shows the last half year that was read.

    Example: [bold]geostance report --out friday.html[/bold]
    """
    from commands.published import read_published
    from config.settings import load_settings
    from report.file import write_report

    published = read_published(warehouse).path
    path = out or published.parents[1] / "report.html"
    write_report(published, watch or load_settings().watch, path, _day(since), _day(until))
    typer.echo(f"{os.path.relpath(path) if path.is_relative_to(Path.cwd()) else path}")


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
