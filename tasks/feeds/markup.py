"""Markup as publishers write it, made fit to be parsed: what it is, and what has to be mended."""

from __future__ import annotations

import re
from html.entities import name2codepoint
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["feed", "html", "empty", "not-a-feed"]

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
# feedparser takes some 40 us a tag and 5 us a reference, but 241 s for one tag with 100,000 attributes,
# 12 s for 20,000 categories of one item and hours for a long author: it looks for an address in there.
MOST_TAGS = 100_000
MOST_REFERENCES = 1_000_000
LONGEST_TAG = 8_000
MOST_VALUES = 200  # attributes of a tag, and words: a feed with many namespaces has fifty
LONGEST_AUTHOR = 1_000
SEARCHED_FOR_ROOT = 2**16
HIGHEST_CODE = 0x10FFFF
XML_ENTITIES = frozenset({"lt", "gt", "amp", "quot", "apos"})
# Nobody reads them; feedparser does, and makes 40 bytes of each byte of coordinates.
DROPPED_FIELDS = frozenset({"category", "keywords", "subject", "line", "polygon", "box", "poslist"})
SHORT_FIELDS = frozenset(
    {"author", "creator", "contributor", "publisher", "managingeditor", "webmaster", "point", "pos"}
)
ITEMS = frozenset({"item", "entry"})

_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<(?:[a-z][\w.-]*:)?(?:rss|rdf|feed|channel)(?=[\s/>])", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)(?=[\s/>])", re.IGNORECASE)
_HTML = re.compile(r"<html(?=[\s/>])", re.IGNORECASE)  # OPML has a head and a body, too
_PAGE_PART = re.compile(r"<(?:script|noscript|div|p|h1|meta|title|a|br)(?=[\s/>])", re.IGNORECASE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Each alternative ends at the next mark or at the end of the text, and gives nothing back (++, *+): time is
# linear in the length of the text, whatever it holds.
_TOKEN = re.compile(
    r"""(?P<cdata><!\[CDATA\[.*?(?:\]\]>|\Z))
      | (?P<dropped><!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<![a-z][^<>]*>|<link\s*/>|<link>\s*</link>)
      | <(?P<end>/?)(?:[\w.-]++:)?(?P<tag>[a-z_][\w.-]*+)[^<>]*+>
      | (?P<angle><)
      | (?P<references>&[^<]*+)""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_UNFIT = re.compile(r"&(?!(?-i:lt|gt|amp|quot|apos);)(?:#\d+;|#x[0-9a-f]+;|\w+;)?", re.IGNORECASE)
_TAG_NAME = re.compile(r"</?[\w:.-]+")


class TooMuchMarkupError(ValueError):
    """There is more markup than a feed of news can have."""


def kind_of(text: str) -> Kind:
    """Return what a text is, by its first tag: servers send pages where feeds were, with status 200."""
    if not text.strip("\ufeff \t\r\n\x00"):
        return "empty"
    start = _end_of_prolog(text)
    if _PAGE.match(text, start) or _PAGE.match(text.lstrip()):
        return "html"
    if _ROOT.search(text, start, start + SEARCHED_FOR_ROOT):
        return "feed"
    is_page = _PAGE_PART.match(text, start) or _HTML.search(text, start)
    return "html" if is_page else "not-a-feed"


def mended(text: str) -> str:
    """Return a feed's markup from its root on, fit for feedparser.

    What stood before the root goes, the DOCTYPE above all: no entity is declared, none expanded.
    Characters that XML forbids, comments, categories and links without an address go; lone `<`
    and `&`, references to characters that do not exist and HTML's own names become text;
    tags too long for a feed, or with too many attributes, lose these. What this leaves malformed,
    feedparser's loose parser takes.

    Raises TooMuchMarkupError where parsing would take minutes.
    """
    # Some blogs print warnings of PHP, or blank lines, before the feed: a parser stops right there.
    root = _ROOT.search(text, _end_of_prolog(text))
    start = root.start() if root else 0
    return DECLARATION + "".join(_pieces(_NOT_XML.sub("", text[start:])))


def _end_of_prolog(text: str) -> int:
    start = 1 if text.startswith("\ufeff") else 0
    while found := _PROLOG.match(text, start):
        start = found.end()
    return start


def _pieces(text: str) -> Iterator[str]:
    field = _Field()
    end = tag_count = reference_count = 0
    for token in _TOKEN.finditer(text):
        yield field.cut(text[end : token.start()])
        end = token.end()
        if token["tag"]:
            tag_count += 1
            yield field.passed(token)
        elif token["cdata"]:
            yield field.cut(token["cdata"])
        elif token["references"]:
            reference_count += token["references"].count("&")
            yield field.cut(_mended_text(token["references"]))
        elif token["angle"]:
            reference_count += 1
            yield field.cut("&lt;")
        if tag_count > MOST_TAGS or reference_count > MOST_REFERENCES:
            raise TooMuchMarkupError(f"more than {MOST_TAGS} tags or {MOST_REFERENCES} references")
    yield field.cut(text[end:])


class _Field:
    """The field that a token stands in, as far as fields are shortened or dropped."""

    def __init__(self) -> None:
        self.name = ""
        self.room = 0

    def cut(self, text: str) -> str:
        """Return what of a text fits in."""
        if not self.name:
            return text
        kept = text if len(text) <= self.room else ""
        self.room -= len(kept)
        return kept

    def passed(self, token: re.Match[str]) -> str:
        """Return a tag, mended, or nothing where it is dropped; go into the field, or out of it."""
        name, tag = token["tag"].lower(), token[0]
        # Where the end of a field is missing, it must not swallow the items that follow.
        if name in ITEMS or (token["end"] and name == self.name):
            self.name = ""
        is_dropped = self.name in DROPPED_FIELDS or name in DROPPED_FIELDS
        opens = not token["end"] and not tag.endswith("/>")
        if opens and not self.name and name in DROPPED_FIELDS | SHORT_FIELDS:
            self.name = name
            self.room = LONGEST_AUTHOR if name in SHORT_FIELDS else 0
        return "" if is_dropped else _mended_tag(tag)


def _mended_tag(tag: str) -> str:
    is_bulky = len(tag) > LONGEST_TAG or tag.count("=") > MOST_VALUES or len(tag.split()) > 2 * MOST_VALUES
    if is_bulky and (name := _TAG_NAME.match(tag)):
        return name[0] + ("/>" if tag.endswith("/>") else ">")
    return _mended_text(tag) if "&" in tag else tag


def _mended_text(text: str) -> str:
    return _UNFIT.sub(lambda found: mended_reference(found[0]), text)


def mended_reference(reference: str) -> str:
    """Return a reference as XML allows it, or as text: `&eacute;` as é, a bare `&` as `&amp;`."""
    name = reference[1:-1]
    if not reference.endswith(";"):
        return "&amp;" + reference[1:]
    if name.startswith("#"):
        return _mended_number(name[1:])
    if name in XML_ENTITIES:
        return reference
    return chr(name2codepoint[name]) if name in name2codepoint else f"&amp;{name};"


def _mended_number(digits: str) -> str:
    is_hexadecimal = digits[0] in "xX"
    figures = digits.lstrip("xX").lstrip("0") or "0"
    if len(figures) > len(str(HIGHEST_CODE)):
        return "\ufffd"
    code = int(figures, 16 if is_hexadecimal else 10)
    if code > HIGHEST_CODE or _NOT_XML.match(chr(code)):
        return "\ufffd"
    return f"&#{code};"
