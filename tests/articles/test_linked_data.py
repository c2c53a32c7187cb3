"""JSON-LD in the shapes that outlets give it, and what passes for it."""

from __future__ import annotations

import json
import time

import pytest

from config.pages import load_page_words
from config.settings import CONFIG_FOLDER
from tasks.articles.linked_data import LinkedArticle, find_article, read_things

KINDS = load_page_words(CONFIG_FOLDER).article_kinds
URL = "https://news.test/world/ruritania-1"
ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Ruritania refuses",
    "author": {"@type": "Person", "name": "Anna Li"},
    "datePublished": "2026-11-23T10:00:00+01:00",
}
SITE = {"@type": "WebSite", "name": "The Post", "url": "https://news.test/"}
OTHER = {**ARTICLE, "headline": "Another", "datePublished": "2020-01-01"}


def article_in(*scripts: object, url: str = URL, titles: tuple[str, ...] = ()) -> LinkedArticle:
    texts = [script if isinstance(script, str) else json.dumps(script) for script in scripts]
    return find_article(read_things(texts), KINDS, url, titles)


SHAPES = {
    "object": (ARTICLE,),
    "list": ([SITE, ARTICLE],),
    "graph": ({"@context": "https://schema.org", "@graph": [SITE, ARTICLE]},),
    "list of a graph": ([{"@graph": [[ARTICLE]]}],),
    "main entity": ({"@type": "WebPage", "mainEntity": ARTICLE},),
    "main entity of a page": ({"@type": "ImageObject", "mainEntityOfPage": ARTICLE},),
    "several scripts": (SITE, ARTICLE),
    "several types": ({**ARTICLE, "@type": ["Thing", "ReportageNewsArticle"]},),
    "a type with its address": ({**ARTICLE, "@type": "https://schema.org/NewsArticle"},),
    "a comment around it": (f"<!-- {json.dumps(ARTICLE)} -->",),
    "CDATA around it": (f"//<![CDATA[\n{json.dumps(ARTICLE)}\n//]]>",),
    "a semicolon behind it": (json.dumps(ARTICLE) + ";",),
    "a comma too many": (json.dumps(ARTICLE)[:-1] + ",}",),
    "line breaks inside a text": (json.dumps(ARTICLE).replace("Anna Li", "Anna\nLi"),),
    "escaped as if it were HTML": (json.dumps(ARTICLE).replace('"', "&quot;"),),
}


@pytest.mark.parametrize("scripts", SHAPES.values(), ids=SHAPES.keys())
def test_shapes(scripts: tuple[object, ...]) -> None:
    found = article_in(*scripts)
    assert (found.headline, found.authors, found.published) == (
        "Ruritania refuses",
        ("Anna Li",),
        "2026-11-23T10:00:00+01:00",
    )


@pytest.mark.parametrize(
    "scripts",
    [
        (OTHER, {**ARTICLE, "url": URL}),
        (OTHER, {**ARTICLE, "mainEntityOfPage": {"@id": URL + "/"}}),
        (OTHER, {**ARTICLE, "mainEntityOfPage": URL + "?utm_source=x"}),
        ({**OTHER, "url": "http://[::1"}, {**ARTICLE, "url": URL}),
    ],
)
def test_of_several_the_one_at_the_page_s_address_counts(scripts: tuple[object, ...]) -> None:
    assert article_in(*scripts).headline == "Ruritania refuses"


def test_else_the_one_with_the_page_s_title() -> None:
    assert article_in(OTHER, ARTICLE, titles=("ruritania refuses",)).headline == "Ruritania refuses"


def test_articles_that_a_list_names_are_not_the_page_s() -> None:
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": OTHER}]}
    assert article_in(listed, {"@type": "WebPage", "hasPart": OTHER}) == LinkedArticle()


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Anna Li", ("Anna Li",)),
        ([{"name": "Anna Li"}, {"name": "Bo Ek"}], ("Anna Li", "Bo Ek")),
        (["Anna Li", {"name": ["Bo Ek"]}], ("Anna Li", "Bo Ek")),
        ({"@id": "#anna"}, ("Anna Li",)),
        ([{"@id": "#nobody"}, None, 3, {"name": {"first": "A"}}], ()),
        ("", ()),
    ],
)
def test_authors(author: object, names: tuple[str, ...]) -> None:
    graph = {
        "@graph": [{**ARTICLE, "author": author}, {"@type": "Person", "@id": "#anna", "name": "Anna Li"}]
    }
    assert article_in(graph).authors == names


@pytest.mark.parametrize(
    ("said", "is_free"),
    [
        (True, True), (False, False), ("True", True), ("false", False), ("http://schema.org/False", False),
        (None, None), ("perhaps", None), ([], None),
    ],
)  # fmt: skip
def test_whether_it_is_free(said: object, is_free: bool | None) -> None:  # noqa: FBT001
    assert article_in({**ARTICLE, "isAccessibleForFree": said}).is_free is is_free


def test_a_part_that_is_not_free() -> None:
    part = {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".wall"}
    assert article_in({**ARTICLE, "hasPart": [part]}).is_free is False
    assert article_in({**ARTICLE, "isAccessibleForFree": True, "hasPart": part}).is_free is True


def test_markup_and_references_in_texts() -> None:
    found = article_in(
        {
            **ARTICLE,
            "headline": "<b>Tom &amp;amp; Jerry</b>",
            "articleBody": "<p>One.</p><p>Two &amp; three.</p>",
        }
    )
    assert found.headline == "Tom & Jerry"
    assert found.body.split("\n") == ["", "One.", "", "Two & three.", ""]


@pytest.mark.parametrize(
    "script",
    ["", "no JSON", "null", "[[[]]]", "{", '{"@type": {}}', "[" * 100_000, '{"@graph":' * 50_000, "1" * 5000],
)
def test_what_is_no_json_ld_says_nothing(script: str) -> None:
    assert article_in(script) == LinkedArticle()


def test_a_heap_of_articles_is_read_in_no_time() -> None:
    many = [{**OTHER, "@id": f"#{n}", "author": [{"@id": "#x"}] * 20} for n in range(2000)]
    started = time.process_time()
    assert article_in({"@graph": [*many, ARTICLE]}).headline
    assert time.process_time() - started < 2
