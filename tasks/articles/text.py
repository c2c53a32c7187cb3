"""Texts made comparable: one line, letters alone, words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Soft hyphens, spaces of no width, and control characters.
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_NO_LETTER = re.compile(r"[\W_]+")
# Scripts that set no spaces between words: each character counts for half a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+(?:['’\-][^\W_{_UNSPACED}]+)*")
_UNSPACED_CHARACTER = re.compile(f"[{_UNSPACED}]")


def plain(text: str) -> str:
    """Return text in one line, composed (NFC), without what cannot be seen."""
    line = " ".join(text.split())
    if not line.isprintable():
        line = " ".join(_UNSEEN.sub("", line).split())
    return line if line.isascii() else unicodedata.normalize("NFC", line)


def fold(text: str) -> str:
    """Return the letters and digits of a text alone, in lower case: what two printings have in common."""
    return _NO_LETTER.sub("", text).casefold()


def count_words(text: str) -> int:
    """Return the number of words; two characters of Chinese, Japanese or Thai count as one."""
    words = _WORD.findall(text)
    unspaced = sum(1 for word in words if _UNSPACED_CHARACTER.match(word))
    return len(words) - unspaced + (unspaced + 1) // 2


def likeness(first: Sequence[str], second: Sequence[str]) -> float:
    """Return how far two lists of paragraphs have the same words, in [0, 1] (F1 of their bags of words)."""
    bags = [Counter(_WORD.findall(" ".join(paragraphs).casefold())) for paragraphs in (first, second)]
    total = bags[0].total() + bags[1].total()
    return 2 * (bags[0] & bags[1]).total() / total if total else 0.0


def mentions(text: str, phrases: Iterable[str]) -> bool:
    """Return whether a text has one of the phrases, which are in lower case."""
    lower = text.lower()  # and `in`: 20 times as fast as a pattern of alternatives
    return any(phrase in lower for phrase in phrases)
