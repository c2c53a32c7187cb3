"""HTML becomes a tree, or is refused before it takes minutes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tasks.articles.page import MAX_ATTRIBUTES, parse_page, visible_text
from tasks.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "https://news.test/1"
ATTRIBUTES = " ".join(f"a{number}=1" for number in range(50_000))
HOSTILE = {
    "attributes": f"<p {ATTRIBUTES}>x",
    "attributes after a tag inside a value": f'<p title="<b>" {ATTRIBUTES}>x',
    "attributes with angles in their values": "<p " + ATTRIBUTES.replace("=1", '=">"') + ">x",
    "attributes hidden behind a script's quote": f'<script>a<b c="</script><p {ATTRIBUTES}>x',
    "quotes without end": '<b c="' * 500_000,
    "long tags inside long tags": ('<a b="' + "x" * 5000) * 1500,
    "elements": ("<ul>" + "<li>x" * 2000 + "</ul>") * 40,
    "children": "<p>" + "<b>x</b>" * 10_000,
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_was_built_to_be_slow_is_refused(html: str) -> None:
    started = time.process_time()
    with pytest.raises(ArticleError) as refused:
        parse_page(html, URL)
    assert (refused.value.reason, refused.value.subject) == ("too-complex", URL)
    assert time.process_time() - started < 5


def test_a_long_attribute_or_script_is_nothing_to_fear(page: Callable[..., bytes]) -> None:
    data = "{&quot;key&quot;: [1, 2, 3], &quot;more&quot;: true} " * 3000
    script = "if (a<b && c > 'd') { e = \"f\" } " * 5000
    html = page(before=f'<div data-props="{data}">x</div><script>{script}</script>').decode()
    assert "Graustark" in visible_text(parse_page(html, URL).root)


def test_attributes_up_to_the_bound_are_read() -> None:
    many = " ".join(f"a{number}=1" for number in range(MAX_ATTRIBUTES))
    assert visible_text(parse_page(f"<p {many}>text", URL).root) == "text"


def test_nesting_too_deep_is_cut_and_said() -> None:
    assert parse_page("<div>" * 3000 + "text", URL).is_cut
    assert not parse_page("<div>" * 100 + "text", URL).is_cut


@pytest.mark.parametrize("html", ["", "   \n", "<!-- nothing -->"])
def test_an_empty_page_has_no_text(html: str) -> None:
    with pytest.raises(ArticleError) as refused:
        parse_page(html, URL)
    assert refused.value.reason == "no-text"


@pytest.mark.parametrize(
    "sign", ["\x00", "\x01", "\x0b", "\x1f", "\ufffe", "&#1;", "&#x0;", "&#x1F", "&#xffff;"]
)
def test_characters_that_no_tree_may_hold_are_left_out(sign: str) -> None:
    root = parse_page(f"<p>before{sign}<b>after</b>", URL).root
    assert visible_text(root) == "before after"


def test_other_references_stay() -> None:
    root = parse_page("<p>&#8217;&#x1F600;&#10;&#65;&eacute;", URL).root
    assert visible_text(root) == "\u2019\U0001f600 A\u00e9"


def test_declarations_inside_the_page_do_not_matter() -> None:
    html = '<?xml version="1.0" encoding="utf-16"?><html><head><meta charset="iso-8859-1"></head><p>Größe'
    assert visible_text(parse_page(html, URL).root) == "Größe"


def test_what_is_seen_is_neither_script_nor_head() -> None:
    html = (
        "<head><title>T</title></head><body>One <b>two</b><script>no()</script> three<style>p{}</style>"
        "<noscript>no</noscript></body>"
    )
    assert visible_text(parse_page(html, URL).root) == "One two three"
