"""Real news pages of the labelled data, served over loopback as feeds: titles and links, no dates."""

from __future__ import annotations

import gzip
import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import yaml

from newsroom.replies import document
from newsroom.server import serve_routes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsroom.replies import Route
    from newsroom.server import Newsroom

FEEDS = 20


@dataclass(frozen=True)
class RealPage:
    """One page and what people found on it."""

    path: str
    url: str
    title: str
    published_at: datetime
    languages: tuple[str, ...]
    body: str
    html: bytes


def read_pages(shared: Path) -> tuple[RealPage, ...]:
    """Return the pages in the order of their index."""
    folder = shared / "newsroom"
    lines = (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(_page(folder, number, json.loads(line)) for number, line in enumerate(lines))


def _page(folder: Path, number: int, row: dict[str, object]) -> RealPage:
    dated = datetime.fromisoformat(str(row["publishing_date"]))
    return RealPage(
        path=f"/page/{number}",
        url=str(row["url"]),
        title=str(row["title"]),
        published_at=dated.astimezone(UTC) if dated.tzinfo else dated.replace(tzinfo=UTC),
        languages=tuple(map(str, row["languages"])),  # type: ignore[call-overload]  # a list in the index
        body=str(row["gold_body"]),
        html=gzip.decompress((folder / str(row["page"])).read_bytes()),
    )


@contextmanager
def serve_pages(pages: tuple[RealPage, ...], feed_list: Path) -> Iterator[Newsroom]:
    """Yield a server of the pages, parted among `FEEDS` feeds; `feed_list` is written to name them."""
    routes: dict[str, Route] = {page.path: document(page.html, "text/html") for page in pages}
    with serve_routes(routes) as newsroom:
        rows = []
        for number in range(FEEDS):
            path = f"/feed/{number}"
            own = pages[number::FEEDS]
            newsroom.add_routes({path: document(_feed(own, newsroom.base_url), "application/rss+xml")})
            rows.append(
                {
                    "id": f"real-{number}",
                    "name": f"Real pages {number}",
                    "url": newsroom.base_url + path,
                    "country": "DEU",
                    "language": "en",
                    "kind": "independent",
                }
            )
        feed_list.write_text(yaml.safe_dump({"feeds": rows}), encoding="utf-8")
        yield newsroom


def _feed(pages: tuple[RealPage, ...], base_url: str) -> bytes:
    items = "".join(
        f"<item><title>{escape(page.title)}</title><link>{base_url}{page.path}</link></item>"
        for page in pages
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Real pages</title>'
        f"<link>{base_url}/</link><description>Real pages</description>{items}</channel></rss>"
    ).encode()
