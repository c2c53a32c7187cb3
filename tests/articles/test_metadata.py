"""What a page says of itself: title, authors, dates, addresses, languages."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from tasks.articles.metadata import Metadata, head_of, read_metadata
from tasks.articles.page import parse_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tasks.articles.rules import PageRules

URL = "https://www.morning-post.test/world/ruritania-1"


@pytest.fixture
def read(page: Callable[..., bytes], rules: PageRules) -> Callable[..., Metadata]:
    """Return a function that reads the metadata of a page made with these arguments."""

    def make(*, html: str = "", url: str = URL, **parts: str) -> Metadata:
        root = parse_page(html or page(**parts).decode(), url).root
        return read_metadata(head_of(root, rules.words), url, rules.words)

    return make


def linked(**fields: object) -> str:
    thing = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


SITE_NAME = "<meta property='og:site_name' content='Elsewhere'>"
OPEN_GRAPH = "<meta property='og:title' content='{}'>"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("", "Ruritania refuses"),
        (linked(headline="Ruritania will not sign"), "Ruritania will not sign"),
        (OPEN_GRAPH.format("Ruritania will not sign"), "Ruritania will not sign"),
        (OPEN_GRAPH.format("Ruritania will not sign | Morning Post"), "Ruritania will not sign"),
        (OPEN_GRAPH.format("Morning Post - Ruritania will not sign"), "Ruritania will not sign"),
        (OPEN_GRAPH.format("Ruritania refuses – World – Elsewhere"), "Ruritania refuses – World – Elsewhere"),
        (
            "<meta property='og:site_name' content='Elsewhere'>" + OPEN_GRAPH.format("Ruritania — Elsewhere"),
            "Ruritania",
        ),
        (linked(headline="A - B", publisher={"name": "B"}), "A"),
        (OPEN_GRAPH.format("Ruritania refuses :: anything at all"), "Ruritania refuses"),
        (OPEN_GRAPH.format("Morning Post"), "Ruritania refuses"),
    ],
)
def test_titles(head: str, title: str, read: Callable[..., Metadata]) -> None:
    assert read(head=head).title == title


def test_a_title_where_there_is_no_heading(read: Callable[..., Metadata]) -> None:
    assert (
        read(html="<title>Ruritania refuses | Morning Post</title><p>Text</p>").title == "Ruritania refuses"
    )
    assert read(html="<p>Text</p>").title == ""


META = "<meta property='{}' content='{}'>"
BYLINE = "<div class='article-byline'>By Anna Li, Reuters</div>"
BIO = f"<div class='author-bio'>Anna Li has written about the north for us {'for years ' * 30}</div>"
LINKS = "<p>Von <a rel='author' href='/a'>Anna Li</a> und <a rel='author' href='/b'>Bo Ek</a></p>"
LINES = (
    "<div class='byline'>\n<a>Birgit Baumann</a>\n<a>Anna Giulia Fink</a>\n<a>Jan Michael Marchart</a></div>"
)
POST = {"@type": "Organization", "name": "The Post"}
AUTHORS = {
    "nobody": ({}, ()),
    "two in JSON-LD": (
        {"head": linked(author=[{"name": "Anna Li"}, {"name": "Bo Ek"}])},
        ("Anna Li", "Bo Ek"),
    ),
    "two in one text": ({"head": linked(author="By Anna Li and Bo Ek")}, ("Anna Li", "Bo Ek")),
    "one and what she does": (
        {"head": linked(author={"name": "Anna Li, chief correspondent for all of the northern region"})},
        ("Anna Li",),
    ),
    "two in <meta>": ({"head": META.format("author", "Anna Li, Bo Ek")}, ("Anna Li", "Bo Ek")),
    "two times <meta>": (
        {"head": META.format("article:author", "Anna Li") + META.format("article:author", "Bo Ek")},
        ("Anna Li", "Bo Ek"),
    ),
    "an address, then a name": (
        {
            "head": META.format("article:author", "https://social.test/anna")
            + META.format("author", "Anna Li")
        },
        ("Anna Li",),
    ),
    "links to authors": ({"before": LINKS}, ("Anna Li", "Bo Ek")),
    "a property": ({"before": "<span itemprop='author'>Anna Li</span>"}, ("Anna Li",)),
    "a byline": ({"before": BYLINE}, ("Anna Li", "Reuters")),
    "a name on each line": (
        {"before": LINES},
        ("Birgit Baumann", "Anna Giulia Fink", "Jan Michael Marchart"),
    ),
    "a line too many": ({"before": LINES.replace("</div>", "\nyesterday at 24 pm</div>")}, ()),
    "an outlet, then a person": (
        {"head": linked(author="The Post", publisher=POST) + META.format("author", "Anna Li")},
        ("Anna Li",),
    ),
    "a person and her outlet": (
        {"head": linked(author=["Anna Li", "The Post"], publisher=POST)},
        ("Anna Li",),
    ),
    "an outlet alone": ({"head": linked(author="The Post", publisher=POST), "before": BYLINE}, ("The Post",)),
    "an outlet with a number": ({"head": linked(author="BR24 Redaktion")}, ("BR24 Redaktion",)),
    "a note on the author": ({"before": BIO}, ()),
    "an address of mail": ({"head": META.format("author", "desk@news.test")}, ()),
}


@pytest.mark.parametrize(("parts", "authors"), AUTHORS.values(), ids=AUTHORS.keys())
def test_authors(parts: dict[str, str], authors: tuple[str, ...], read: Callable[..., Metadata]) -> None:
    assert read(**parts).authors == authors


def test_dates_come_in_the_order_of_their_worth(read: Callable[..., Metadata]) -> None:
    metas = (("date", "3"), ("article:published_time", "2"), ("article:modified_time", "changed"))
    metadata = read(
        head=linked(datePublished="1") + "".join(META.format(*meta) for meta in metas),
        before="<div class='dateline'>Published 7 May</div><time>6</time>"
        "<time datetime='5' pubdate>May</time><span itemprop='datePublished' content='4'>x</span>",
    )
    assert metadata.published == ("1", "2", "3", "4", "5", "6", "Published 7 May")
    assert metadata.modified == ("changed",)


def test_addresses(read: Callable[..., Metadata]) -> None:
    head = (
        "<link rel='canonical' href='/world/ruritania-1'><link rel='stylesheet' href='/x.css'>"
        "<meta property='og:url' content='https://morning-post.test/og'>"
        + linked(url="https://morning-post.test/ld")
    )
    assert read(head=head).addresses == (
        "/world/ruritania-1",
        "https://morning-post.test/og",
        "https://morning-post.test/ld",
    )


def test_languages(read: Callable[..., Metadata]) -> None:
    head = "<meta property='og:locale' content='de_AT'>" + linked(inLanguage={"name": "fr"})
    assert read(head=head).languages == ("en", "fr", "de_AT")


def test_what_else_there_is(read: Callable[..., Metadata]) -> None:
    head = (
        "<meta property='og:type' content='Article'><meta property='article:section' content='World'>"
        "<meta name='description' content='What happened.'>"
        + linked(description="What happened.", articleBody="Text.", isAccessibleForFree=False)
        + '<script type="application/ld+json">{"@type": "BreadcrumbList"}</script>'
    )
    metadata = read(head=head)
    assert (metadata.open_graph_type, metadata.section, metadata.is_free) == ("article", "World", False)
    assert (metadata.descriptions, metadata.body) == (("What happened.",), "Text.")
    assert metadata.kinds == {"NewsArticle", "BreadcrumbList"}


@pytest.mark.parametrize(("tier", "is_free"), [("free", True), ("locked", False), ("metered", None)])
def test_tiers(tier: str, is_free: bool | None, read: Callable[..., Metadata]) -> None:  # noqa: FBT001
    head = f"<meta property='article:content_tier' content='{tier}'>"
    assert read(head=head).is_free is is_free


def test_a_page_that_says_nothing(read: Callable[..., Metadata]) -> None:
    metadata = read(html="<p>Text</p>", url="")
    assert (metadata.title, metadata.authors, metadata.published, metadata.languages) == ("", (), (), ())


@pytest.mark.parametrize(
    "html",
    [
        "<meta name='author' content='A B'>" * 5000,
        "<h1>" * 200 + ("<div>" + "<time>12</time>" * 4000 + "</div>") * 10,
        "<div class='author date'>" * 200 + ("<i>" + "<b>x</b>" * 4000 + "</i>") * 10,
        f"<title>{'a | b - ' * 100_000}</title>",
        f"<meta name='author' content='{'By A and B, ' * 100_000}'>",
    ],
)
def test_a_head_built_to_be_slow(html: str, read: Callable[..., Metadata]) -> None:
    started = time.process_time()
    read(html=html)
    assert time.process_time() - started < 3
