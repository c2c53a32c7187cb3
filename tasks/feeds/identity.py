"""Identities: which addresses are one page, and the ids that entries keep for ever."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import unquote_plus, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from config.trackers import TRACKER_PREFIXES, TRACKERS, TRACKERS_WITH_VALUE_RSS

LONGEST_URL = 8000  # what servers accept at most (RFC 9110, 4.1)
MOST_PARAMETERS = 50  # of a query; each takes 10 us to be brought into its one form
DEFAULT_PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"[^\s%/<>\"'\\^`{|}]+")
LINE_BREAK = re.compile(r"\s*[\r\n\t]\s*|\s{2,}")


def hash63(key: str) -> int:
    """Return the first 63 bits of the key's SHA-256."""
    return int.from_bytes(hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()[:8], "big") >> 1


def canonical_url(url: str) -> str:
    """Return the one way to write an address, whoever linked to it.

    Scheme and host are in lower case, the default port, the fragment and parameters of trackers
    (`config/trackers.py`) are gone, the other parameters sorted, escapes uniform. Slugs, "www." and
    http or https are left as they are: only a page itself can say that they do not matter.
    Raises ValueError for an address that is malformed.
    """
    parts = urlsplit(canonicalize_url(url.strip()))
    host = (parts.hostname or "").rstrip(".")
    netloc = f"[{host}]" if ":" in host else host
    if parts.port and parts.port != DEFAULT_PORTS.get(parts.scheme):
        netloc = f"{netloc}:{parts.port}"
    user, at, _ = parts.netloc.rpartition("@")
    query = "&".join(pair for pair in parts.query.split("&") if not _is_tracker(pair))
    return urlunsplit((parts.scheme, user + at + netloc, parts.path, query, ""))


def _is_tracker(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = unquote_plus(name).lower()
    if name in TRACKERS or name.startswith(TRACKER_PREFIXES):
        return True
    return name in TRACKERS_WITH_VALUE_RSS and value.lower() == "rss"


def resolve_link(link: str, base_url: str) -> str:
    """Return a feed's link as an absolute http(s) address.

    Line breaks within it, which come from how the feed was laid out, are dropped; a space is
    escaped. Raises ValueError when it leads nowhere that can be fetched.
    """
    joined = urljoin(base_url, LINE_BREAK.sub("", link.strip()).replace("&amp;", "&").replace(" ", "%20"))
    parts = urlsplit(joined)
    address = parts.geturl()
    if parts.scheme not in {"http", "https"}:
        raise ValueError(f"a link to {parts.scheme or 'nothing'}:, not to a page")
    if not HOST.fullmatch(parts.hostname or "") or parts.port == 0:
        raise ValueError("a link without a host")
    if len(address) > LONGEST_URL:
        raise ValueError(f"a link of {len(address)} characters")
    if parts.query.count("&") >= MOST_PARAMETERS:
        raise ValueError(f"a link with more than {MOST_PARAMETERS} parameters")
    canonical_url(address)  # raises where there is more wrong with it
    return address


def entry_id(*, feed_id: str, url: str | None, guid: str | None, title: str, summary: str) -> int:
    """Return the id of an entry: that of its page, whichever feed links to it and with which trackers.

    Where there is no link, that of its guid within its feed; where there is no guid either, of its
    title and summary. A guid never overrules a link: some feeds give all their items the same one.
    """
    if url:
        return hash63(canonical_url(url))
    parts = (feed_id, "guid", guid) if guid else (feed_id, "text", title, summary)
    return hash63("\x1f".join(parts))
