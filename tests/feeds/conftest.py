"""Fetchers, servers on loopback that misbehave below HTTP, and feeds made for the occasion."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from config.feeds import Feed
from config.settings import Settings
from tasks.feeds.fetch import Fetcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    Conversation = Callable[[socket.socket, threading.Event], None]

DEFAULTS = {"per_host_delay_seconds": 0, "user_agent": "test/1", "allowed_hosts": ("127.0.0.1",)}
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FEED = Feed(
    id="feed",
    name="A feed",
    url="https://news.test/rss.xml",
    country="GBR",
    language="en",
    kind="independent",
)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let requests to loopback go there, whatever proxy this machine has."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(autouse=True)
def _short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a second try come soon."""
    monkeypatch.setattr("tasks.feeds.reasons.RETRY_PAUSE_SECONDS", 0.2)


@pytest.fixture
def now() -> datetime:
    """Return when these tests happen."""
    return NOW


@pytest.fixture
def feed() -> Feed:
    """Return a feed of the list."""
    return FEED


@pytest.fixture
def make_fetcher() -> Iterator[Callable[..., Fetcher]]:
    """Return a maker of fetchers that ask without a pause, but for the settings given."""
    made: list[Fetcher] = []

    def make(**changes: Any) -> Fetcher:  # noqa: ANN401 - settings have many types
        fetcher = Fetcher(Settings(**(DEFAULTS | changes)))
        made.append(fetcher)
        return fetcher

    yield make
    for fetcher in made:
        fetcher.close()


@pytest.fixture
def fetcher(make_fetcher: Callable[..., Fetcher]) -> Fetcher:
    """Return a fetcher that asks without a pause."""
    return make_fetcher()


@contextmanager
def _talk(conversation: Conversation) -> Iterator[str]:
    """Yield the address of a server that holds this conversation with whoever connects."""
    closing = threading.Event()
    talks: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)

        def hold(connection: socket.socket) -> None:
            with connection:
                connection.settimeout(5)
                try:
                    conversation(connection, closing)
                except OSError:
                    return  # the client left, as tests of time limits do

        def listen() -> None:
            while not closing.is_set():
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                talks.append(threading.Thread(target=hold, args=(connection,)))
                talks[-1].start()

        listening = threading.Thread(target=listen)
        listening.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            closing.set()
            for thread in (listening, *talks):
                thread.join()


@pytest.fixture
def talk() -> Callable[[Conversation], AbstractContextManager[str]]:
    """Return the maker of servers that speak raw bytes."""
    return _talk


@pytest.fixture
def rss() -> Callable[..., bytes]:
    """Return a maker of RSS feeds from items as they stand."""

    def make(*items: str, attributes: str = "", encoding: str = "utf-8") -> bytes:
        head = f'<?xml version="1.0" encoding="{encoding}"?>\n<rss version="2.0" {attributes}>'
        channel = "<channel><title>A feed</title><link>https://news.test/</link>"
        return f"{head}{channel}{''.join(items)}</channel></rss>".encode(encoding)

    return make
