"""Markup on its way to feedparser: references, and how text is told."""

from __future__ import annotations

import io
from xml.sax import make_parser
from xml.sax.handler import ContentHandler
from xml.sax.saxutils import unescape

import feedparser.api

from tasks.feeds.markup import mended
from tasks.feeds.parse import XML_READER


class Listener(ContentHandler):
    """Keeps each piece of text that it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def characters(self, content: str) -> None:
        """Keep a piece."""
        self.told.append(content)


def test_the_names_of_xml_are_told_from_those_that_only_look_alike() -> None:
    assert mended("<rss>&AMP; &amp; &lt;b&gt; &eacute; & &#0;x</rss>").endswith(
        "<rss>&amp;AMP; &amp; &lt;b&gt; é &amp; \ufffdx</rss>"
    )


def test_text_between_two_tags_is_told_at_once() -> None:
    text, listener = "one &lt;b&gt;two&lt;/b&gt; &amp;\nthree", Listener()
    parser = make_parser([XML_READER])  # noqa: S317 - text of our own
    parser.setContentHandler(listener)
    parser.parse(io.BytesIO(f"<rss>{text}</rss>".encode()))
    assert listener.told == [unescape(text)]


def test_feedparser_is_given_that_reader() -> None:
    assert feedparser.api.PREFERRED_XML_PARSERS[0] == XML_READER
