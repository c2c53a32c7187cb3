"""The title of an article, without the name of its outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks.articles.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

# Between a title and the name of the outlet; full-width forms in Japan.
SEPARATORS = (
    " | ",
    " - ",
    " – ",
    " — ",
    " :: ",
    " · ",
    "\N{FULLWIDTH COLON}",
    "\N{FULLWIDTH VERTICAL LINE}",
    " / ",
    "--",
)
LONGEST_TITLE = 1000
MIN_PART = 4  # letters from which a part of an outlet's name stands for it


def find_title(candidates: Iterable[str], outlets: Iterable[str]) -> str:
    """Return the first candidate, without what is the outlet's name; empty where there is none."""
    titles = [title[:LONGEST_TITLE].strip() for title in candidates if title]
    names = [folded for name in outlets if (folded := fold(name))]
    known = {fold(title) for title in titles}
    return next((bare for title in titles if (bare := _without_outlet(title, names, known))), "")


def _without_outlet(title: str, names: list[str], known: set[str]) -> str:
    for separator in SEPARATORS:
        head, _, tail = title.rpartition(separator)
        if head and (fold(head) in known or _is_outlet(tail, names)):
            return _without_outlet(head.strip(), names, set())
        head, _, tail = title.partition(separator)
        if tail and _is_outlet(head, names):
            return tail.strip()
    return "" if _is_outlet(title, names) else title


def _is_outlet(text: str, names: list[str]) -> bool:
    folded = fold(text)
    return bool(folded) and any(
        folded == name or (len(folded) >= MIN_PART and folded in name) for name in names
    )
