"""The pages of the sample newsroom, with the articles that they were made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsroom.addresses import article_path, home_path, section_path
from newsroom.load import load_articles, load_outlets
from newsroom.pages import render_article, render_listing
from newsroom.typeset import typeset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsroom.records import NewsArticle, Outlet

BASE_URL = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class Sample:
    """One article and the page that its outlet makes of it."""

    outlet: Outlet
    article: NewsArticle
    url: str
    body: bytes


def sample_articles(kind: str = "article") -> list[Sample]:
    """Return every page of a kind: ``article``, or ``video``."""
    return [
        Sample(outlet, one, BASE_URL + article_path(outlet, one), render_article(outlet, one, own, BASE_URL))
        for outlet, own in _outlets()
        for one in own
        if one.page == kind
    ]


def sample_listings() -> list[tuple[str, bytes]]:
    """Return address and page of every front page and of every section that has articles."""
    listings = []
    for outlet, own in _outlets():
        front = render_listing(outlet, outlet.name, own, BASE_URL)
        listings.append((BASE_URL + home_path(outlet), front))
        for section in sorted({one.section for one in own}):
            inside = [one for one in own if one.section == section]
            page = render_listing(outlet, section, inside, BASE_URL)
            listings.append((BASE_URL + section_path(outlet, section), page))
    return listings


def _outlets() -> Iterator[tuple[Outlet, list[NewsArticle]]]:
    """Yield each outlet that is there, with its articles as it sets them."""
    outlets = load_outlets()
    articles = load_articles(outlets)
    for outlet in outlets:
        own = [
            typeset(outlet, one) for one in articles if one.outlet_id == outlet.id and one.page != "missing"
        ]
        if own:
            yield outlet, own
