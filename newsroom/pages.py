"""Web pages of the sample newsroom, each outlet in its own design."""

from __future__ import annotations

import functools
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from newsroom.addresses import article_path, home_path, local_time, section_path
from newsroom.linked_data import linked_data
from newsroom.load import newest_first
from newsroom.records import ArticlePage, Link

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from newsroom.records import FeedDescriptor, NewsArticle, Outlet

TEMPLATES = Path(__file__).resolve().with_name("templates")
EDITED_AFTER = timedelta(minutes=42)
LATEST_COUNT = 6
# fmt: off
MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "de": (
        "Jänner", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
}
# fmt: on


def render_article(
    outlet: Outlet, article: NewsArticle, articles: Sequence[NewsArticle], base_url: str
) -> bytes:
    """Return the page of an article, in its outlet's encoding; `articles` are all of the outlet."""
    page = _article_page(outlet, article, articles, base_url)
    template = "video.html" if article.page == "video" else f"{outlet.id}.html"
    return _render(template, outlet.encoding, page=page, linked_data=linked_data(page))


def render_listing(outlet: Outlet, title: str, articles: Sequence[NewsArticle], base_url: str) -> bytes:
    """Return a front page, or the page of a section: headlines with their teasers."""
    headlines = [(_link(outlet, article, base_url), article.summary) for article in articles]
    return _render(
        "listing.html",
        outlet.encoding,
        outlet=outlet,
        title=title,
        headlines=headlines,
        navigation=_navigation(outlet, base_url),
        home_url=base_url + home_path(outlet),
        feed_url=base_url + outlet.path,
    )


def render_index(feeds: Sequence[FeedDescriptor]) -> bytes:
    """Return the page that lists the outlets and their feeds."""
    return _render("index.html", "utf-8", feeds=feeds)


def render_not_found(path: str) -> bytes:
    """Return the page for an address where nothing is."""
    return _render("not-found.html", "utf-8", path=path)


def _article_page(
    outlet: Outlet, article: NewsArticle, articles: Sequence[NewsArticle], base_url: str
) -> ArticlePage:
    published_at = local_time(outlet, article)
    others = newest_first(other for other in articles if other.slug != article.slug)
    nearest = sorted(others, key=lambda other: abs(other.published_at - article.published_at))
    return ArticlePage(
        outlet=outlet,
        article=article,
        url=base_url + article_path(outlet, article),
        home_url=base_url + home_path(outlet),
        section_url=base_url + section_path(outlet, article.section),
        feed_url=base_url + outlet.path,
        published_at=published_at,
        modified_at=published_at + EDITED_AFTER,
        published_words=_words(published_at, outlet),
        navigation=_navigation(outlet, base_url),
        others=tuple(_link(outlet, other, base_url) for other in nearest),
        latest=tuple(_link(outlet, other, base_url) for other in others[:LATEST_COUNT]),
        break_after=max(2, len(article.paragraphs) // 2),
    )


def _link(outlet: Outlet, article: NewsArticle, base_url: str) -> Link:
    day = _words(local_time(outlet, article), outlet).partition(",")[0]
    return Link(article.title, base_url + article_path(outlet, article), f"{article.section} · {day}")


def _navigation(outlet: Outlet, base_url: str) -> tuple[Link, ...]:
    return tuple(Link(name, base_url + section_path(outlet, name)) for name in outlet.sections)


def _words(moment: datetime, outlet: Outlet) -> str:
    """Return a time in words, such as "10 February 2022, 17:40 GMT"."""
    month = MONTHS[outlet.language][moment.month - 1]
    if outlet.language == "de":
        return f"{moment.day}. {month} {moment.year}, {moment:%H:%M} Uhr"
    zone = moment.tzname() or ""
    zone = zone if zone.isalpha() else f"GMT{zone}"  # zones without letters name their offset
    return f"{moment.day} {month} {moment.year}, {moment:%H:%M} {zone}"


def _render(template: str, encoding: str, **values: object) -> bytes:
    text = _environment().get_template(template).render(**values)
    return text.encode(encoding, "xmlcharrefreplace")


@functools.cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
