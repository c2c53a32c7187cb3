"""Articles read again: whether they say something else now, or only count and date themselves anew."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tasks.articles.text import fold, plain

if TYPE_CHECKING:
    from tasks.articles.records import Article
    from tasks.feeds.records import Entry, Rejection

RevisitState = Literal["unchanged", "revised", "failed"]
# A line that ends as sentences do, or is as long as one, says something; others count views, name a section.
ENDS = re.compile("[.!?…\u3002\uff01\uff1f][\"'”’»)\\]]*$")
LONG_LINE = 12  # words
# What pages say about themselves.
ABOUT_ITSELF = re.compile(
    r"^(?:first |last |originally )?(?:updated?|published|posted|modified|edited)\b"
    r"|\b\d[\d.,]*\s*(?:k\s+)?(?:views?|shares?|comments?|likes?|reads?|claps|reactions?)\b"
    r"|\b(?:\d+|an?|one)\s+(?:min(?:ute)?|hour|day|sec(?:ond)?)s?\s+(?:ago|read)\b",
    re.IGNORECASE,
)
LONGEST_ABOUT = 14  # words; a longer line may hold such words in passing


@dataclass(frozen=True, slots=True)
class Wording:
    """Title and text of an article as it was read before."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Revisit:
    """What came of asking for an entry again: its article where that was revised, or why it failed."""

    entry: Entry
    state: RevisitState
    article: Article | None = None
    rejection: Rejection | None = None


def is_revised(before: Wording, after: Wording) -> bool:
    """Return whether an article says something else: another title, or other lines that say something.

    White space, forms of quotes and dashes, counters, and what a page tells of its own date do not
    count; a figure within a sentence does.
    """
    return fold(before.title) != fold(after.title) or _said(before.text) != _said(after.text)


def _said(text: str) -> list[str]:
    lines = (plain(line) for line in text.splitlines())
    return [fold(line) for line in lines if _says_something(line)]


def _says_something(line: str) -> bool:
    words = len(line.split())
    if words <= LONGEST_ABOUT and ABOUT_ITSELF.search(line):
        return False
    return words >= LONG_LINE or (words > 1 and ENDS.search(line) is not None)
