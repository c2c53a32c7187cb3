"""Which addresses are one page, and ids that stay."""

from __future__ import annotations

import pytest

from config.trackers import TRACKER_PREFIXES, TRACKERS
from tasks.feeds.identity import canonical_url, entry_id, hash63, resolve_link

FEED_URL = "https://news.test/feeds/rss.xml"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://News.Test/A", "https://news.test/A"),  # a path keeps its case
        ("https://news.test:443/a", "https://news.test/a"),
        ("http://news.test:80/a", "http://news.test/a"),
        ("http://news.test:8080/a", "http://news.test:8080/a"),
        ("https://news.test./a", "https://news.test/a"),
        ("https://news.test", "https://news.test/"),
        ("https://news.test/a#comments", "https://news.test/a"),
        ("https://news.test/a/../b", "https://news.test/b"),
        ("https://news.test/a?b=2&a=1", "https://news.test/a?a=1&b=2"),
        ("https://news.test/a?", "https://news.test/a"),
        ("https://news.test/a?id=", "https://news.test/a?id="),
        ("https://news.test/%d0%9a", "https://news.test/%D0%9A"),
        ("https://news.test/\u041a", "https://news.test/%D0%9A"),
        ("https://новости.test/", "https://xn--b1amnebsh.test/"),
        ("  https://news.test/a\n", "https://news.test/a"),
        ("https://news.test/a?utm_source=rss&UTM_Medium=x&id=7", "https://news.test/a?id=7"),
        ("https://news.test/a?at_medium=RSS&at_campaign=KARANGA", "https://news.test/a"),
        ("https://news.test/a?xtor=RSS-3208", "https://news.test/a"),
        ("https://news.test/a?maca=en-rss-en-all-1573-xml-mrss", "https://news.test/a"),
        ("https://news.test/a?fbclid=1&gclid=2&page=3", "https://news.test/a?page=3"),
        ("https://news.test/a?from=rss&source=rss", "https://news.test/a"),
        ("https://news.test/a?from=kyiv&source=afp", "https://news.test/a?from=kyiv&source=afp"),
        ("https://news.test/a?attempt=1&nsfw=0&utm=5", "https://news.test/a?attempt=1&nsfw=0&utm=5"),
        (
            "https://news.google.com/rss/articles/CBMiX?oc=5",
            "https://news.google.com/rss/articles/CBMiX?oc=5",
        ),
        ("http://[2001:DB8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
        ("https://me:word@News.test/a", "https://me:word@news.test/a"),
    ],
)
def test_one_way_to_write_an_address(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize("url", ["http://[::1/a", "http://news.test:99999/"])
def test_a_malformed_address_is_an_error(url: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        canonical_url(url)


def test_trackers_are_written_as_they_are_compared() -> None:
    assert all(name == name.lower() for name in (*TRACKERS, *TRACKER_PREFIXES))


@pytest.mark.parametrize(
    ("link", "resolved"),
    [
        ("https://other.test/a", "https://other.test/a"),
        ("/a", "https://news.test/a"),
        ("a", "https://news.test/feeds/a"),
        ("?id=1", "https://news.test/feeds/rss.xml?id=1"),
        ("//other.test/a", "https://other.test/a"),
        ("\n    https://news.test/a\n  ", "https://news.test/a"),
        ("https://news.test/long/\n      address", "https://news.test/long/address"),
        ("https://news.test/long/      address", "https://news.test/long/address"),
        ("https://news.test/two words", "https://news.test/two%20words"),
        ("https://news.test/?a=1&amp;b=2", "https://news.test/?a=1&b=2"),
        ("HTTP://news.test/a", "http://news.test/a"),
    ],
)
def test_links_become_absolute(link: str, resolved: str) -> None:
    assert resolve_link(link, FEED_URL) == resolved


@pytest.mark.parametrize(
    "link",
    [
        "mailto:desk@news.test", "javascript:void(0)", "ftp://news.test/a", "tag:news.test,2026:1", "urn:x:1",
        "http://", "http://news.test:0/", "http://news.test:port/", "http://[::1/a",
        "https://exa mple.test/", "https://<b>/", "https://news.test/" + "a" * 9000,
    ],
)  # fmt: skip
def test_links_that_lead_nowhere(link: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        resolve_link(link, FEED_URL)


def make_id(**changes: str | None) -> int:
    """Return the id of an entry."""
    fields = {"feed_id": "one", "url": "https://news.test/a", "guid": "g", "title": "t", "summary": "s"}
    return entry_id(**(fields | changes))  # type: ignore[arg-type]


def test_a_page_is_one_entry_whichever_feed_links_to_it() -> None:
    same = {
        make_id(),
        make_id(feed_id="two", guid=None),
        make_id(title="another", url="https://news.test/a?utm_source=x#y"),
    }
    assert len(same) == 1


def test_without_a_link_the_guid_counts_within_its_feed() -> None:
    assert make_id(url=None) == make_id(url=None, title="another")
    assert (
        len({make_id(url=None), make_id(url=None, feed_id="two"), make_id(url=None, guid="h"), make_id()})
        == 4
    )


def test_without_a_guid_the_words_count() -> None:
    first = make_id(url=None, guid=None)
    others = {make_id(url=None, guid=None, **{name: "x"}) for name in ("feed_id", "title", "summary")}
    assert len(others | {first}) == 4
    assert first == make_id(url=None, guid="")


def test_ids_are_for_ever() -> None:
    # The warehouse is full of them: a change of these numbers is a change of all that is stored.
    assert make_id() == 204065046519938384
    assert make_id(url=None) == 8940403652932821011
    assert make_id(url=None, guid=None) == 463829619395821033
    assert hash63("\ud800") >> 63 == 0
