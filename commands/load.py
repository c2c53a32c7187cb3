"""`load`: saved pages and WARC files, through the same stages as the pages of feeds."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from commands.ingest import progress_bars

if TYPE_CHECKING:
    from flows.load import Loaded


def load(
    paths: Annotated[
        list[Path], typer.Argument(metavar="FOLDER|FILE...", help="HTML files, WARC files, folders of them.")
    ],
    warehouse: Annotated[
        Path | None, typer.Option(help="DuckDB file to load. Default: that of the settings.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what came of the pages as JSON.")] = False,
) -> None:
    """Bring in pages that were saved, with their own dates: the past, before your feeds began.

    A page's date is what it says itself; it counts as fetched when its WARC record, or its file, was
    written. Beside page.html a file page.html.json may tell [bold]url[/bold], [bold]fetched_at[/bold],
    [bold]title[/bold] and [bold]published_at[/bold]. Loading twice adds nothing; a run that was stopped
    goes on where it was; what is no article is kept with its reason.

    Example: [bold]geostance load old-pages/ crawl-2019.warc.gz[/bold]
    """
    from commands.prefect_setup import prepare_prefect
    from tasks.articles.saved import refuse_nothing

    refuse_nothing(paths)  # before much is started
    prepare_prefect()
    with progress_bars() as bars:
        bars.begin("starting", 1)
        from flows.load import load as flow
        from flows.progress import watched_by

        with watched_by(bars):
            bars.advance("starting")
            done = flow([path.resolve() for path in paths], warehouse)
    if as_json:
        print(json.dumps(dataclasses.asdict(done)))
        return
    _print(Console(highlight=False), done)


def _print(console: Console, done: Loaded) -> None:
    console.print(f"{done.pages} pages: {done.articles} articles, {done.known} known before")
    if done.rejected:
        table = Table("rejected", "pages")
        for reason, count in done.rejected.items():
            table.add_row(reason, str(count))
        console.print(table)
