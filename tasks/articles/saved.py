"""Pages that somebody saved, as HTML files or in WARC files: which there are, and what they are."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tasks.articles.warc import SUFFIXES as WARC_SUFFIXES
from tasks.articles.warc import find_records, read_record
from tasks.errors import ArticleError, ConfigError
from tasks.feeds.dates import parse_date
from tasks.feeds.identity import entry_id, resolve_link
from tasks.feeds.records import Entry, Rejection, Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

HTML_SUFFIXES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
SIDECAR_SUFFIX = ".json"  # page.html.json or page.json beside page.html: url, fetched_at, title, published_at


@dataclass(frozen=True, slots=True)
class Saved:
    """A page that was saved: an HTML file, or a place in a WARC file."""

    path: Path
    place: tuple[int, int] | None = None

    @property
    def subject(self) -> str:
        """What the page is called where it has no address."""
        return f"{self.path.name}@{self.place[0]}" if self.place else self.path.name


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page as it was fetched, and the entry that it stands for."""

    entry: Entry
    response: Response


def find_saved(paths: Iterable[Path]) -> tuple[tuple[Saved, ...], tuple[Rejection, ...]]:
    """Return the pages in files and folders, in a stable order, and what of the WARC files is torn.

    Raises ConfigError for a path that is neither, and for a folder without any.
    """
    found: list[Saved] = []
    torn: list[Rejection] = []
    for file in [file for path in paths for file in _files_of(path)]:
        if not file.name.endswith(WARC_SUFFIXES):
            found.append(Saved(file))
            continue
        places, breaks = find_records(file)
        found += (Saved(file, place) for place in places)
        torn += (
            Rejection(f"{file.name}@{offset}", "page", "torn-record", "bytes that are no whole record")
            for offset in breaks
        )
    return tuple(found), tuple(torn)


def refuse_nothing(paths: Iterable[Path]) -> None:
    """Raise ConfigError as `find_saved` does, without looking into any file."""
    for path in paths:
        _files_of(path)


def _files_of(path: Path) -> list[Path]:
    wanted = (*WARC_SUFFIXES, *HTML_SUFFIXES)
    if path.is_file():
        if not path.name.endswith(wanted):
            raise ConfigError(f"{path}: neither a web page nor a WARC file: {', '.join(wanted)}")
        return [path]
    if not path.is_dir():
        raise ConfigError(f"{path}: there is no such file or folder")
    files = sorted(file for file in path.rglob("*") if file.is_file() and file.name.endswith(wanted))
    if not files:
        raise ConfigError(f"{path}: no web page and no WARC file in it: {', '.join(wanted)}")
    return files


def read_saved(one: Saved, feed_of: Callable[[str], str], most_bytes: int) -> SavedPage:
    """Return a saved page with its entry; `feed_of` tells which feed an address belongs to.

    A page without an address is known by its bytes. Raises ArticleError: ``torn-record``, ``http-NNN``,
    ``too-large``, ``bad-sidecar`` or ``bad-link``.
    """
    notes = {} if one.place else _notes_beside(one)
    response = (
        read_record(one.path, one.place, most_bytes) if one.place else _file_response(one, notes, most_bytes)
    )
    url = response.url
    if url:
        try:
            url = resolve_link(url, "")
        except ValueError as error:
            raise ArticleError(one.subject, "bad-link", str(error)) from error
    guid, title = f"sha256:{hashlib.sha256(response.body).hexdigest()}", notes.get("title", "")
    feed_id = feed_of(response.final_url)
    identity = entry_id(feed_id=feed_id, url=url, guid=guid, title=title, summary="")
    dated = parse_date(notes.get("published_at", ""), response.fetched_at)
    return SavedPage(Entry(identity, feed_id, url, guid, title, "", (), dated), response)


def _file_response(one: Saved, notes: dict[str, str], most_bytes: int) -> Response:
    fetched_at = datetime.fromtimestamp(one.path.stat().st_mtime, UTC)
    if "fetched_at" in notes:
        told = parse_date(notes["fetched_at"], datetime.now(UTC))
        if told is None:
            raise ArticleError(one.subject, "bad-sidecar", f"fetched_at is {notes['fetched_at'][:80]!r}")
        fetched_at = told
    try:
        with gzip.open(one.path) if one.path.suffix == ".gz" else one.path.open("rb") as file:
            body = file.read(most_bytes + 1)
    except (OSError, EOFError) as error:
        raise ArticleError(one.subject, "torn-record", str(error)) from error
    if len(body) > most_bytes:
        raise ArticleError(one.subject, "too-large", f"more than {most_bytes} bytes")
    url = notes.get("url", "")
    return Response(url, url, 200, (), body, fetched_at)


def _notes_beside(one: Saved) -> dict[str, str]:
    """Return what a file beside the page tells of it, as far as that is text."""
    for beside in _sidecars(one.path):
        if not beside.is_file():
            continue
        try:
            told = json.loads(beside.read_bytes())
        except (ValueError, RecursionError, OSError) as error:
            raise ArticleError(one.subject, "bad-sidecar", f"{beside.name}: {error}") from error
        if not isinstance(told, dict):
            raise ArticleError(one.subject, "bad-sidecar", f"{beside.name}: no object")
        return {key: value for key, value in told.items() if isinstance(value, str)}
    return {}


def _sidecars(path: Path) -> Iterator[Path]:
    yield path.with_name(path.name + SIDECAR_SUFFIX)
    suffix = next(
        suffix for suffix in sorted(HTML_SUFFIXES, key=len, reverse=True) if path.name.endswith(suffix)
    )
    yield path.with_name(path.name.removesuffix(suffix) + SIDECAR_SUFFIX)
