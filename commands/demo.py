"""`demo`: the nightly flow against the bundled sample newsroom."""

from __future__ import annotations

import dataclasses
import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
import yaml
from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsroom.records import FeedDescriptor

DEMO_DYADS = (("RUS", "NATO"), ("CHN", "RUS"))


def demo(
    folder: Annotated[
        Path | None, typer.Option(help="Where the demo keeps its files. Default: demo/ beside the warehouse.")
    ] = None,
) -> None:
    """Run the nightly flow against the bundled sample newsroom: no network needed.

    A small news server starts on loopback with eight feeds (one of them broken) and articles on
    the run-up to the war in Ukraine, November 2021 to April 2022; the flow reads them; a summary
    and a trend follow. The demo's warehouse is made anew at each call.
    """
    from commands.prefect_setup import prepare_prefect
    from config.settings import load_settings
    from newsroom.server import HOST

    home = (folder or load_settings().warehouse.parent / "demo").resolve()
    _clear(home)
    prepare_prefect(home / "prefect")
    warehouse = home / "geostance.duckdb"
    # The demo reads a server on this machine, quickly, and stays clear of the user's own files.
    os.environ |= {
        "GEOSTANCE_ARCHIVE": str(home / "archive"),
        "GEOSTANCE_PUBLISHED": str(home / "published"),
        "GEOSTANCE_ALLOWED_HOSTS": HOST,
        "GEOSTANCE_PER_HOST_DELAY_SECONDS": "0",
    }
    started = time.monotonic()
    _run(home, warehouse)
    _show(home, time.monotonic() - started)


def _clear(home: Path) -> None:
    """Empty the demo's folder, save for Prefect's database, which is slow to make."""
    for name in ("geostance.duckdb", "geostance.duckdb.wal", "feeds.yaml"):
        (home / name).unlink(missing_ok=True)
    for name in ("archive", "published"):
        _remove_tree(home / name)
    home.mkdir(parents=True, exist_ok=True)


def _remove_tree(path: Path) -> None:
    """Remove a folder whose published copies are read-only."""
    for inner in (path, *path.rglob("*")) if path.is_dir() else ():
        if inner.is_dir() and not inner.is_symlink():
            inner.chmod(0o755)
    shutil.rmtree(path, ignore_errors=True)


def _run(home: Path, warehouse: Path) -> None:
    from commands.ingest import run_nightly
    from commands.report import print_report
    from newsroom.server import serve_newsroom

    feeds = home / "feeds.yaml"
    with serve_newsroom() as newsroom:
        feeds.write_text(feed_list(newsroom.feeds), encoding="utf-8")
        print_report(run_nightly(feeds, warehouse, None), as_json=False)


def feed_list(feeds: Iterable[FeedDescriptor]) -> str:
    """Return the text of a feed list with the newsroom's feeds."""
    rows = [dataclasses.asdict(feed) for feed in feeds]
    return yaml.safe_dump({"feeds": rows}, sort_keys=False, allow_unicode=True)


def _show(home: Path, seconds: float) -> None:
    from commands.published import read_published
    from commands.trend import Grain, print_trend, trend_rows

    console = Console()
    published = read_published(home / "published").path
    for holder, target in DEMO_DYADS:
        rows = trend_rows(published, holder, target, Grain.MONTH)
        print_trend(console, f"{holder} → {target}", rows, Grain.MONTH)
    console.print(f"done in {seconds:.0f} s; the warehouse for analysts: {published}", soft_wrap=True)
    console.print(
        f"try: geostance sql --warehouse {home / 'published'} \"from stance_evidence('CHN', 'NATO')\"",
        soft_wrap=True,
    )
