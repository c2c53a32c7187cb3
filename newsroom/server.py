"""The newsroom's HTTP server on loopback, for the demo and for tests."""

from __future__ import annotations

import socket
import sys
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from newsroom.load import load_articles, load_outlets
from newsroom.pages import render_not_found
from newsroom.replies import Reply, Request
from newsroom.site import feed_descriptors, site_routes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsroom.records import FeedDescriptor, NewsArticle, Outlet
    from newsroom.replies import Route

HOST = "127.0.0.1"
STOP_SECONDS = 0.02  # how often the server looks whether it should stop


@dataclass(frozen=True, slots=True)
class Visit:
    """One request and the status it was answered with."""

    request: Request
    status: int


class Newsroom:
    """A running server: its address, its feeds, what it was asked for.

    `errors` are what routes raised, and what else went wrong save for clients that left.
    """

    def __init__(self, outlets: Iterable[Outlet], port: int = 0) -> None:
        self.outlets = tuple(outlets)
        self.errors: list[BaseException] = []
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._visits: list[Visit] = []
        self._pages: dict[str, Route] = {}
        self._extra: dict[str, Route] = {}
        self._server = _Server((HOST, port), self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(STOP_SECONDS,), name="newsroom", daemon=True
        )

    @property
    def base_url(self) -> str:
        """The address of the server, without a slash at its end."""
        return f"http://{HOST}:{self._server.server_port}"

    @property
    def feeds(self) -> tuple[FeedDescriptor, ...]:
        """The feeds of the outlets, with the addresses they have on this server."""
        return feed_descriptors(self.outlets, self.base_url)

    @property
    def visits(self) -> tuple[Visit, ...]:
        """All requests so far, in the order of their answers."""
        with self._lock:
            return tuple(self._visits)

    def count(self, path: str, status: int | None = None) -> int:
        """Return how often a path was asked for, or answered with a status such as 304."""
        return sum(visit.request.path == path and status in {None, visit.status} for visit in self.visits)

    def publish(self, articles: Iterable[NewsArticle]) -> None:
        """Let the feeds and pages of the outlets hold these articles and no others, from now on."""
        pages = site_routes(self.outlets, tuple(articles), self.base_url)
        with self._lock:
            self._pages = pages

    def add_routes(self, routes: Mapping[str, Route]) -> None:
        """Answer these paths like this from now on, whatever they held before."""
        with self._lock:
            self._extra.update(routes)

    def answer(self, request: Request) -> Reply:
        """Return the answer to a request and remember both."""
        with self._lock:
            route = self._find(request)
        reply = route if isinstance(route, Reply) else route(request)
        with self._lock:
            self._visits.append(Visit(request, reply.status))
        return reply

    def _find(self, request: Request) -> Route:
        for path in (f"{request.path}?{request.query}", request.path):
            for routes in (self._extra, self._pages):
                if path in routes:
                    return routes[path]
        return Reply(404, {"Content-Type": "text/html; charset=utf-8"}, render_not_found(request.path))

    def start(self) -> None:
        """Answer requests from now on."""
        self._thread.start()

    def close(self) -> None:
        """Stop: hang up on whoever is still connected, wait for the threads, free the port."""
        self.closing.set()
        if self._thread.ident is not None:
            self._server.shutdown()
            self._thread.join()
        self._server.hang_up()
        self._server.server_close()


@contextmanager
def serve_newsroom(
    articles: Iterable[NewsArticle] | None = None,
    *,
    outlets: Iterable[Outlet] | None = None,
    routes: Mapping[str, Route] | None = None,
    port: int = 0,
) -> Iterator[Newsroom]:
    """Yield a running newsroom with the sample articles, or those given, until the block ends.

    `routes` come on top (see `newsroom.replies`); port 0 is any free one. A route that raises drops
    its connection, and its error comes out at the end of the block.
    """
    outlets = load_outlets() if outlets is None else tuple(outlets)
    newsroom = Newsroom(outlets, port)
    try:
        newsroom.publish(load_articles(outlets) if articles is None else articles)
        newsroom.add_routes(routes or {})
        newsroom.start()
        yield newsroom
    finally:
        newsroom.close()
        # Also when the block failed: a route that raised is why its client met a dropped connection.
        if newsroom.errors:
            raise BaseExceptionGroup("the newsroom's routes failed", newsroom.errors)


@contextmanager
def serve_routes(routes: Mapping[str, Route], *, port: int = 0) -> Iterator[Newsroom]:
    """Yield a running server that answers these routes alone, without outlets or articles."""
    with serve_newsroom((), outlets=(), routes=routes, port=port) as newsroom:
        yield newsroom


class _Server(ThreadingHTTPServer):
    """One thread a connection; knows its connections, so that it can end them."""

    daemon_threads = False  # so that closing waits for them
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self._connections: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        # Not HTTPServer's own, which asks the name service for the name of the host.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.socket.getsockname()[1]

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self._connections.add(connection)
        return connection, address

    def close_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        self._connections.discard(request)
        super().close_request(request)

    def hang_up(self) -> None:
        """End all connections: their threads wait for a next request else."""
        for connection in tuple(self._connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 - as inherited
        # Instead of a traceback on stderr. A client may leave early: tests of time limits do.
        error = sys.exception()
        if error and not isinstance(error, ConnectionError):
            self.newsroom.errors.append(error)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "newsroom"
    sys_version = ""
    disable_nagle_algorithm = True  # head and body are two writes: with it every answer takes 40 ms

    def do_GET(self) -> None:
        """Send the answer to the request."""
        newsroom = self.server.newsroom
        address = urlsplit(self.path)
        request = Request(
            method=self.command,
            path=address.path,
            query=address.query,
            headers={name.lower(): value for name, value in self.headers.items()},
            base_url=newsroom.base_url,
            closing=newsroom.closing,
        )
        self._send(newsroom.answer(request))

    def do_HEAD(self) -> None:
        """Send the head of the answer alone."""
        self.do_GET()

    def _send(self, reply: Reply) -> None:
        headers = dict(reply.headers)
        has_length = any(name.lower() == "content-length" for name in headers)
        is_bodyless = reply.status in {204, 304}
        if isinstance(reply.body, bytes) and not has_length and not is_bodyless:
            headers["Content-Length"] = str(len(reply.body))
        elif not is_bodyless:
            headers["Connection"] = "close"  # send_header sees it and ends the connection
        self.send_response(reply.status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD" or is_bodyless:
            return
        for chunk in (reply.body,) if isinstance(reply.body, bytes) else reply.body:
            self.wfile.write(chunk)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as inherited
        """Log nothing: `Newsroom.visits` is the log."""
