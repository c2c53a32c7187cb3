"""Pages in our own words, entries that lead to them, and the rules by which pages are read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tasks.articles.rules import PageRules, page_rules
from tasks.feeds.identity import entry_id
from tasks.feeds.records import Entry

if TYPE_CHECKING:
    from collections.abc import Callable


NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PARAGRAPHS = (
    "The foreign minister of Ruritania said on Monday that his country would not sign the treaty.",
    "Graustark called the refusal a provocation, and recalled its ambassador for talks the same evening.",
    "Both sides had agreed on most of the text in March, two people who were in the room said.",
    "A new round is planned before the end of the year, though nobody would say where it might be held.",
)


@pytest.fixture
def now() -> datetime:
    """Return when these tests happen."""
    return NOW


@pytest.fixture
def paragraphs() -> tuple[str, ...]:
    """Return the paragraphs of a short piece of news."""
    return PARAGRAPHS


@pytest.fixture
def page() -> Callable[..., bytes]:
    """Return a function that makes a page, with `head` in its head, `before` and `after` around its text."""

    def make(
        paragraphs: tuple[str, ...] = PARAGRAPHS, *, head: str = "", before: str = "", after: str = ""
    ) -> bytes:
        text = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        html = (
            f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'>{head}</head><body>"
            f"<nav><a href='/'>Home</a> <a href='/world'>World</a></nav>{before}"
            f"<article><h1>Ruritania refuses</h1><div class='text'>{text}</div></article>{after}"
            "<footer>All the news, every day, since 1871. Imprint and terms of use.</footer></body></html>"
        )
        return html.encode()

    return make


@pytest.fixture
def entry() -> Callable[..., Entry]:
    """Return a function that makes the entry of a feed."""

    def make(
        url: str = "https://news.test/world/ruritania-refuses-2026",
        *,
        title: str = "Ruritania refuses to sign",
        authors: tuple[str, ...] = (),
        published_at: datetime | None = None,
    ) -> Entry:
        identity = entry_id(feed_id="feed", url=url or None, guid="1", title=title, summary="")
        return Entry(identity, "feed", url, "1", title, "", authors, published_at)

    return make


@pytest.fixture(scope="session")
def rules() -> PageRules:
    """Return the rules of the configuration."""
    return page_rules()
