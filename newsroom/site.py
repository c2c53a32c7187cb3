"""The whole site of the sample newsroom: which path answers what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsroom.addresses import article_path, home_path, section_path
from newsroom.feeds import changed_at, content_type, render_feed
from newsroom.load import newest_first
from newsroom.pages import render_article, render_index, render_listing
from newsroom.records import FeedDescriptor
from newsroom.replies import Reply, document
from newsroom.typeset import typeset

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsroom.records import NewsArticle, Outlet
    from newsroom.replies import Route

OUT_OF_ORDER = Reply(503, {"Content-Type": "text/html; charset=utf-8"}, b"<h1>503 Service Unavailable</h1>\n")
ROBOTS = b"User-agent: *\nDisallow: /account/\nCrawl-delay: 0\n"


def site_routes(
    outlets: Sequence[Outlet], articles: Iterable[NewsArticle], base_url: str
) -> dict[str, Route]:
    """Return the routes to the feeds and pages of all outlets; none where there are no outlets."""
    if not outlets:
        return {}
    ordered = newest_first(articles)
    routes: dict[str, Route] = {
        "/": document(render_index(feed_descriptors(outlets, base_url)), "text/html; charset=utf-8"),
        "/robots.txt": Reply(200, {"Content-Type": "text/plain; charset=utf-8"}, ROBOTS),
    }
    for outlet in outlets:
        own = tuple(typeset(outlet, article) for article in ordered if article.outlet_id == outlet.id)
        routes |= _outlet_routes(outlet, own, base_url)
    return routes


def feed_descriptors(outlets: Sequence[Outlet], base_url: str) -> tuple[FeedDescriptor, ...]:
    """Return the feeds of outlets as a feed list names them, in the order of the outlets."""
    return tuple(
        FeedDescriptor(
            id=outlet.id,
            name=outlet.name,
            url=base_url + outlet.path,
            country=outlet.country,
            language=outlet.language,
            kind=outlet.kind,
        )
        for outlet in outlets
    )


def _outlet_routes(outlet: Outlet, articles: Sequence[NewsArticle], base_url: str) -> dict[str, Route]:
    if outlet.is_down:
        return {outlet.path: OUT_OF_ORDER, home_path(outlet): OUT_OF_ORDER}
    html = f"text/html; charset={outlet.encoding}"
    feed = render_feed(outlet, articles, base_url)
    there = [article for article in articles if article.page != "missing"]
    front = render_listing(outlet, outlet.name, there, base_url)
    routes: dict[str, Route] = {
        outlet.path: document(feed, content_type(outlet), changed_at(articles)),
        home_path(outlet): document(front, html, changed_at(there)),
    }
    for section in outlet.sections:
        own = [article for article in there if article.section == section]
        listing = render_listing(outlet, section, own, base_url)
        routes[section_path(outlet, section)] = document(listing, html, changed_at(own))
    for article in there:
        page = render_article(outlet, article, there, base_url)
        routes[article_path(outlet, article)] = document(page, html, article.published_at)
    return routes
