"""HTML text becomes a tree, unless it was built to be slow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html

from tasks.errors import ArticleError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Pages of news have up to 5,000 elements, long live blogs 20,000. What is beyond these bounds is refused.
MAX_CHARACTERS = 20_000_000
MAX_ELEMENTS = 60_000
MAX_CHILDREN = 5000
MAX_ATTRIBUTES = 1000
# Before there is a tree, which takes 100 bytes an element and 200 an attribute; scripts hold tags as well.
MAX_TAGS = 200_000
MAX_ATTRIBUTES_IN_ALL = 300_000
MANY_TAG_CHARACTERS = 2 * MAX_ATTRIBUTES_IN_ALL  # fewer cannot hold so many
LONGEST_NAMES = 2000  # characters of a class or an id: the rest is cut off, lest it be taken apart for long
LONG_TAG = 4000
SCANS = 8  # how often the whole text may be looked through for such tags

# Tags as the HTML standard cuts them. Possessive and never failing, so that every character is met once.
_VALUE = r"""(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>]*+))?+"""
_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+(?:[\s/]++|[^\s/>][^\s/>=]*+{_VALUE})*+>?")
_ATTRIBUTE = re.compile(rf"[\s/]++[^\s/>][^\s/>=]*+{_VALUE}")
# Characters that no XML may have, and references to them: lxml reads them and refuses to write them.
_UNFIT = bytes({*range(32)} - set(b"\t\n\r"))
_UNFIT_REFERENCE = re.compile(
    r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef])|0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45]))(?![0-9a-f]);?",
    re.IGNORECASE,
)
_RESOURCE_LIMIT = "ERR_RESOURCE_LIMIT"
_UNSEEN = frozenset(
    {"title", "script", "style", "noscript", "template", "svg", "iframe", "select", "textarea"}
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a tree. `is_cut` says that it is nested too deep: libxml2 left out the rest of it."""

    root: HtmlElement
    is_cut: bool


def parse_page(text: str, url: str) -> Page:
    """Return the page of an HTML text.

    Raises ArticleError: ``too-complex`` for a page that would take minutes, ``no-text`` for none at all.
    """
    flaw = _flaw_of(text)
    if flaw:
        raise ArticleError(url, "too-complex", flaw)
    # Bytes and a named encoding: a declaration inside the page would be believed, or refused, else.
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = lxml_html.document_fromstring(_fit(text), parser=parser)
    except etree.ParserError as error:
        raise ArticleError(url, "no-text", "the page is empty") from error
    count, widest = 0, 0
    for element in root.iter():
        count, widest = count + 1, max(widest, len(element))
        _shorten_names(element)
    if count > MAX_ELEMENTS or widest > MAX_CHILDREN:
        raise ArticleError(url, "too-complex", f"{count:,} elements, {widest:,} of them in one")
    return Page(root, any(entry.type_name == _RESOURCE_LIMIT for entry in parser.error_log))


def _shorten_names(element: HtmlElement) -> None:
    for key in ("class", "id"):
        value = element.get(key)
        if value is not None and len(value) > LONGEST_NAMES:
            element.set(key, value[:LONGEST_NAMES])


def _fit(text: str) -> bytes:
    """Return a text in UTF-8, without characters that a tree cannot hold."""
    encoded = _UNFIT_REFERENCE.sub("", text).encode("utf-8", "replace").translate(None, _UNFIT)
    return encoded.replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")


def _flaw_of(text: str) -> str | None:
    """Return why the text must not even be parsed.

    The time libxml2 takes grows with the square of the attributes of one element: 13 s for 100,000.
    A long tag may be the quote of a script that only looks like one and hides another, so what is
    inside it is looked through as well.
    """
    if len(text) > MAX_CHARACTERS:
        return f"more than {MAX_CHARACTERS:,} characters"
    position, budget = 0, SCANS * len(text)
    tag_count, tag_characters = 0, 0
    while tag := _TAG.search(text, position):
        length = tag.end() - tag.start()
        position = tag.end()
        tag_count, tag_characters = tag_count + 1, tag_characters + length
        if tag_count > MAX_TAGS:
            return f"more than {MAX_TAGS:,} tags"
        if length >= LONG_TAG:
            if sum(1 for _ in _ATTRIBUTE.finditer(text, tag.start(), tag.end())) > MAX_ATTRIBUTES:
                return f"an element with more than {MAX_ATTRIBUTES:,} attributes"
            position, budget = tag.start() + 1, budget - length
        if budget < 0:
            return "quotes that do not end"
    if tag_characters > MANY_TAG_CHARACTERS and _has_too_many_attributes(text):
        return f"more than {MAX_ATTRIBUTES_IN_ALL:,} attributes"
    return None


def _has_too_many_attributes(text: str) -> bool:
    attributes = (one for tag in _TAG.finditer(text) for one in _ATTRIBUTE.finditer(text, *tag.span()))
    return next(islice(attributes, MAX_ATTRIBUTES_IN_ALL, None), None) is not None


def visible_text(root: HtmlElement) -> str:
    """Return the text that a reader sees, in one line."""
    pieces: list[str] = []
    waiting: list[HtmlElement | str] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        if node.tag in _UNSEEN:
            continue
        if node.text:
            pieces.append(node.text)
        for child in reversed(node):
            if child.tail:
                waiting.append(child.tail)
            waiting.append(child)
    return " ".join(" ".join(pieces).split())
