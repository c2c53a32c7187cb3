"""`feeds list` and `feeds check`: the feeds that a night reads."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

if TYPE_CHECKING:
    from tasks.feeds.records import FeedReading

app = typer.Typer(help="The feeds that a night reads.", no_args_is_help=True)
FeedsFile = Annotated[Path | None, typer.Option("--feeds", help="Feed list. Default: that of the settings.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@app.command("list")
def list_feeds(feeds: FeedsFile = None, as_json: AsJson = False) -> None:
    """List the feeds of the configuration; an error in it is named by file and line."""
    from config.feeds import load_feeds
    from config.settings import load_settings

    known = load_feeds(feeds or load_settings().feeds)
    if as_json:
        for feed in known:
            print(json.dumps(feed.model_dump(), ensure_ascii=False))
        return
    table = Table("id", "name", "country", "language", "kind", "on", "url")
    for feed in known:
        on = "yes" if feed.enabled else "no"
        table.add_row(
            feed.id, escape(feed.name), feed.country, feed.language or "", feed.kind, on, escape(feed.url)
        )
    Console().print(table)
    typer.echo(f"{len(known)} feeds, {sum(feed.enabled for feed in known)} enabled")


@app.command("check")
def check_feeds(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Feeds to check. Default: all enabled.")
    ] = None,
    feeds: FeedsFile = None,
    as_json: AsJson = False,
) -> None:
    """Fetch and parse feeds now and say how each fares; nothing is stored.

    Exit code 1 when one or more failed.

    Example: geostance feeds check tass bbc-world
    """
    from config.feeds import load_feeds
    from config.settings import load_settings
    from tasks.errors import ConfigError
    from tasks.feeds.fetch import shared_fetcher
    from tasks.feeds.read import read_feed

    settings = load_settings()
    known = load_feeds(feeds or settings.feeds)
    unknown = set(ids or ()) - {feed.id for feed in known}
    if unknown:
        raise ConfigError(
            f"no feed is called {', '.join(sorted(unknown))}; 'geostance feeds list' shows them"
        )
    wanted = [feed for feed in known if (feed.id in ids if ids else feed.enabled)]
    fetcher = shared_fetcher(settings)
    with ThreadPoolExecutor(settings.fetch_workers) as pool:
        visits = pool.map(lambda feed: read_feed(feed, None, fetcher, datetime.now(UTC)), wanted)
        readings = list(
            track(visits, "reading feeds", total=len(wanted), console=Console(stderr=True), transient=True)
        )
    for reading in readings:
        if as_json:
            print(json.dumps(_fields(reading)))
    if not as_json:
        _print_readings(readings)
    if any(reading.outcome == "failed" for reading in readings):
        raise typer.Exit(1)


def _fields(reading: FeedReading) -> dict[str, object]:
    dates = [entry.published_at for entry in reading.entries if entry.published_at]
    return {
        "feed": reading.feed_id,
        "outcome": reading.outcome,
        "status": reading.status,
        "reason": reading.reason,
        "detail": reading.detail,
        "entries": len(reading.entries),
        "rejected": len(reading.rejections),
        "newest": max(dates).isoformat() if dates else None,
    }


def _print_readings(readings: list[FeedReading]) -> None:
    table = Table("feed", "outcome", "entries", "rejected", "newest (UTC)", "why")
    for reading in readings:
        row = _fields(reading)
        why = f"{reading.reason} {reading.detail}".strip()
        newest = str(row["newest"] or "")[:16].replace("T", " ")
        colour = "red" if reading.outcome == "failed" else "green"
        table.add_row(
            reading.feed_id,
            f"[{colour}]{reading.outcome}",
            str(row["entries"]),
            str(row["rejected"]),
            newest,
            escape(why),
        )
    Console().print(table)
    counts = Counter(reading.outcome for reading in readings)
    typer.echo(", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())))
