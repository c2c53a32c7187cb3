"""The feeds of a site: the address itself, what its page links to, or one of the usual places."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from tasks.errors import FeedError, FetchError
from tasks.feeds.decode import decode_text
from tasks.feeds.parse import parse_feed, parse_head

if TYPE_CHECKING:
    from datetime import datetime

    from tasks.feeds.fetch import Fetcher
    from tasks.feeds.records import Response

FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/xml",
        "text/xml",
    }
)
USUAL_PLACES = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feeds", "/?feed=rss2")
MOST_LINKS = 10  # of a page that are tried


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that answered: where it is, and what it says of itself ("" where it says nothing)."""

    url: str
    title: str
    language: str
    entry_count: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What the parser wants to know of a feed that is on no list."""

    id: str
    url: str
    language: str


def find_feeds(url: str, fetcher: Fetcher, now: datetime) -> tuple[FoundFeed, ...]:
    """Return the feeds that an address leads to, checked by reading them; empty where there is none.

    That is the address itself, else the feeds that its page links to, else the first of the usual
    places of its site. Raises FetchError when the address cannot be had.
    """
    response = fetcher.fetch(url)
    found = _read(response, now)
    if found:
        return (found,)
    page = decode_text(response.body, content_type_of(response), "en")
    linked = _without_comments(linked_feeds(page, response.final_url))[:MOST_LINKS]
    answered = tuple(feed for link in linked if (feed := _try(link, fetcher, now)))
    if answered:
        return answered
    places = (urljoin(response.final_url, place) for place in USUAL_PLACES)
    return next(((feed,) for place in places if (feed := _try(place, fetcher, now))), ())


def linked_feeds(page: str, url: str) -> tuple[str, ...]:
    """Return the addresses of the feeds that a page names as its own, in its order, each once."""
    links = _FeedLinks(url)
    links.feed(page)
    links.close()
    return tuple(dict.fromkeys(links.found))


def content_type_of(response: Response) -> str | None:
    """Return the content type that an answer claims to have."""
    return next((value for name, value in response.headers if name.lower() == "content-type"), None)


def _without_comments(links: tuple[str, ...]) -> tuple[str, ...]:
    """Return the links but for those to the feeds of readers' comments, which blogs have beside their own."""
    return tuple(link for link in links if "/comments/" not in urlsplit(link).path)


def _try(url: str, fetcher: Fetcher, now: datetime) -> FoundFeed | None:
    try:
        return _read(fetcher.fetch(url), now)
    except FetchError:
        return None


def _read(response: Response, now: datetime) -> FoundFeed | None:
    candidate = _Candidate("new", response.final_url, "en")
    content_type = content_type_of(response)
    try:
        entries, _ = parse_feed(response.body, content_type, candidate, now)
    except FeedError:
        return None
    head = parse_head(response.body, content_type, candidate)
    return FoundFeed(response.permanent_url or response.url, head.title, head.language, len(entries))


class _FeedLinks(HTMLParser):
    """Collects the addresses of ``<link rel="alternate">`` that are of a feed's type."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._base_url = url
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        values = {name: value or "" for name, value in attrs}
        if tag == "base" and values.get("href"):
            self._base_url = urljoin(self._base_url, values["href"])
        if tag == "link" and values.get("href") and _is_feed(values):
            self.found.append(urljoin(self._base_url, values["href"].strip()))


def _is_feed(link: dict[str, str]) -> bool:
    kind = link.get("type", "").partition(";")[0].strip().lower()
    return "alternate" in link.get("rel", "").lower().split() and kind in FEED_TYPES
