"""What servers ask of robots (RFC 9309): each server's robots.txt, fetched once a day and remembered.

Pages are asked for by these rules, feeds are not: a feed is made to be fetched by programs, and stands
on the user's own list.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from tasks.errors import FetchError
from tasks.feeds.reasons import is_retryable

if TYPE_CHECKING:
    from collections.abc import Callable

    from tasks.feeds.records import Response

LONGEST_FILE_BYTES = 500 * 2**10  # what every crawler reads; no more need be
KEPT_SECONDS = 24 * 3600
KEPT_SECONDS_WITHOUT = 600  # where it could not be had


@dataclass(frozen=True, slots=True)
class Rules:
    """What a server allows; `missing` says why its robots.txt cannot be had now, and forbids everything."""

    parsed: Protego
    missing: str = ""

    def objection(self, address: str, agent: str) -> tuple[str, str] | None:
        """Return reason and detail where a page may not be asked for."""
        if self.missing:
            return "robots-unavailable", self.missing
        if not self.parsed.can_fetch(address, agent):
            return "robots", f"{robots_address(address)} disallows it"
        return None

    def delay_seconds(self, agent: str) -> float:
        """Return the pause that the server wants between requests, 0 where it names none."""
        return max(0.0, self.parsed.crawl_delay(agent) or 0.0)


def read_rules(body: bytes) -> Rules:
    """Return the rules of a robots.txt; what is none, such as a web page, forbids nothing.

    Decoded without a byte order mark, which would hide the first line.
    """
    return Rules(Protego.parse(body[:LONGEST_FILE_BYTES].decode("utf-8-sig", "replace")))


def rules_without_file(error: FetchError) -> Rules:
    """Return the rules of a server whose robots.txt could not be had.

    One that has none (4xx, or an answer that makes no sense) forbids nothing. One that is down, or
    has had enough of us (429), may well forbid something: nothing is asked of it now.
    """
    is_down = is_retryable(error.reason) or error.reason.startswith("http-5")
    nothing = Protego.parse("")
    return (
        Rules(nothing, f"{error.subject}: {error.reason} {error.detail}".strip())
        if is_down
        else Rules(nothing)
    )


def robots_address(address: str) -> str:
    """Return where the robots.txt lies that holds for an address."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2].lower(), "/robots.txt", "", ""))


@dataclass(slots=True)
class _Known:
    """The rules of one server; whoever holds the lock may ask for them."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    rules: Rules | None = None
    ends_at: float = 0.0  # on the monotonic clock


class Robots:
    """The rules of all servers, for all threads; `ask` fetches a robots.txt or raises FetchError."""

    def __init__(self, ask: Callable[[str], Response]) -> None:
        self._ask = ask
        self._lock = threading.Lock()
        self._known: dict[str, _Known] = {}

    def rules_for(self, address: str) -> Rules:
        """Return the rules of an address's server; the first who wants them fetches them for all."""
        where = robots_address(address)
        with self._lock:
            known = self._known.setdefault(where, _Known())
        with known.lock:
            if known.rules is None or known.ends_at <= time.monotonic():
                known.rules = self._fetch(where)
                kept_seconds = KEPT_SECONDS_WITHOUT if known.rules.missing else KEPT_SECONDS
                known.ends_at = time.monotonic() + kept_seconds
            return known.rules

    def _fetch(self, where: str) -> Rules:
        try:
            return read_rules(self._ask(where).body)
        except FetchError as error:
            return rules_without_file(error)
