"""Entries that are asked for again become revisits: revised, unchanged or failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks.articles.revision import Revisit, Wording, is_revised
from tasks.feeds.records import Rejection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tasks.articles.records import EntryOutcome


def compare_outcomes(
    outcomes: Iterable[EntryOutcome], led_to: Mapping[int, int], stored: Mapping[int, Wording]
) -> Iterator[Revisit]:
    """Yield what asking for each entry again tells.

    `led_to` has the article that each entry led to (by ids), `stored` what that said. A page that has
    become another article's is a failure with the reason ``other-article``: nothing of it is stored.
    """
    for one in outcomes:
        article, known = one.article, led_to[one.entry.entry_id]
        if article is None:
            yield Revisit(one.entry, "failed", rejection=one.rejection)
        elif article.article_id != known or known not in stored:
            why = Rejection(one.entry.url, "article", "other-article", article.canonical_url)
            yield Revisit(one.entry, "failed", rejection=why)
        elif is_revised(stored[known], Wording(article.title, article.text)):
            yield Revisit(one.entry, "revised", article)
        else:
            yield Revisit(one.entry, "unchanged")
