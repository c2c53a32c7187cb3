"""What the newsroom's server answers: the way to give it pages of your own.

A route is a `Reply`, sent as it stands, or a function from a `Request` to a `Reply`:

    routes = {
        "/feed.xml": document(feed_bytes, "application/rss+xml"),  # ETag, 304, gzip
        "/gone": Reply(410),
        "/old": redirect("/new"),
        "/slow": drip([b"<rss>"] * 100, pause_seconds=0.5),
        "/cut": truncated(page_bytes, kept=100),
        "/mine": lambda request: Reply(200, {"Content-Type": "text/plain"}, request.query.encode()),
    }
    with serve_routes(routes) as newsroom:
        requests.get(newsroom.base_url + "/feed.xml")

A key is a path, or a path with its query, which then goes first.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Route: TypeAlias = "Reply | Callable[[Request], Reply]"


@dataclass(frozen=True, slots=True)
class Request:
    """One request: `path` without its query, both as sent; the names of `headers` in lower case.

    `closing` is set when the server stops: a route that wants to be slow waits on it, not on the clock.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    base_url: str
    closing: threading.Event


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer.

    A body of bytes gets a Content-Length, unless `headers` has one: they are never corrected. A body
    of chunks is sent chunk by chunk without one, and ends with the connection; a generator can be
    sent once only, so let a function make it.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | Iterable[bytes] = b""


def document(
    body: bytes, content_type: str, modified_at: datetime | None = None
) -> Callable[[Request], Reply]:
    """Return a route to a document with ETag and Last-Modified: 304 when unchanged, gzip when accepted."""
    # A weak tag, since it stands for the compressed and the plain body alike.
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {"Content-Type": content_type, "ETag": etag, "Vary": "Accept-Encoding"}
    if modified_at:
        headers["Last-Modified"] = format_datetime(modified_at.astimezone(UTC), usegmt=True)
    compressed = gzip.compress(body, mtime=0)

    def answer(request: Request) -> Reply:
        if _is_unchanged(request, etag, modified_at):
            return Reply(304, {name: headers[name] for name in headers if name != "Content-Type"})
        if _accepts_gzip(request):
            return Reply(200, headers | {"Content-Encoding": "gzip"}, compressed)
        return Reply(200, headers, body)

    return answer


def redirect(location: str, status: int = 302) -> Reply:
    """Return an answer that sends the client elsewhere; a path stays on this server."""
    return Reply(status, {"Location": location})


def truncated(body: bytes, kept: int, content_type: str = "text/html; charset=utf-8") -> Reply:
    """Return an answer that announces a whole body and breaks off after `kept` bytes."""
    return Reply(200, {"Content-Type": content_type, "Content-Length": str(len(body))}, body[:kept])


def drip(
    chunks: Sequence[bytes], pause_seconds: float, content_type: str = "text/html; charset=utf-8"
) -> Callable[[Request], Reply]:
    """Return a route that sends a chunk, waits, sends the next; it breaks off when the server stops."""

    def send(closing: threading.Event) -> Iterator[bytes]:
        for chunk in chunks:
            yield chunk
            if closing.wait(pause_seconds):
                return

    return lambda request: Reply(200, {"Content-Type": content_type}, send(request.closing))


def _is_unchanged(request: Request, etag: str, modified_at: datetime | None) -> bool:
    """Return whether the client's copy is good; an If-None-Match counts alone (RFC 9110, 13.2.2)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return bool(known & {"*", etag.removeprefix("W/")})
    since = request.headers.get("if-modified-since")
    if since is None or modified_at is None:
        return False
    try:
        return modified_at.replace(microsecond=0) <= parsedate_to_datetime(since).astimezone(UTC)
    except ValueError:
        return False


def _accepts_gzip(request: Request) -> bool:
    for coding in request.headers.get("accept-encoding", "").split(","):
        name, _, weight = coding.partition(";")
        if name.strip().lower() in {"gzip", "*"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
