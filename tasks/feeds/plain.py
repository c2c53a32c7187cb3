"""HTML in fields of a feed becomes plain text, in time linear in its length, whatever it holds."""

from __future__ import annotations

import html
import re

_UNSEEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u)(?:\s[^<>]*)?>", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-z!][^<>]*>", re.IGNORECASE)
_ENDLESS_REFERENCE = re.compile(r"&#\d{8,};?")  # Python reads no number of more than 4,300 digits
MARKUP_RATIO = 10  # characters of markup looked at for each character of text wanted


def plain_text(markup: str, longest: int) -> str:
    """Return the words of an HTML fragment on one line, cut to `longest` characters."""
    start = _UNSEEN.sub(" ", markup[: longest * MARKUP_RATIO])
    words = unescaped(_TAG.sub(" ", _INLINE.sub("", start)))
    return one_line(words, longest)


def unescaped(text: str) -> str:
    """Return a text with HTML's references replaced by what they stand for."""
    return html.unescape(_ENDLESS_REFERENCE.sub("\ufffd", text))


def one_line(text: str, longest: int) -> str:
    """Return a text with every run of white space as one space, cut to `longest` characters."""
    return " ".join(text[: longest * MARKUP_RATIO].split())[:longest].rstrip()
