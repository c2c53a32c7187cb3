"""Identities: the ids that rows keep for ever, and what is the same article."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tasks.feeds.identity import hash63

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tasks.articles.records import Article, EntryOutcome
    from tasks.feeds.records import Entry
    from tasks.stances.records import Extraction


def stance_ids(extraction: Extraction) -> tuple[int, ...]:
    """Return a 63-bit id for each stance: the same article, extractor and finding, the same id.

    Findings alike in every part that makes the identity are told apart by their order.
    """
    met: Counter[str] = Counter()
    ids = []
    for one in extraction.stances:
        parts = (
            extraction.article_id, extraction.extractor, one.holder_code, one.target_code, one.issue,
            one.code, one.modality, one.start, one.end,
        )  # fmt: skip
        key = "\x1f".join("" if part is None else str(part) for part in parts)
        met[key] += 1
        ids.append(hash63(f"{key}\x1f{met[key]}"))
    return tuple(ids)


def distinct_articles(outcomes: Iterable[EntryOutcome]) -> tuple[tuple[Article, Entry], ...]:
    """Return each article once, with the first entry that led to it."""
    first: dict[int, tuple[Article, Entry]] = {}
    for one in outcomes:
        if one.article:
            first.setdefault(one.article.article_id, (one.article, one.entry))
    return tuple(first.values())


def distinct_extractions(extractions: Iterable[Extraction]) -> tuple[Extraction, ...]:
    """Return the first extraction of each article."""
    first: dict[int, Extraction] = {}
    for one in extractions:
        first.setdefault(one.article_id, one)
    return tuple(first.values())
