"""A week of sixty feeds that behave as feeds do, and what the tables must hold after each night.

Feed n behaves in the manner n modulo ten: see `MANNERS`. Each brings two articles on the first night and, if
n is even, one more each night after.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING

from config.feeds import Feed
from newsroom.replies import Reply, document, redirect
from tasks.feeds.schedule import is_unconditional

if TYPE_CHECKING:
    from newsroom.replies import Request

START = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
NIGHTS, FEEDS = 7, 60
SHOWN = 12  # entries that a feed shows, the newest
MANNERS = (
    "plain", "edits", "counts", "deletes", "drifts", "validates", "throttles", "breaks", "moved", "late",
)  # fmt: skip
EDITED_ON = 3  # the night on which feeds word their first entry anew
DOWN_ON = (2, 3)  # the nights on which a feed that breaks is down
THROTTLED_ON = 2
WORDS = (
    "Delegates from {a} and {b} met in the capital and spoke for {n} hours about the harbour and its fees."
)


@dataclass(frozen=True)
class Item:
    """An entry of a feed and its page, on a night."""

    feed: int
    number: int
    night: int  # of which the feed shows it first

    @property
    def path(self) -> str:
        """Where its page is."""
        return f"/f{self.feed}/2026/03/story-number-{self.number}.html"

    @property
    def manner(self) -> str:
        """How its feed behaves."""
        return MANNERS[self.feed % len(MANNERS)]


def items_until(feed: int, night: int) -> list[Item]:
    """Return the entries of a feed that there are by a night."""
    first = [Item(feed, number, 0) for number in (1, 2)]
    later = [Item(feed, 2 + n, n) for n in range(1, night + 1)] if feed % 2 == 0 else []
    return first + later


def is_reworded(item: Item, night: int) -> bool:
    """Return whether the feed words an entry in another way by a night."""
    return item.manner in {"edits", "counts", "deletes"} and item.number == 1 and night >= EDITED_ON


def text_of(item: Item, night: int) -> list[str]:
    """Return the paragraphs of an article on a night."""
    says = "does not support" if item.manner == "edits" and is_reworded(item, night) else "supports"
    return [
        f"Ruritania {says} the accord on harbour {item.feed}-{item.number}, its foreign minister said.",
        *(WORDS.format(a=f"Port{item.feed}x{n}", b=f"Bay{item.number}y{n}", n=n + 2) for n in range(8)),
        f"{1000 + night * 7} views",
    ]


def page(item: Item, night: int) -> Reply:
    """Return what the page of an entry answers on a night."""
    if item.manner == "deletes" and item.number == 1 and night >= DOWN_ON[0]:
        return Reply(404)
    if item.manner == "late" and night == item.night:
        return Reply(503, {"Retry-After": "3600"})
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in text_of(item, night))
    when = (START + timedelta(days=item.night)).isoformat()
    body = (
        "<!doctype html><html lang='en'><head>"
        f"<title>{title_of(item)}</title>"
        f"<meta property='article:published_time' content='{when}'>"
        f"</head><body><article><h1>{title_of(item)}</h1>{paragraphs}</article></body></html>"
    )
    return Reply(200, {"Content-Type": "text/html; charset=utf-8"}, body.encode())


def title_of(item: Item) -> str:
    """Return the headline on the page, which nobody edits."""
    return f"Harbour {item.feed}-{item.number} talks go on in the capital"


def rss(feed: int, night: int, base_url: str) -> bytes:
    """Return a feed on a night."""
    entries = []
    for item in reversed(items_until(feed, night)[-SHOWN:]):
        title = f"{title_of(item)}{': what changed' if is_reworded(item, night) else ''}"
        drift = f"-{night}" if item.manner == "drifts" else ""
        when = (START + timedelta(days=item.night)).strftime("%a, %d %b %Y %H:%M:%S +0000")
        entries.append(
            f"<item><title>{title}</title><link>{base_url}{item.path}</link>"
            f"<guid isPermaLink='false'>{feed}-{item.number}{drift}</guid>"
            f"<description>{night} readers so far</description><pubDate>{when}</pubDate></item>"
        )
    head = f"<rss version='2.0'><channel><title>Feed {feed}</title>"
    return f"{head}{''.join(entries)}</channel></rss>".encode()


def answer_feed(feed: int, night: int, request: Request) -> Reply:
    """Return what a feed's address answers on a night."""
    manner = MANNERS[feed % len(MANNERS)]
    if manner == "moved" and not request.path.endswith("/new.xml"):
        return redirect(f"/feed{feed}/new.xml", 301)
    if manner == "throttles" and night == THROTTLED_ON:
        return Reply(429, {"Retry-After": "7200"})
    if manner == "breaks" and night in DOWN_ON:
        return Reply(500)
    if manner == "validates" and feed % 2:  # with the counter in its summary it would never be the same
        return document(rss(feed, 0, request.base_url), "application/rss+xml")(request)
    return Reply(200, {"Content-Type": "application/rss+xml"}, rss(feed, night, request.base_url))


class Week:
    """The server's routes of the present night, of as many as there will be, and the truth of it."""

    def __init__(self, nights: int = NIGHTS) -> None:
        self.night, self.nights = 0, nights

    def listed(self, base_url: str) -> list[Feed]:
        """Return the feed list."""
        return [
            Feed(
                id=f"feed{n}", name=f"Feed {n}", url=f"{base_url}/feed{n}/rss.xml", country="GBR",
                language="en", kind="independent",
            )
            for n in range(FEEDS)
        ]  # fmt: skip

    def routes(self) -> dict[str, object]:
        """Return routes to all feeds and pages, which answer as the night has it."""
        made: dict[str, object] = {}
        for feed in range(FEEDS):
            for name in ("rss.xml", "new.xml"):
                made[f"/feed{feed}/{name}"] = lambda request, feed=feed: answer_feed(
                    feed, self.night, request
                )
            for item in items_until(feed, self.nights):
                made[item.path] = lambda _, item=item: page(item, self.night)
        return made

    def outcome(self, feed: int, night: int) -> tuple[str, str]:
        """Return outcome and reason of the visit to a feed on a night."""
        manner = MANNERS[feed % len(MANNERS)]
        if manner == "throttles" and night == THROTTLED_ON:
            return "failed", "http-429"
        if manner == "breaks" and night in DOWN_ON:
            return "failed", "http-500"
        day = (START + timedelta(days=night)).date()
        if manner == "validates" and feed % 2 and night and not is_unconditional(f"feed{feed}", day):
            return "unchanged", ""
        return "fetched", ""

    def truth(self, night: int) -> dict[str, dict[str, tuple[int, str]]]:
        """Return, by path, revision and text of the articles read by the end of a night; and what waits.

        Under ``articles``, ``pending`` and ``revisits`` (state of what was asked for again).
        """
        articles: dict[str, tuple[int, str]] = {}
        pending: dict[str, tuple[int, str]] = {}
        revisits: dict[str, tuple[int, str]] = {}
        for feed in range(FEEDS):
            for item in items_until(feed, night):
                seen = next(n for n in range(item.night, night + 2) if self.outcome(feed, n)[0] != "failed")
                if seen > night:
                    continue
                read = seen + (1 if item.manner == "late" and seen == item.night else 0)
                if read > night:
                    pending[item.path] = (0, "")
                    continue
                again = is_reworded(item, night)
                revision = 2 if again and item.manner == "edits" else 1
                said = text_of(item, EDITED_ON if revision > 1 else read)
                articles[item.path] = (revision, "\n".join(said))
                if again:
                    state = {"edits": "revised", "counts": "unchanged", "deletes": "failed"}[item.manner]
                    revisits[item.path] = (1, state)
        return {"articles": articles, "pending": pending, "revisits": revisits}
