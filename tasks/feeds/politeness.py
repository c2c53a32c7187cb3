"""Whose turn it is: one request to a server at a time, a pause in between, not too many in all."""

from __future__ import annotations

import threading
import time
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_PORTS = {"http": 80, "https": 443}


def server_of(url: str) -> str:
    """Return the server that a URL is asked of: its host, with the port where it is an unusual one.

    http and https of a host are the same server.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    is_usual = parts.port is None or parts.port == DEFAULT_PORTS.get(parts.scheme)
    return host if is_usual else f"{host}:{parts.port}"


class Turnstile:
    """Lets requests through: those to one server one by one, in the order they came, with a pause between.

    `slots` is how many requests there are at once, to all servers. Holds in one process; a night is
    one process.
    """

    def __init__(self, *, slots: int, pause_seconds: float) -> None:
        self._slots = threading.BoundedSemaphore(slots)
        self._pause_seconds = pause_seconds
        self._lock = threading.Lock()
        self._queues: dict[str, _Queue] = {}

    @contextmanager
    def turn(self, server: str) -> Iterator[None]:
        """Wait for the server's turn, and hold it for the block."""
        # First the server's turn, then a slot: whoever waits for a slow server must not hold one.
        queue = self._queue_of(server)
        queue.wait()
        try:
            with self._slots:
                yield
        finally:
            queue.leave(self._pause_seconds)

    def slow_down(self, server: str, pause_seconds: float) -> None:
        """Leave at least that pause between requests to the server from now on."""
        self._queue_of(server).slow_down(pause_seconds)

    def rest(self, server: str, seconds: float) -> None:
        """Leave the server alone for that long from now on, whoever waits for it."""
        self._queue_of(server).rest(seconds)

    def _queue_of(self, server: str) -> _Queue:
        with self._lock:
            return self._queues.setdefault(server, _Queue())


class _Queue:
    """Those who wait for one server; the first of them has, or will have, the turn."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[object] = deque()
        self._free_at = 0.0  # on the monotonic clock
        self._own_pause_seconds = 0.0

    def wait(self) -> None:
        """Return when those before have left and the server has rested."""
        ticket = object()  # a Lock would let in whoever is quickest
        with self._changed:
            self._waiting.append(ticket)
            while self._waiting[0] is not ticket:
                self._changed.wait()
            while (seconds := self._free_at - time.monotonic()) > 0:
                self._changed.wait(seconds)

    def leave(self, pause_seconds: float) -> None:
        """Let the next one go after the pause."""
        with self._changed:
            self._waiting.popleft()
            pause_seconds = max(pause_seconds, self._own_pause_seconds)
            self._free_at = max(self._free_at, time.monotonic() + pause_seconds)
            self._changed.notify_all()

    def slow_down(self, pause_seconds: float) -> None:
        """Pause that long at least."""
        with self._changed:
            self._own_pause_seconds = pause_seconds

    def rest(self, seconds: float) -> None:
        """Let nobody go before that time has passed."""
        with self._changed:
            self._free_at = max(self._free_at, time.monotonic() + seconds)
