"""Pages of the sample newsroom: what a visitor and a reader of metadata finds there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import requests
from bs4 import BeautifulSoup

from newsroom.addresses import article_path, section_path
from newsroom.load import load_outlets
from newsroom.typeset import typeset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsroom.records import NewsArticle, Outlet
    from newsroom.server import Newsroom

UP = [outlet.id for outlet in load_outlets() if not outlet.is_down]


def page_of(newsroom: Newsroom, outlet: Outlet, article: NewsArticle) -> BeautifulSoup:
    response = requests.get(newsroom.base_url + article_path(outlet, article), timeout=5)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == f"text/html; charset={outlet.encoding}"
    return BeautifulSoup(response.content.decode(outlet.encoding), "lxml")


def readable(articles: tuple[NewsArticle, ...], outlet: Outlet) -> list[NewsArticle]:
    return [
        typeset(outlet, article)
        for article in articles
        if article.outlet_id == outlet.id and article.page == "article"
    ]


def linked_data_of(page: BeautifulSoup) -> Any:  # noqa: ANN401 - any JSON
    scripts = page.find_all("script", type="application/ld+json")
    return [json.loads(script.get_text()) for script in scripts]


@pytest.mark.parametrize("outlet_id", UP)
def test_every_page_holds_its_paragraphs_in_their_order(
    newsroom: Newsroom, outlets: Mapping[str, Outlet], articles: tuple[NewsArticle, ...], outlet_id: str
) -> None:
    outlet = outlets[outlet_id]
    for article in readable(articles, outlet):
        page = page_of(newsroom, outlet, article)
        shown = [paragraph.get_text() for paragraph in page.find_all("p")]
        assert [text for text in shown if text in article.paragraphs] == list(article.paragraphs)
        assert [heading.get_text() for heading in page.find_all("h1")] == [article.title]
        assert all(author in page.get_text() for author in article.authors)


@pytest.mark.parametrize("outlet_id", UP)
def test_a_page_surrounds_its_text_with_what_is_no_part_of_it(
    newsroom: Newsroom, outlets: Mapping[str, Outlet], articles: tuple[NewsArticle, ...], outlet_id: str
) -> None:
    outlet = outlets[outlet_id]
    article = readable(articles, outlet)[0]
    words = page_of(newsroom, outlet, article).get_text(" ").lower()
    hint = {"en": ("read more", "cookie"), "de": ("lesen sie auch", "cookies")}[outlet.language]
    assert all(part in words for part in hint)


SHAPES = {
    "meridian-post": "object",
    "capitol-courier": "graph",
    "baltic-ledger": "list",
    "bosphorus-daily": "object",
    "delhi-record": "object",
    "donaubote": "object",
}


def news_article_in(shape: str, blocks: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    (block,) = blocks
    if shape == "object":
        assert block["@context"] == "https://schema.org"
        return dict(block)
    if shape == "graph":
        assert [part["@type"] for part in block["@graph"][:3]] == [
            "WebSite", "NewsMediaOrganization", "BreadcrumbList",
        ]  # fmt: skip
        return dict(block["@graph"][3])
    assert [part["@context"] for part in block] == ["https://schema.org"] * 3
    return dict(block[2])


def test_an_outlet_without_linked_data_has_meta_elements(
    newsroom: Newsroom, outlets: Mapping[str, Outlet], articles: tuple[NewsArticle, ...]
) -> None:
    outlet = outlets["straits-wire"]
    page = page_of(newsroom, outlet, readable(articles, outlet)[0])
    assert linked_data_of(page) == []
    published = page.find("meta", property="article:published_time")
    assert published is not None
    assert published["content"] == "2022-04-29T19:40:00+08:00"


@pytest.mark.parametrize("outlet_id", SHAPES)
def test_linked_data_has_the_shape_of_the_outlet_and_tells_the_truth(
    newsroom: Newsroom, outlets: Mapping[str, Outlet], articles: tuple[NewsArticle, ...], outlet_id: str
) -> None:
    outlet = outlets[outlet_id]
    article = readable(articles, outlet)[0]
    page = page_of(newsroom, outlet, article)
    found = news_article_in(SHAPES[outlet_id], linked_data_of(page))
    assert found["@type"] == "NewsArticle"
    assert found["headline"] == article.title
    assert found["inLanguage"] == outlet.language
    assert [author["name"] for author in found["author"]] == list(article.authors)
    assert found["datePublished"] < found["dateModified"]
    assert found["url"] == newsroom.base_url + article_path(outlet, article)
    canonical = page.find("link", rel="canonical")
    assert canonical is not None
    assert canonical["href"] == found["url"]


def test_the_page_of_a_video_has_a_player_and_no_text(
    newsroom: Newsroom, outlets: Mapping[str, Outlet], articles: tuple[NewsArticle, ...]
) -> None:
    video = next(article for article in articles if article.page == "video")
    page = page_of(newsroom, outlets[video.outlet_id], video)
    assert page.find(id="player") is not None
    assert page.find_all("p") == []
    assert linked_data_of(page)[0]["@graph"][3]["@type"] == "VideoObject"
    for script in page.find_all(["script", "style", "noscript", "title"]):
        script.decompose()
    assert len(page.get_text().split()) < 5


def test_the_page_of_a_missing_article_is_not_there(
    newsroom: Newsroom, outlets: Mapping[str, Outlet], articles: tuple[NewsArticle, ...]
) -> None:
    missing = next(article for article in articles if article.page == "missing")
    path = article_path(outlets[missing.outlet_id], missing)
    assert requests.get(newsroom.base_url + path, timeout=5).status_code == 404


def test_no_page_has_a_dead_link(newsroom: Newsroom) -> None:
    down = {f"{newsroom.base_url}/silent-gazette/", f"{newsroom.base_url}/silent-gazette/rss.xml"}
    waiting, met = [f"{newsroom.base_url}/"], set(down)
    with requests.Session() as session:
        while waiting:
            url = waiting.pop()
            if url in met:
                continue
            met.add(url)
            response = session.get(url, timeout=5)
            assert response.status_code == 200, url
            if response.headers["Content-Type"].startswith("text/html"):
                links = BeautifulSoup(response.content, "lxml").find_all("a", href=True)
                hrefs = {str(link["href"]) for link in links} - {"#"}
                waiting.extend(requests.compat.urljoin(url, href) for href in hrefs)
    assert all(url.startswith(newsroom.base_url) for url in met)
    assert len(met) > 140


def test_the_index_lists_every_outlet_with_its_feed(newsroom: Newsroom) -> None:
    index = BeautifulSoup(requests.get(newsroom.base_url, timeout=5).text, "lxml")
    links = {str(link["href"]): link.get_text() for link in index.find_all("a")}
    for feed in newsroom.feeds:
        assert links[f"/{feed.id}/"] == feed.name
        assert links[feed.url] == feed.url


def test_robots_are_told_where_not_to_go(newsroom: Newsroom) -> None:
    response = requests.get(f"{newsroom.base_url}/robots.txt", timeout=5)
    assert response.headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /account/" in response.text


def test_a_section_lists_its_own_articles_alone(
    newsroom: Newsroom, outlets: Mapping[str, Outlet], articles: tuple[NewsArticle, ...]
) -> None:
    outlet = outlets["bosphorus-daily"]
    page = requests.get(newsroom.base_url + section_path(outlet, "Türkiye"), timeout=5)
    assert page.url.endswith("/bosphorus-daily/turkiye/")
    own = {article.title for article in articles if article.outlet_id == outlet.id}
    listed = {title for title in own if title in page.text}
    assert listed == {article.title for article in articles if article.section == "Türkiye"}


def test_austria_calls_january_jaenner(
    newsroom: Newsroom, outlets: Mapping[str, Outlet], articles: tuple[NewsArticle, ...]
) -> None:
    outlet = outlets["donaubote"]
    vienna = next(article for article in articles if article.slug == "osze-warnt-in-wien-vor-krieg")
    assert "13. Jänner 2022, 22:40 Uhr" in page_of(newsroom, outlet, vienna).get_text()


def test_characters_beyond_the_encoding_are_written_as_references(
    newsroom: Newsroom, outlets: Mapping[str, Outlet], articles: tuple[NewsArticle, ...]
) -> None:
    outlet = outlets["delhi-record"]
    article = readable(articles, outlet)[0]
    content = requests.get(newsroom.base_url + article_path(outlet, article), timeout=5).content
    assert b"&#8377; 5.00" in content  # the rupee sign
    assert "₹ 5.00" in page_of(newsroom, outlet, article).get_text()
