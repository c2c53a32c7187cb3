"""Whether a page is an article; if not, the true reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tasks.articles.verdict import Evidence, foreign_body, is_beyond_doubt, judge

if TYPE_CHECKING:
    from tasks.articles.rules import PageRules

SENTENCE = "The foreign minister of Ruritania said on Monday that his country would not sign."  # 14 words
CONSENT = "We and our 842 partners store and access information on a device, such as cookies."


def evidence(sentences: int = 20, **fields: object) -> Evidence:
    known = Evidence(
        paragraphs=(SENTENCE,) * sentences,
        teaser_count=0,
        script_count=3,
        is_marked=True,
        is_cut=False,
        is_video=False,
        is_free=None,
    )
    return replace(known, **fields)  # type: ignore[arg-type]  # whatever a case names


LONG_MENU = "Menu " * 200
CASES = {
    "a long text": (evidence(), "", None),
    "a short text": (evidence(5), LONG_MENU, None),
    "one sentence in an <article>": (evidence(1), LONG_MENU, None),
    "one sentence somewhere": (evidence(1, is_marked=False), LONG_MENU, "no-text"),
    "short news that nothing marks": (evidence(5, is_marked=False), LONG_MENU, None),
    "no text": (evidence(0), LONG_MENU, "no-text"),
    "no text, and hardly anything else": (evidence(0), "Menu", "script-shell"),
    "no text, and no scripts either": (evidence(0, script_count=0), "Menu", "no-text"),
    "a call for scripts": (evidence(0), LONG_MENU + "Please enable JavaScript to go on.", "script-shell"),
    "a video": (evidence(0, is_video=True), "Menu", "video"),
    "a video beside a text": (evidence(10, is_video=True), LONG_MENU, None),
    "a text about consent": (evidence(paragraphs=("x",), is_marked=False), CONSENT, "consent-wall"),
    "a wall of consent": (evidence(paragraphs=(CONSENT,) * 9 + (SENTENCE,) * 3), "", "consent-wall"),
    "a long wall of consent": (evidence(paragraphs=(CONSENT,) * 90), "", "consent-wall"),
    "an article on consent": (evidence(paragraphs=(CONSENT,) * 3 + (SENTENCE,) * 9), "", None),
    "nothing before a paywall": (evidence(0), LONG_MENU + "Already a subscriber? Log in", "teaser"),
    "nothing that is free": (evidence(0, is_free=False), LONG_MENU, "teaser"),
    "little before a paywall": (evidence(3), LONG_MENU + "Subscribe to read on", "teaser"),
    "little that is free, and a way to log in": (evidence(3, is_free=True), "Already a subscriber?", None),
    "little that is not free": (evidence(3, is_free=False), LONG_MENU, "teaser"),
    "a piece that is not free, whole": (evidence(6, is_free=False), LONG_MENU, None),
    "a piece that is not free, walled": (evidence(6, is_free=False), "To continue reading", "teaser"),
    "a piece that is not free, broken off": (
        evidence(paragraphs=(SENTENCE,) * 6 + ("And then …",), is_free=False),
        LONG_MENU,
        "teaser",
    ),
    "much that is not free": (evidence(20, is_free=False), "To continue reading", None),
    "a front page": (evidence(8, is_marked=False, teaser_count=30), LONG_MENU, "listing"),
    "headlines alone": (evidence(0, teaser_count=4), LONG_MENU, "listing"),
    "an article with many related ones": (evidence(8, teaser_count=30), LONG_MENU, None),
    "a long text with some headlines": (evidence(30, is_marked=False, teaser_count=8), LONG_MENU, None),
    "a page that was cut": (evidence(0, is_cut=True), "", "too-complex"),
    "a page that was cut behind its text": (evidence(10, is_cut=True), LONG_MENU, None),
}


@pytest.mark.parametrize(("known", "visible", "reason"), CASES.values(), ids=CASES.keys())
def test_verdicts(known: Evidence, visible: str, reason: str | None, rules: PageRules) -> None:
    finding = judge(known, visible, rules.words)
    assert (finding.reason if finding else None) == reason


def test_a_second_look_changes_nothing_where_the_text_is_beyond_doubt(rules: PageRules) -> None:
    sure = [(known, visible) for known, visible, _ in CASES.values() if is_beyond_doubt(known)]
    assert len(sure) >= 3
    for known, visible in sure:
        assert judge(known, "", rules.words) == judge(known, visible, rules.words)


@pytest.mark.parametrize(
    ("body", "content_type", "detail"),
    [
        (b"%PDF-1.7", None, "a PDF"),
        (b"<p>x", "application/pdf", "application/pdf"),
        (b"<p>x", "Video/MP4; codecs=x", "video/mp4"),
        (b"\x89PNG\r\n", "text/html", "a picture"),
        (b"\xff\xd8\xff\xe0", None, "a picture"),
        (b"\x00\x00\x00\x18ftypmp42", None, "a video"),
        (b"ID3\x04", None, "a recording"),
        (b"PK\x03\x04", None, "an archive"),
        (b'<?xml version="1.0"?>\n<rss version="2.0">', "text/xml", "a feed"),
        (b'{"a": 1}', "text/html", "JSON"),
        (b"<!doctype html><p>x", "text/html; charset=utf-8", None),
        (b"<p>x", "", None),
        (b"\xef\xbb\xbf<html>", None, None),
        (b"", None, None),
    ],
)
def test_what_is_no_html(body: bytes, content_type: str | None, detail: str | None) -> None:
    finding = foreign_body(body, content_type)
    assert (finding.detail if finding else None) == detail
    assert finding is None or finding.reason == "not-html"
