"""Connections that end at a deadline: whatever a server drips, also inside its headers.

A read timeout restarts with every byte that arrives: a server that sends one byte a second is
never silent, and kept a request with a timeout of 3 s for as long as it liked. So each single
read from the socket is given what is left of the deadline, connecting and a proxy's answer to
CONNECT included. (A TLS handshake has its own total limit, which Python keeps.)

And connections that lead to no private address: it is judged here, between the name service's answer
and the connection, so that no name can lead elsewhere in between.
"""

from __future__ import annotations

import io
import socket
import time
from contextlib import contextmanager
from contextvars import ContextVar
from http.client import HTTPResponse
from typing import TYPE_CHECKING

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
)
from urllib3.util.connection import create_connection

from tasks.feeds.guard import Guard, PrivateAddressError, refusal_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_ends_at: ContextVar[float | None] = ContextVar("ends_at", default=None)  # on the monotonic clock
_guard: ContextVar[Guard] = ContextVar("guard", default=Guard())  # noqa: B039 - it holds no state


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Let all reading from connections of this module, in this thread, end with the block's time."""
    token = _ends_at.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends_at.reset(token)


@contextmanager
def guarded_by(guard: Guard) -> Iterator[None]:
    """Let new connections of this module, in this thread, go where the guard allows; else to public ones."""
    token = _guard.set(guard)
    try:
        yield
    finally:
        _guard.reset(token)


def seconds_left() -> float | None:
    """Return what is left of the time limit, None where there is none; never less than nothing."""
    ends_at = _ends_at.get()
    return None if ends_at is None else max(0.0, ends_at - time.monotonic())


def _allowed(silence_seconds: float | None) -> float | None:
    """Return how long one operation may take; raises TimeoutError when the time is up."""
    left = seconds_left()
    if left == 0.0:
        raise TimeoutError("the deadline has passed")
    limits = [limit for limit in (silence_seconds, left) if limit is not None]
    return min(limits, default=None)


class _Reader(io.RawIOBase):
    """What a socket receives, each read within what is left of the time limit."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        super().__init__()
        self._raw = raw
        self._sock = sock
        self._silence_seconds = sock.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int | None:  # type: ignore[override]
        self._sock.settimeout(_allowed(self._silence_seconds))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(HTTPResponse):
    """An answer that is read within the time limit, status line and headers too."""

    def __init__(self, sock: socket.socket, *args: object, **keywords: object) -> None:
        super().__init__(sock, *args, **keywords)  # type: ignore[arg-type]  # handed on as they come
        self.fp = io.BufferedReader(_Reader(self.fp.detach(), sock))


class _TimedConnection(HTTPConnection):
    response_class = _Response

    def _new_conn(self) -> socket.socket:
        """Return a socket connected to the first address that may be asked and answers.

        urllib3's own gives each address of a host the full timeout, so that a host with eight
        addresses that are all down took eight times as long.
        """
        failure: OSError | None = None
        for address in self._addresses():
            try:
                return create_connection(
                    address, _allowed(self.timeout), self.source_address, self.socket_options
                )
            except OSError as error:  # TimeoutError is one
                failure = error
        if isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(self, f"{self.host} does not answer") from failure
        raise NewConnectionError(self, f"{self.host}: {failure}") from failure

    def _addresses(self) -> list[tuple[str, int]]:
        try:
            found = socket.getaddrinfo(self._dns_host, self.port, type=socket.SOCK_STREAM)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except UnicodeError as error:  # a label that is empty or too long
            raise LocationParseError(self.host) from error
        addresses = [str(address[0]) for *_, address in found]
        # A proxy is named by the user's own environment, not by whoever wrote a feed.
        allowed = addresses if self.proxy else self._allowed_among(addresses)
        return [(address, self.port) for address in allowed]

    def _allowed_among(self, addresses: list[str]) -> list[str]:
        """Return the addresses that may be asked; raises NewConnectionError where there is none."""
        guard = _guard.get()
        allowed = [address for address in addresses if guard.allows(self.host, address)]
        if not allowed:
            refusal = PrivateAddressError(refusal_of(self.host, addresses))
            raise NewConnectionError(self, str(refusal)) from refusal
        return allowed


class _TimedSecureConnection(_TimedConnection, HTTPSConnection):
    """The same with TLS."""


class TimedPool(HTTPConnectionPool):
    """Connections to one host, in plain HTTP."""

    ConnectionCls = _TimedConnection


class TimedSecurePool(HTTPSConnectionPool):
    """Connections to one host, with TLS."""

    ConnectionCls = _TimedSecureConnection
