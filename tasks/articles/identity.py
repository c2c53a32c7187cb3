"""Identities: which address is an article's own, and what tells its text from another."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from tasks.articles.text import plain
from tasks.feeds.identity import LONGEST_URL, canonical_url, hash63

if TYPE_CHECKING:
    from collections.abc import Iterable

# What the last part of an article's path has, and that of a section has not: a number, words, a suffix.
_TELLING = re.compile(r"\d|[^\W\d_]+[-_][^\W\d_]+|\.\w{3,5}$|[^\W\d_]{20,}")
_UNFILLED = re.compile(r"[{}<>\s]|%7b|(?:^|/)(?:undefined|null|none)/?$", re.IGNORECASE)
_FORMS = {
    "'": "\u2018\u2019\u201a\u201b\u2032`\u00b4",
    '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015",
}
_SAME = str.maketrans({form: sign for sign, forms in _FORMS.items() for form in forms})


def is_address(url: str) -> bool:
    """Return whether a page can be at an address; an empty one stands for a file."""
    return not url or _resolved(url, "") is not None


def own_address(candidates: Iterable[str], url: str) -> str:
    """Return the canonical address of the page fetched from `url`.

    That is the first of the page's own candidates that can be an article's; else `url`. Without
    `url` only whole addresses count; there may be none: then the answer is empty.
    """
    for candidate in candidates:
        address = _resolved(candidate, url)
        if address and not _UNFILLED.search(candidate.strip()) and _may_be_article(address, url):
            return address
    return canonical_url(url) if url else ""


def article_id(address: str, text: str) -> int:
    """Return the 63-bit id of an article: that of its canonical address, or of its text without one."""
    return hash63(address or text)


def content_hash(text: str) -> str:
    """Return the SHA-256 of a text in hexadecimal; the forms of quotes, dashes and spaces do not count."""
    lines = (plain(line).translate(_SAME) for line in text.splitlines())
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def leads_home(asked: str, found: str) -> bool:
    """Return whether a page was asked for and the front page came: how many sites bury what is gone."""
    before, after = urlsplit(asked), urlsplit(found)
    return bool(before.path.strip("/") or before.query) and not after.path.strip("/") and not after.query


def _resolved(candidate: str, url: str) -> str | None:
    if len(candidate) > LONGEST_URL:
        return None
    try:
        address = canonical_url(urljoin(url, candidate.strip()))
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.hostname else None


def _may_be_article(address: str, url: str) -> bool:
    """Return whether an address can be that of the page: no front page, no section, no machine of its own."""
    parts, own = urlsplit(address), urlsplit(url)
    path = parts.path.rstrip("/")
    if not path and not parts.query:
        return False
    is_telling = bool(_TELLING.search(path.rpartition("/")[2]) or parts.query)
    if _site(parts.hostname) == _site(own.hostname):
        is_above = own.path.rstrip("/").startswith(f"{path}/")
        return is_telling or not is_above
    return is_telling and "." in (parts.hostname or "")


def _site(host: str | None) -> str:
    return (host or "").removeprefix("www.")
