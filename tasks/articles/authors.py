"""Names of authors out of bylines and lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from config.pages import PageWords

MAX_AUTHORS = 20
MAX_BYLINE_WORDS, MAX_BYLINE_LENGTH = 40, 2000  # more is a note on the author
MAX_NAME_WORDS, MAX_NAME_LENGTH = 6, 80
_NO_NAME = re.compile(r"[@/\\|<>{}\[\]]|^\(|(?<![^\W\d])\d{2}|https?:|www\.")  # BR24 is a name, 24 none


def read_names(texts: Iterable[str], words: PageWords) -> tuple[str, ...]:
    """Return the names in bylines such as "By Anna Li and Bo Ek, Reuters", each once."""
    joiners = "|".join(re.escape(joiner) for joiner in words.name_joiners)
    parting = re.compile(rf"\s*[,;•·]\s*|\s+(?:{joiners})\s+", re.IGNORECASE)
    prefix = re.compile(rf"^\s*(?:{'|'.join(map(re.escape, words.byline_words))})\b[\s:.]+", re.IGNORECASE)

    def names_in(line: str) -> list[str]:
        parts = (prefix.sub("", part).strip(" .:-–—*") for part in parting.split(prefix.sub("", line)))
        return [name for name in parts if _is_name(name) and name.lower() not in words.byline_words]

    names: dict[str, str] = {}
    for text in texts:
        line = " ".join(text[: MAX_BYLINE_LENGTH + 1].split())
        if len(line) > MAX_BYLINE_LENGTH or len(line.split()) > MAX_BYLINE_WORDS:
            continue
        for name in names_in(line) or _names_by_line(text, names_in):
            names.setdefault(name.lower(), name)
    return tuple(names.values())[:MAX_AUTHORS]


def _names_by_line(text: str, names_in: Callable[[str], list[str]]) -> list[str]:
    """Return the names of a text that has one on each line and nothing else, else none."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    names = [name for line in lines for name in names_in(line)]
    return names if len(names) == len(lines) else []


def _is_name(text: str) -> bool:
    is_short = len(text.split()) <= MAX_NAME_WORDS and len(text) <= MAX_NAME_LENGTH
    return is_short and any(map(str.isalpha, text)) and not _NO_NAME.search(text)
