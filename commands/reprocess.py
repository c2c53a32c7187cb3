"""`reprocess`: stored articles, or their archived pages, read anew as the present geostance would."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from commands.ingest import progress_bars
from commands.trend import Day

if TYPE_CHECKING:
    from flows.reprocess import Reprocessed


def reprocess(
    since: Day = None,
    until: Day = None,
    warehouse: Annotated[
        Path | None, typer.Option(help="DuckDB file to work on. Default: that of the settings.")
    ] = None,
    parse: Annotated[
        bool, typer.Option("--parse", help="Parse the archived pages anew first, not only read stored texts.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what changed as JSON.")] = False,
) -> None:
    """Read stored articles anew, where another model, gazetteer or other rules read them before.

    Do this after an upgrade, or after editing config/actors or config/issues.yaml: a trend is comparable
    only if one and the same extractor read all of it. Nothing is fetched; what was read before is kept,
    and [bold]known_at[/bold] still answers from it. A run that was stopped goes on where it was.

    With --parse pages that another page reader read before, an older geostance or other rules in
    config/pages.yaml, are taken from the archive and parsed anew: titles, texts, dates. A page that is no
    longer taken for an article keeps an empty text, one that is taken now is loaded; what the archive
    lacks (archive_days) stays as it is.

    Example: [bold]geostance reprocess --since 2025-01-01[/bold]
    """
    from commands.prefect_setup import prepare_prefect

    prepare_prefect()
    with progress_bars() as bars:
        bars.begin("starting", 1)
        from flows.progress import watched_by
        from flows.reprocess import reprocess as flow

        with watched_by(bars):
            bars.advance("starting")
            done = flow(_day(since), _day(until), warehouse, parse)
    if as_json:
        print(json.dumps(dataclasses.asdict(done)))
        return
    print_changes(Console(), done)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def print_changes(console: Console, done: Reprocessed) -> None:
    """Print what reading anew changed."""
    if done.reader:
        print_pages(console, done)
    if not done.articles and not done.changes:
        console.print(f"nothing to do: {done.extractor} has read all of these articles", highlight=False)
        return
    console.print(f"{done.articles} articles read anew by {done.extractor}", highlight=False)
    table = Table("code", "same", "added", "gone")
    for one in done.changes:
        table.add_row(one.code, str(one.same), str(one.added), str(one.gone))
    sums = (sum(getattr(one, name) for one in done.changes) for name in ("same", "added", "gone"))
    table.add_section()
    table.add_row("all", *map(str, sums))
    console.print(table)


def print_pages(console: Console, done: Reprocessed) -> None:
    """Print what became of pages parsed anew."""
    from flows.reprocess import why_of

    count = sum(done.pages.values())
    if not count:
        console.print(f"nothing to parse: {done.reader} has read all of these pages", highlight=False)
        return
    console.print(f"{count} pages parsed anew by {done.reader}", highlight=False)
    table = Table("pages", "count", "why")
    for state, number in done.pages.items():
        table.add_row(state, str(number), why_of(done, state))
    console.print(table)
