"""Feeds of the sample newsroom: RSS 2.0, Atom and RSS 1.0 (RDF) documents."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from newsroom.addresses import feed_link, home_path, local_time
from newsroom.load import newest_first

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsroom.records import NewsArticle, Outlet

ATOM = "http://www.w3.org/2005/Atom"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RSS_1 = "http://purl.org/rss/1.0/"
CONTENT_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "rdf": "application/rdf+xml"}
NO_NEWS_YET = datetime(2021, 1, 1, tzinfo=UTC)


def render_feed(outlet: Outlet, articles: Sequence[NewsArticle], base_url: str) -> bytes:
    """Return an outlet's feed in its format and encoding: all these articles, the newest first."""
    render = {"rss": _rss, "atom": _atom, "rdf": _rdf}[outlet.format]
    root = render(outlet, newest_first(articles), base_url)
    document: bytes = tostring(root, encoding=outlet.encoding, xml_declaration=True)
    return document


def content_type(outlet: Outlet) -> str:
    """Return the Content-Type that an outlet's feed is sent with."""
    return f"{CONTENT_TYPES[outlet.format]}; charset={outlet.encoding}"


def changed_at(articles: Sequence[NewsArticle]) -> datetime:
    """Return when the newest of the articles was published."""
    return max((article.published_at for article in articles), default=NO_NEWS_YET)


def _rss(outlet: Outlet, articles: Sequence[NewsArticle], base_url: str) -> Element:
    names = {"xmlns:atom": ATOM, "xmlns:dc": DUBLIN_CORE}
    if outlet.guid == "permalink":
        names["xmlns:content"] = CONTENT
    root = Element("rss", {"version": "2.0", **names})
    channel = SubElement(root, "channel")
    _add(channel, "title", outlet.name)
    _add(channel, "link", base_url + home_path(outlet))
    _add(channel, "description", outlet.tagline)
    _add(channel, "language", outlet.language)
    own_address = {"href": base_url + outlet.path, "rel": "self", "type": CONTENT_TYPES["rss"]}
    _add(channel, "atom:link", None, own_address)
    _add(channel, "lastBuildDate", format_datetime(changed_at(articles), usegmt=True))
    _add(channel, "ttl", "60")
    for article in articles:
        _add_rss_item(SubElement(channel, "item"), outlet, article, base_url)
    return root


def _add_rss_item(item: Element, outlet: Outlet, article: NewsArticle, base_url: str) -> None:
    link = feed_link(outlet, article, base_url)
    _add(item, "title", article.title)
    _add(item, "link", link)
    _add(item, "description", article.summary)
    if outlet.guid == "permalink":
        page = link.partition("?")[0]
        _add(item, "guid", page, {"isPermaLink": "true"})
        # The teaser of a blog engine, which looks like an article's text and is none.
        teaser = f'<p>{escape(article.summary)}</p><p><a href="{page}">{outlet.name}</a></p>'
        _add(item, "content:encoded", teaser)
    else:
        _add(item, "guid", _opaque_id(outlet, article), {"isPermaLink": "false"})
    for author in article.authors:
        _add(item, "dc:creator", author)
    _add(item, "category", article.section)
    _add(item, "pubDate", format_datetime(local_time(outlet, article)))


def _atom(outlet: Outlet, articles: Sequence[NewsArticle], base_url: str) -> Element:
    root = Element("feed", {"xmlns": ATOM, "xml:lang": outlet.language})
    _add(root, "title", outlet.name)
    _add(root, "subtitle", outlet.tagline)
    _add(root, "link", None, {"rel": "self", "type": CONTENT_TYPES["atom"], "href": base_url + outlet.path})
    _add(root, "link", None, {"rel": "alternate", "type": "text/html", "href": base_url + home_path(outlet)})
    _add(root, "id", f"tag:{outlet.id}.example,2021:news")
    _add(root, "updated", f"{changed_at(articles):%Y-%m-%dT%H:%M:%SZ}")
    for article in articles:
        entry = SubElement(root, "entry")
        _add(entry, "title", article.title, {"type": "text"})
        link = {"rel": "alternate", "type": "text/html", "href": feed_link(outlet, article, base_url)}
        _add(entry, "link", None, link)
        _add(entry, "id", f"tag:{outlet.id}.example,2021:{_opaque_id(outlet, article)}")
        _add(entry, "published", local_time(outlet, article).isoformat())
        _add(entry, "updated", f"{article.published_at:%Y-%m-%dT%H:%M:%SZ}")
        for author in article.authors:
            _add(SubElement(entry, "author"), "name", author)
        _add(entry, "category", None, {"term": article.section})
        _add(entry, "summary", article.summary, {"type": "text"})
    return root


def _rdf(outlet: Outlet, articles: Sequence[NewsArticle], base_url: str) -> Element:
    names = {"xmlns": RSS_1, "xmlns:rdf": RDF, "xmlns:dc": DUBLIN_CORE}
    root = Element("rdf:RDF", names)
    channel = SubElement(root, "channel", {"rdf:about": base_url + outlet.path})
    _add(channel, "title", outlet.name)
    _add(channel, "link", base_url + home_path(outlet))
    _add(channel, "description", outlet.tagline)
    _add(channel, "dc:language", outlet.language)
    order = SubElement(SubElement(channel, "items"), "rdf:Seq")
    for article in articles:
        link = feed_link(outlet, article, base_url)
        _add(order, "rdf:li", None, {"rdf:resource": link})
        item = SubElement(root, "item", {"rdf:about": link})
        _add(item, "title", article.title)
        _add(item, "link", link)
        _add(item, "description", article.summary)
        for author in article.authors:
            _add(item, "dc:creator", author)
        _add(item, "dc:subject", article.section)
        _add(item, "dc:date", local_time(outlet, article).isoformat())
    return root


def _add(parent: Element, tag: str, text: str | None, attributes: Mapping[str, str] | None = None) -> None:
    SubElement(parent, tag, dict(attributes or {})).text = text


def _opaque_id(outlet: Outlet, article: NewsArticle) -> str:
    """Return an id such as content management systems give: no address, the same for ever."""
    digest = hashlib.sha256(f"{outlet.id}/{article.slug}".encode()).hexdigest()
    return f"{article.published_at:%Y%m%d}-{int(digest[:8], 16)}"
