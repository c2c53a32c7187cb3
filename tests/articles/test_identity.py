"""Which address is an article's own, and what tells its text from another."""

from __future__ import annotations

import pytest

from tasks.articles.identity import article_id, content_hash, leads_home, own_address
from tasks.feeds.identity import hash63

URL = "https://www.news.test/world/2026/ruritania-refuses?utm_source=rss"
OWN = "https://www.news.test/world/2026/ruritania-refuses"
ADDRESSES = {
    "its own": (["https://www.news.test/world/2026/ruritania-refuses"], OWN),
    "relative": (["/world/2026/ruritania-refuses#top"], OWN),
    "without www": (["https://news.test/world/x"], "https://news.test/world/x"),
    "with trackers": (["https://www.news.test/w/r-1?utm_medium=x&id=7"], "https://www.news.test/w/r-1?id=7"),
    "the wire it comes from": (["https://wire.test/iran-1"], "https://wire.test/iran-1"),
    "another host's long word": (
        ["https://wire.test/bundestagspräsidentin"],
        "https://wire.test/bundestagspr%C3%A4sidentin",
    ),
    "the home page": (["https://www.news.test/"], OWN),
    "another host's home page": (["https://wire.test"], OWN),
    "another host's section": (["https://wire.test/world"], OWN),
    "the section it is in": (["https://www.news.test/world/"], OWN),
    "the page it is a view of": (["https://www.news.test/world/2026"], "https://www.news.test/world/2026"),
    "a machine of the outlet's own": (["http://localhost:3000/world/ruritania-refuses"], OWN),
    "a template that was not filled": (["https://www.news.test/{{slug}}-1"], OWN),
    "nothing in a script's words": (["https://www.news.test/undefined"], OWN),
    "no address": (["http://[::1", "mailto:x@news.test", "javascript:void(0)", ""], OWN),
    "the first that can be": (
        ["https://www.news.test/", "/world/2026/r-2"],
        "https://www.news.test/world/2026/r-2",
    ),
    "none": ([], OWN),
}


@pytest.mark.parametrize(("candidates", "expected"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_an_article_s_own_address(candidates: list[str], expected: str) -> None:
    assert own_address(candidates, URL) == expected


def test_a_file_has_an_address_only_if_it_names_a_whole_one() -> None:
    assert own_address(["/relative-1", "https://news.test/a-b"], "") == "https://news.test/a-b"
    assert own_address(["/relative-1"], "") == ""


def test_a_server_without_dots_may_be_the_one_that_was_asked() -> None:
    assert (
        own_address(["http://localhost:8000/a-1"], "http://localhost:8000/a-1?x=1")
        == "http://localhost:8000/a-1"
    )


def test_ids_are_those_of_addresses() -> None:
    assert article_id(OWN, "text") == hash63(OWN)
    assert article_id("", "text") == hash63("text")
    assert 0 <= article_id(OWN, "") < 2**63


def test_a_text_is_the_same_however_it_is_set() -> None:
    text = "\u201cNo\u201d, he said \u2013 it\u2019s over.\nThe end."
    assert content_hash(text) == content_hash('"No", he  said - it\'s over.\n The end.')
    assert len(content_hash(text)) == 64


@pytest.mark.parametrize(
    "other", ["Turkey does not support it.", "Turkey Supports it.", "Turkey supports it. Now."]
)
def test_other_words_make_another_text(other: str) -> None:
    assert content_hash("Turkey supports it.") != content_hash(other)


@pytest.mark.parametrize(
    ("asked", "found", "leads"),
    [
        ("https://news.test/a/1", "https://news.test/", True),
        ("https://news.test/?p=1", "https://www.news.test", True),
        ("https://news.test/a/1", "https://news.test/a/2", False),
        ("https://news.test/a/1", "https://news.test/?p=2", False),
        ("https://news.test/", "https://news.test/", False),
    ],
)
def test_a_redirect_to_the_front_page(asked: str, found: str, leads: bool) -> None:  # noqa: FBT001
    assert leads_home(asked, found) is leads
