"""`doctor`: what is missing or broken, and what to do about it."""

from __future__ import annotations

import os
import shutil
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tasks.errors import ConfigError, GeostanceError

if TYPE_CHECKING:
    from config.settings import Settings

SERVER_PATIENCE_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: `state` is ok, note or bad."""

    what: str
    state: str
    words: str


def doctor() -> None:
    """Check settings, feeds, gazetteer, model, disk, warehouse and Prefect server; say what to do.

    Exit code 2 when something is broken; notes are fine.
    """
    from config.settings import load_settings

    try:
        settings = load_settings()
    except ConfigError as error:
        findings = [Finding("settings", "bad", str(error))]
    else:
        findings = [
            Finding("settings", "ok", "read"),
            *(_check(name, check, settings) for name, check in CHECKS),
        ]
    table = Table("what", "state", "found", show_lines=False)
    colours = {"ok": "green", "note": "yellow", "bad": "red"}
    for one in findings:
        table.add_row(one.what, f"[{colours[one.state]}]{one.state}", escape(one.words))
    Console().print(table)
    if any(one.state == "bad" for one in findings):
        raise typer.Exit(2)


def _check(name: str, check: Callable[[Settings], tuple[str, str]], settings: Settings) -> Finding:
    try:
        return Finding(name, *check(settings))
    except (GeostanceError, OSError) as error:
        return Finding(name, "bad", str(error))


def check_feeds(settings: Settings) -> tuple[str, str]:
    """Return whether the feed list can be read."""
    from config.feeds import load_feeds

    feeds = load_feeds(settings.feeds)
    enabled = sum(feed.enabled for feed in feeds)
    return ("ok" if enabled else "note"), f"{len(feeds)} feeds, {enabled} enabled, in {settings.feeds}"


def check_contact(settings: Settings) -> tuple[str, str]:
    """Return whether those whose servers are asked can tell who asks."""
    if settings.contact:
        return "ok", f"requests are signed {settings.signature}"
    return "note", f"requests are signed {settings.signature}; set contact to where you can be reached"


def check_extractor(settings: Settings) -> tuple[str, str]:
    """Return whether gazetteer and model load and find a stance in a plain sentence."""
    from datetime import UTC, datetime

    from tasks.stances.extractor import load_extractor

    extractor = load_extractor(settings.min_confidence, settings.names_model)
    found = extractor.read("Russia condemned the United States.", datetime.now(UTC).date())
    seen = any((one.holder_code, one.target_code) == ("RUS", "USA") for one in found)
    return ("ok" if seen else "bad"), f"{extractor.version}" + (
        "" if seen else ": finds nothing in a plain sentence"
    )


def check_disk(settings: Settings) -> tuple[str, str]:
    """Return whether the warehouse's disk has room."""
    folder = settings.warehouse.parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    words = f"{free / 1e9:.0f} GB free at {folder}"
    return (
        ("ok", words)
        if free > settings.least_free_gb * 1e9
        else ("bad", f"{words}; a year of news wants a few GB")
    )


def check_warehouse(settings: Settings) -> tuple[str, str]:
    """Return whether something is published, and how fresh it is."""
    from commands.published import read_published
    from warehouse.store import query

    try:
        path = read_published(None).path
    except ConfigError:
        where = settings.published_folder
        return "note", f"nothing published yet in {where}; run 'geostance ingest' or 'geostance demo'"
    columns, rows = query(path, "from snapshot_info")
    shown = (
        ", ".join(f"{name} {value}" for name, value in zip(columns, rows[0], strict=True))
        if rows
        else "empty"
    )
    return "ok", f"{path}: {shown}"


def check_server(settings: Settings) -> tuple[str, str]:
    """Return whether the Prefect server that is set answers."""
    from config.settings import home_folder
    from operations.server import site_of

    url = os.environ.get("PREFECT_API_URL", "")
    site = site_of(settings, home_folder())
    if not url and site.server.pid is not None:
        silent = f"{site.ui} does not answer; see {site.server.log}"
        return ("ok", site.ui) if site.answers() else ("bad", silent)
    if not url:
        return "note", "none runs: 'geostance up' starts one; until then each run has its own for its time"
    try:
        urllib.request.urlopen(f"{url}/health", timeout=SERVER_PATIENCE_SECONDS).close()  # noqa: S310 - the user's own setting
    except (OSError, ValueError) as error:
        return "bad", f"{url} does not answer ({error}); start it with 'prefect server start'"
    return "ok", url


CHECKS: tuple[tuple[str, Callable[..., tuple[str, str]]], ...] = (
    ("feeds", check_feeds),
    ("contact", check_contact),
    ("gazetteer and model", check_extractor),
    ("disk", check_disk),
    ("warehouse", check_warehouse),
    ("prefect server", check_server),
)
