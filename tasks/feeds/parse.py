"""Feeds of every dialect, parsed: the one place that meets feedparser and its shapes."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from xml.sax import SAXException

import feedparser.api

from tasks.errors import FeedError
from tasks.feeds.decode import decode_text
from tasks.feeds.entries import FeedItem, entries_of
from tasks.feeds.markup import TooMuchMarkupError, kind_of, mended
from tasks.feeds.plain import one_line, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tasks.feeds.records import Entry, Rejection

LONGEST_TITLE = 1_000
LONGEST_SUMMARY = 4_000
LONGEST_NAME = 200
MOST_AUTHORS = 20
MOST_ITEMS_APART = 2_000
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
XML_READER = "tasks.feeds.buffered"
DATE_FIELDS = ("published", "created", "updated")  # in the order of trust
WHY = {
    "empty": "the body is empty",
    "html": "a web page: the feed has moved, or a challenge stands before it",
    "not-a-feed": "neither RSS nor Atom",
}
# feedparser promises to raise nothing and raises all of these, on text that no publisher would call
# broken (kurtmckee/feedparser issue 599 lists a dozen).
FEEDPARSER_RAISES = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError,
    re.error, SAXException,
)  # fmt: skip

if XML_READER not in feedparser.api.PREFERRED_XML_PARSERS:  # the reader that it would prefer is for Python 2
    feedparser.api.PREFERRED_XML_PARSERS.insert(0, XML_READER)

_LANGUAGE = re.compile(r"[A-Za-z]{2}(?![A-Za-z])")
_ROOT_TAG = re.compile(r"<(?P<name>[\w:.-]+)[^<>]*>")
_CHANNEL_TAG = re.compile(r"<channel(?:\s[^<>]*)?>", re.IGNORECASE)
_ITEM = re.compile(
    r"<(?P<name>(?:[\w.-]+:)?(?:item|entry))(?:\s[^<>]*)?>.*?(?:</(?P=name)\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)


class ListedFeed(Protocol):
    """What is known of a feed from the list: `url` is where it was found, its links are relative to it."""

    @property
    def id(self) -> str:
        """The id that its entries carry."""

    @property
    def url(self) -> str:
        """Its address."""

    @property
    def language(self) -> str:
        """Its language, as ISO 639-1."""


@dataclass(frozen=True, slots=True)
class FeedHead:
    """What a feed says of itself: its title, and its language as ISO 639-1; "" where it says nothing."""

    title: str
    language: str


def parse_head(body: bytes, content_type: str | None, feed: ListedFeed) -> FeedHead:
    """Return what a feed that `parse_feed` could read says of itself."""
    try:
        head = _parse(mended(decode_text(body, content_type, feed.language)))["feed"]
    except FEEDPARSER_RAISES:
        return FeedHead("", "")
    language = _LANGUAGE.match(dict.get(head, "language") or "")
    return FeedHead(_words(head, "title", LONGEST_TITLE), language[0].lower() if language else "")


def parse_feed(
    body: bytes, content_type: str | None, feed: ListedFeed, now: datetime
) -> tuple[tuple[Entry, ...], tuple[Rejection, ...]]:
    """Return a feed's items: those that are entries, and those that are not, each with its reason.

    Raises FeedError with the reason ``empty``, ``html`` for a web page, ``not-a-feed``, or
    ``unparseable`` for a feed of which not one item can be made out.
    """
    text = decode_text(body, content_type, feed.language)
    kind = kind_of(text)
    if kind != "feed":
        raise FeedError(feed.url, kind, WHY[kind])
    try:
        markup = mended(text)
    except TooMuchMarkupError as error:
        raise FeedError(feed.url, "unparseable", str(error)) from error
    return entries_of(_items(markup, feed), feed_id=feed.id, base_url=feed.url, now=now)


def _items(markup: str, feed: ListedFeed) -> tuple[FeedItem | None, ...]:
    """Return the items of a feed's markup, None for one that feedparser cannot stand."""
    try:
        parsed = _parse(markup)
    except FEEDPARSER_RAISES as error:
        items = tuple(_item_apart(part) for part in _parts(markup))
        if not any(items):
            raise FeedError(feed.url, "unparseable", f"{type(error).__name__}: {error}") from error
        return items
    if parsed["bozo"] and not parsed["entries"]:
        raise FeedError(feed.url, "unparseable", f"no items, and {parsed.get('bozo_exception')}")
    return tuple(_item(found) for found in parsed["entries"])


def _parse(markup: str) -> Any:  # noqa: ANN401 - a dict of feedparser's
    """Return feedparser's reading of markup.

    It is given a stream: a str it takes for an address or a file name, bytes for a file name too.
    Its own cleaning of HTML is off, since fields become plain text here, and so is its rewriting of
    the links in them. It is not told the feed's address: it would make a link of any guid.
    """
    return feedparser.parse(
        io.BytesIO(markup.encode("utf-8")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _parts(markup: str) -> list[str]:
    """Return each item of a feed as a feed of its own, so that one bad item costs one item."""
    root = _ROOT_TAG.search(markup)
    if root is None:
        return []
    items = list(_ITEM.finditer(markup, root.end()))[:MOST_ITEMS_APART]
    channel = _CHANNEL_TAG.search(markup)
    head = markup[: root.end()] + (channel[0] if channel else "")
    tail = ("</channel>" if channel else "") + f"</{root['name']}>"
    return [head + item[0] + tail for item in items]


def _item_apart(part: str) -> FeedItem | None:
    try:
        found = _parse(part)["entries"]
    except FEEDPARSER_RAISES:
        return None
    return _item(found[0]) if found else None


def _item(found: Any) -> FeedItem:  # noqa: ANN401 - a dict of feedparser's
    """Return feedparser's reading of an item as a record of ours.

    Read with dict.get: feedparser's own looks up other keys where one is missing, and warns of it.
    """
    guid = one_line(dict.get(found, "id") or "", LONGEST_TITLE)
    # Told of a guid alone: an rdf:about may serve as a link as well.
    is_permalink = bool(dict.get(found, "guidislink", True))
    return FeedItem(
        links=tuple(link for link in _links(found) if link and link != guid),
        permalink=guid if is_permalink or dict.get(found, "link") == guid else None,
        guid=guid or None,
        title=_words(found, "title", LONGEST_TITLE),
        summary=_words(found, "summary", LONGEST_SUMMARY),
        authors=_authors(found),
        dates=tuple(value for name in DATE_FIELDS if (value := dict.get(found, name))),
        updated=dict.get(found, "updated") or "",
    )


def _links(found: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield what may be the address of the item's page, the best first."""
    yield dict.get(found, "feedburner_origlink") or ""  # behind FeedBurner's redirect
    yield dict.get(found, "link") or ""
    for link in dict.get(found, "links") or ():
        if link.get("rel") == "alternate":
            yield link.get("href") or ""


def _words(found: Any, name: str, longest: int) -> str:  # noqa: ANN401
    value = dict.get(found, name) or ""
    kind = (dict.get(found, f"{name}_detail") or {}).get("type", "text/html")
    return plain_text(value, longest) if kind in HTML_TYPES else one_line(value, longest)


def _authors(found: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Return the authors' names, each once."""
    authors = (dict.get(found, "authors") or ())[:MOST_AUTHORS]
    names = (plain_text(author.get("name") or "", LONGEST_NAME) for author in authors)
    return tuple(dict.fromkeys(name for name in names if name))
