"""A tree becomes blocks of text as a browser would set them apart."""

from __future__ import annotations

import pytest

from tasks.articles.blocks import read_blocks
from tasks.articles.page import parse_page

CASES = {
    "paragraphs": ("<p>One.</p><p>Two.</p>", ["One.", "Two."]),
    "text without paragraphs": ("<div>One.<div>Two.</div>Three.</div>", ["One.", "Two.", "Three."]),
    "inline elements": ("<p>One <b>bold</b>, <i>two</i><span>three</span>.</p>", ["One bold, twothree."]),
    "white space": ("<p>  One \n\t two\u00a0three </p>", ["One two three"]),
    "two breaks": ("<p>One<br><br/>two</p>", ["One", "two"]),
    "two breaks with space between": ("<p>One<br> \n <br>two</p>", ["One", "two"]),
    "a break behind a sentence": ("<p>One.<br>Two.</p>", ["One.", "Two."]),
    "a break inside a sentence": ("<p>One<br>two.</p>", ["One two."]),
    "a break behind a link": ("<p>Read <a href='/'>this.</a><br>Two.</p>", ["Read this.", "Two."]),
    "list items": ("<ul><li>One</li><li>Two</li></ul>", ["One", "Two"]),
    "table cells": ("<table><tr><td>One</td><td>Two</td></tr></table>", ["One", "Two"]),
    "soft hyphens and spaces of no width": ("<p>Grund\u00adgebühr\u200b.</p>", ["Grundgebühr."]),
    "accents written apart": ("<p>Cafe\u0301</p>", ["Caf\u00e9"]),
    "text behind a block": ("<div><p>One.</p>Two.</div>", ["One.", "Two."]),
    "nothing": ("<p> </p><div></div>", []),
}


@pytest.mark.parametrize(("html", "expected"), CASES.values(), ids=CASES.keys())
def test_blocks(html: str, expected: list[str]) -> None:
    assert [block.text for block in read_blocks(parse_page(html, "").root)] == expected


@pytest.mark.parametrize(
    ("html", "share"),
    [
        ("<p>Plain words</p>", 0.0),
        ("<p><a href='/'>All of it</a></p>", 1.0),
        ("<p><a href='/'>one</a> <a href='/'>two</a></p>", 1.0),
        ("<a href='/'><div>A block in a link</div></a>", 1.0),
        ("<p>1234 <a href='/'><b>67</b>89</a></p>", 5 / 9),
        ("<p><a name='x'></a>Words</p>", 0.0),
    ],
)
def test_the_share_of_links(html: str, share: float) -> None:
    (block,) = read_blocks(parse_page(html, "").root)
    assert block.link_share == pytest.approx(share)


def test_each_line_has_its_own_links() -> None:
    first, second = read_blocks(parse_page("<p><a href='/'>Other news</a><br><br>Words.</p>", "").root)
    assert (first.link_share, second.link_share) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("He left.", True), ("Did he?", True), ("“He left.”", True), ("He left.[1]", True),
        ("他走了。", True),
        ("He left", False), ("Share this", False), ("Advertisement 3", False),
    ],
)  # fmt: skip
def test_the_end_of_a_sentence(text: str, ends: bool) -> None:  # noqa: FBT001 - a column of the table
    (block,) = read_blocks(parse_page(f"<p>{text}</p>", "").root)
    assert block.ends_sentence is ends
