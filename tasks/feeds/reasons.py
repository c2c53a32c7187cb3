"""The reasons why a fetch fails: short stable codes, and what may be hoped of each.

bad-url, bad-scheme     the address cannot be asked for; only http and https are
private-address         it leads into a private network, or to this machine
robots                  the server's robots.txt disallows it
robots-unavailable      the server's robots.txt cannot be had now
dns, refused, tls       no connection: no such host, nobody listens, no trust
connection, incomplete  the connection broke, before or inside the body
timeout, deadline       silence for too long; the whole took too long
too-large               more bytes than allowed, decompressed
too-many-redirects      a chain of redirects that does not end
bad-encoding            the content encoding is broken or one that was not asked for
http-NNN                the status, where it is neither 200 nor a 304 that was asked for
"""

from __future__ import annotations

import http.client
import socket
import ssl
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from tasks.feeds.decompress import BadEncodingError, CutOffError, TooLargeError
from tasks.feeds.guard import PrivateAddressError

if TYPE_CHECKING:
    from datetime import datetime

PASSING = frozenset(
    {"robots-unavailable", "dns", "refused", "tls", "connection", "incomplete", "timeout", "deadline"}
)
PASSING_STATUSES = frozenset({408, 425, 429})
SERVER_ERRORS = frozenset(range(500, 600))
LASTING_SERVER_ERRORS = frozenset({501, 505})  # the server cannot do it, now or tomorrow
RETRIED_AT_ONCE = frozenset({"connection", "incomplete", "http-502", "http-503", "http-504"})
RETRY_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 10.0


def is_retryable(reason: str) -> bool:
    """Return whether the same fetch may succeed another night: the server was down, not the page gone."""
    if not reason.startswith("http-"):
        return reason in PASSING
    status = int(reason.removeprefix("http-"))
    return status in PASSING_STATUSES or status in SERVER_ERRORS - LASTING_SERVER_ERRORS


def retry_pause_seconds(reason: str, retry_after: str | None, now: datetime) -> float | None:
    """Return how long to wait before a second try in the same visit, None where it would not help.

    What a server asks for in Retry-After (RFC 9110, 10.2.3) counts, also against a second try: a
    host that wants to be left alone for minutes is left alone until the next night.
    """
    asked = asked_seconds(retry_after, now)
    if asked is None:
        return RETRY_PAUSE_SECONDS if reason in RETRIED_AT_ONCE else None
    if reason != "http-429" and reason not in RETRIED_AT_ONCE:
        return None
    return max(asked, RETRY_PAUSE_SECONDS) if asked <= LONGEST_PAUSE_SECONDS else None


def asked_seconds(retry_after: str | None, now: datetime) -> float | None:
    """Return for how long a server wants to be left alone, None where it does not say."""
    if not retry_after:
        return None
    value = retry_after.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])  # longer than any wait, and no number too long to read
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())


_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (TooLargeError, "too-large"),
    (BadEncodingError, "bad-encoding"),
    (CutOffError, "incomplete"),
    (PrivateAddressError, "private-address"),
    (http.client.IncompleteRead, "incomplete"),
    (socket.gaierror, "dns"),
    (ConnectionRefusedError, "refused"),
    (ssl.SSLError, "tls"),
    (TimeoutError, "timeout"),
    (ValueError, "bad-url"),  # an address that the client cannot take apart; some are OSErrors, too
    (OSError, "connection"),
    (http.client.HTTPException, "connection"),
)


def reason_of(error: BaseException) -> str:
    """Return the reason that an error of the client stands for, by the first of its causes known here."""
    for cause in reversed(_causes(error)):
        for kind, reason in _REASONS:
            if isinstance(cause, kind):
                return reason
    return "connection"


def detail_of(error: BaseException) -> str:
    """Return an error's first cause in words: the errors around it repeat it, and add object addresses."""
    first = _causes(error)[-1]
    return str(first) or type(first).__name__


def _causes(error: BaseException) -> list[BaseException]:
    """Return an error and what led to it, the first cause last."""
    causes: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in causes:
        causes.append(cause)
        cause = cause.__cause__ or cause.__context__
    return causes
