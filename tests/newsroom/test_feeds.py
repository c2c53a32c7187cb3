"""Feeds are what they claim to be, read by the parser that the product reads feeds with."""

from __future__ import annotations

from calendar import timegm
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
import requests

from newsroom.addresses import article_path
from newsroom.load import load_outlets
from newsroom.typeset import curl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsroom.records import NewsArticle, Outlet
    from newsroom.server import Newsroom

UP = [outlet.id for outlet in load_outlets() if not outlet.is_down]
VERSIONS = {"rss": "rss20", "atom": "atom10", "rdf": "rss10"}
ROOTS = {
    "rss": "rss",
    "atom": "{http://www.w3.org/2005/Atom}feed",
    "rdf": "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF",
}


def fetched(newsroom: Newsroom, outlet_id: str) -> requests.Response:
    url = next(feed.url for feed in newsroom.feeds if feed.id == outlet_id)
    return requests.get(url, timeout=5)


def parsed(newsroom: Newsroom, outlet_id: str) -> Any:  # noqa: ANN401 - feedparser's own dictionaries
    response = fetched(newsroom, outlet_id)
    headers = {name.lower(): value for name, value in response.headers.items()}
    return feedparser.parse(response.content, response_headers=headers)


def own(articles: tuple[NewsArticle, ...], outlet_id: str) -> list[NewsArticle]:
    return [article for article in articles if article.outlet_id == outlet_id]


@pytest.mark.parametrize("outlet_id", UP)
def test_a_feed_is_well_formed_and_of_the_format_it_claims(
    newsroom: Newsroom, outlets: Mapping[str, Outlet], outlet_id: str
) -> None:
    outlet, response = outlets[outlet_id], fetched(newsroom, outlet_id)
    feed = parsed(newsroom, outlet_id)
    assert response.status_code == 200
    assert response.headers["Content-Type"].endswith(f"+xml; charset={outlet.encoding}")
    assert ET.fromstring(response.content).tag == ROOTS[outlet.format]  # noqa: S314 - our own document
    assert not feed.bozo
    assert feed.version == VERSIONS[outlet.format]
    assert feed.encoding == outlet.encoding
    assert feed.feed.language == outlet.language
    assert feed.feed.title == outlet.name


@pytest.mark.parametrize("outlet_id", UP)
def test_a_feed_holds_every_article_newest_first(
    newsroom: Newsroom, outlets: Mapping[str, Outlet], articles: tuple[NewsArticle, ...], outlet_id: str
) -> None:
    outlet, entries = outlets[outlet_id], parsed(newsroom, outlet_id).entries
    set_in = curl if outlet.quotes == "curly" else str
    expected = own(articles, outlet_id)
    assert [entry.title for entry in entries] == [set_in(article.title) for article in expected]
    assert [entry.summary for entry in entries] == [set_in(article.summary) for article in expected]
    assert [tuple(tag.term for tag in entry.tags) for entry in entries] == [(a.section,) for a in expected]
    links = [entry.link.partition("?")[0] for entry in entries]
    assert links == [newsroom.base_url + article_path(outlet, article) for article in expected]


@pytest.mark.parametrize("outlet_id", UP)
def test_a_feed_gives_instants_by_the_outlets_clock(
    newsroom: Newsroom, articles: tuple[NewsArticle, ...], outlet_id: str
) -> None:
    entries = parsed(newsroom, outlet_id).entries
    instants = [timegm(entry.get("published_parsed") or entry["updated_parsed"]) for entry in entries]
    assert instants == [int(article.published_at.timestamp()) for article in own(articles, outlet_id)]


@pytest.mark.parametrize(
    ("outlet_id", "offsets"),
    [
        ("meridian-post", {"+0000", "+0100"}),
        ("capitol-courier", {"-05:00", "-04:00"}),
        ("baltic-ledger", {"+02:00", "+03:00"}),
        ("delhi-record", {"+0530"}),
        ("donaubote", {"+0100", "+0200"}),
    ],
)
def test_dates_carry_the_offset_of_summer_and_winter(
    newsroom: Newsroom, outlet_id: str, offsets: set[str]
) -> None:
    dates = [entry.get("published") or entry["updated"] for entry in parsed(newsroom, outlet_id).entries]
    assert {date[-len(next(iter(offsets))) :] for date in dates} == offsets


def test_authors_stand_in_every_format(newsroom: Newsroom, articles: tuple[NewsArticle, ...]) -> None:
    for outlet_id in UP:
        for entry, article in zip(parsed(newsroom, outlet_id).entries, own(articles, outlet_id), strict=True):
            assert {author.name for author in entry.authors} <= set(article.authors)


@pytest.mark.parametrize("outlet_id", ["capitol-courier", "straits-wire", "bosphorus-daily"])
def test_opaque_ids_are_no_addresses_and_the_same_on_every_server(newsroom: Newsroom, outlet_id: str) -> None:
    ids = [entry.id for entry in parsed(newsroom, outlet_id).entries]
    assert len(set(ids)) == len(ids)
    assert not any("http" in one or "127.0.0.1" in one for one in ids)
    newest = {
        "capitol-courier": "tag:capitol-courier.example,2021:20220428-3636280389",
        "straits-wire": "20220429-2218257668",
        "bosphorus-daily": "tag:bosphorus-daily.example,2021:20220423-1100430309",
    }
    assert ids[0] == newest[outlet_id]


@pytest.mark.parametrize(("outlet_id", "is_permalink"), [("donaubote", "true"), ("straits-wire", "false")])
def test_an_rss_guid_says_whether_it_is_an_address(
    newsroom: Newsroom, outlet_id: str, is_permalink: str
) -> None:
    guids = ET.fromstring(fetched(newsroom, outlet_id).content).findall("channel/item/guid")  # noqa: S314
    assert {guid.get("isPermaLink") for guid in guids} == {is_permalink}


def test_links_carry_tracking_parameters_and_permalinks_do_not(newsroom: Newsroom) -> None:
    for entry in parsed(newsroom, "meridian-post").entries:
        assert entry.link == f"{entry.id}?utm_source=rss&utm_medium=feed&utm_campaign=world"


def test_a_link_with_tracking_parameters_leads_to_the_page(newsroom: Newsroom) -> None:
    entry = parsed(newsroom, "meridian-post").entries[0]
    assert entry.title in requests.get(entry.link, timeout=5).text


def test_the_delhi_feed_has_bytes_that_are_no_utf8_and_no_iso_8859_1(newsroom: Newsroom) -> None:
    content = fetched(newsroom, "delhi-record").content
    assert content.startswith(b"<?xml version='1.0' encoding='windows-1252'?>")
    assert b"India\x92s" in content
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    titles = [entry.title for entry in parsed(newsroom, "delhi-record").entries]
    assert "Biden tells Modi that more Russian oil is not in India’s interest" in titles


def test_the_german_feed_is_german(newsroom: Newsroom) -> None:
    feed = parsed(newsroom, "donaubote")
    assert feed.feed.language == "de"
    assert "Merkel" in feed.entries[-1].title
    assert "ä" in "".join(entry.title for entry in feed.entries)


def test_the_outlet_that_is_down_answers_503(newsroom: Newsroom) -> None:
    assert fetched(newsroom, "silent-gazette").status_code == 503
    assert requests.get(f"{newsroom.base_url}/silent-gazette/", timeout=5).status_code == 503
