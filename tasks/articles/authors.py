"""Names of authors out of bylines and lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from config.pages import PageWords

MAX_AUTHORS = 20
MAX_BYLINE_WORDS, MAX_BYLINE_LENGTH = 40, 2000  # more is a note on the author
MAX_NAME_WORDS, MAX_NAME_LENGTH = 6, 80
_NO_NAME = re.compile(r"[@/\\|<>{}\[\]]|^\(|\d{2}|https?:|www\.")


def read_names(texts: Iterable[str], words: PageWords) -> tuple[str, ...]:
    """Return the names in bylines such as "By Anna Li and Bo Ek, Reuters", each once."""
    joiners = "|".join(re.escape(joiner) for joiner in words.name_joiners)
    parting = re.compile(rf"\s*[,;•·]\s*|\s+(?:{joiners})\s+", re.IGNORECASE)
    prefix = re.compile(rf"^\s*(?:{'|'.join(map(re.escape, words.byline_words))})\b[\s:.]+", re.IGNORECASE)
    names: dict[str, str] = {}
    for text in texts:
        line = " ".join(text[: MAX_BYLINE_LENGTH + 1].split())
        if len(line) > MAX_BYLINE_LENGTH or len(line.split()) > MAX_BYLINE_WORDS:
            continue
        for part in parting.split(prefix.sub("", line)):
            name = prefix.sub("", part).strip(" .:-–—*")
            if _is_name(name) and name.lower() not in words.byline_words:
                names.setdefault(name.lower(), name)
    return tuple(names.values())[:MAX_AUTHORS]


def _is_name(text: str) -> bool:
    is_short = len(text.split()) <= MAX_NAME_WORDS and len(text) <= MAX_NAME_LENGTH
    return is_short and any(map(str.isalpha, text)) and not _NO_NAME.search(text)
