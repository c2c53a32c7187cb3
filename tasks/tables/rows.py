"""Records become rows, in the order of the staging tables' columns (warehouse/loads/stage_*.sql)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks.tables.identity import stance_ids
from tasks.tables.shingles import sampled_shingles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from tasks.articles.records import Article, EntryOutcome
    from tasks.articles.reparse import Reparsed
    from tasks.articles.revision import Revisit
    from tasks.feeds.records import Entry, FeedReading, Rejection
    from tasks.stances.records import Extraction

Row = tuple[object, ...]


def visit_rows(readings: Iterable[FeedReading], run_id: int) -> Iterator[Row]:
    """Yield one row a visit, without the number of new entries, which the ledger tells."""
    for one in readings:
        seen = len(one.entries) + len(one.rejections)
        yield (
            run_id, one.feed_id, one.url, one.fetched_at, one.outcome, one.status, one.reason, one.detail,
            seen, len(one.rejections),
        )  # fmt: skip


def state_rows(readings: Iterable[FeedReading]) -> Iterator[Row]:
    """Yield one row a feed: what to remember of it."""
    for reading in readings:
        one = reading.state
        yield (
            one.feed_id, one.etag, one.last_modified, one.url, one.failure_weight, one.wait_until,
            one.wait_reason, one.gone_days, one.moved_to, one.moved_days, one.counted_on,
        )  # fmt: skip


def entry_rows(entries: Iterable[Entry], run_id: int) -> Iterator[Row]:
    """Yield one row an entry, numbered in their order."""
    for place, one in enumerate(entries):
        yield (
            one.entry_id, one.feed_id, one.url, one.guid, one.title, one.summary, one.authors,
            one.published_at, one.updated_at, run_id, place,
        )  # fmt: skip


def item_rejection_rows(readings: Iterable[FeedReading], run_id: int) -> Iterator[Row]:
    """Yield one row a feed item that could not become an entry."""
    for reading in readings:
        for one in reading.rejections:
            yield reading.feed_id, one.subject, one.stage, one.reason, one.detail, run_id


def page_rejection_rows(rejections: Iterable[Rejection], feed_id: str, run_id: int) -> Iterator[Row]:
    """Yield one row a saved page that could not become an entry."""
    for one in rejections:
        yield feed_id, one.subject, one.stage, one.reason, one.detail, run_id


def outcome_rows(outcomes: Iterable[EntryOutcome], run_id: int) -> Iterator[Row]:
    """Yield one row an entry: the article it led to, or why there is none."""
    for one in outcomes:
        article_id = one.article.article_id if one.article else None
        why = one.rejection
        yield (
            one.entry.entry_id, article_id, one.is_retryable, why.stage if why else None,
            why.reason if why else None, why.detail if why else None, run_id,
        )  # fmt: skip


def article_rows(articles: Iterable[tuple[Article, Entry]], run_id: int) -> Iterator[Row]:
    """Yield one row an article, but for its text; its feed is that of the entry that led to it."""
    for one, entry in articles:
        yield (
            one.article_id, one.url, one.canonical_url, one.title, one.authors, one.published_at,
            one.published_date, one.date_basis, one.fetched_at, one.language, one.section,
            one.word_count, one.content_sha256, one.agreement, one.is_free,
            entry.feed_id, entry.entry_id, run_id, 1, None,
        )  # fmt: skip


def text_rows(articles: Iterable[tuple[Article, Entry]]) -> Iterator[Row]:
    """Yield one row an article: its text."""
    for one, _ in articles:
        yield one.article_id, one.text


def shingle_rows(articles: Iterable[tuple[Article, Entry]]) -> Iterator[Row]:
    """Yield one row a sampled shingle of an article."""
    for one, _ in articles:
        for shingle in sampled_shingles(one.text):
            yield one.article_id, shingle


def revisit_rows(revisits: Iterable[Revisit], run_id: int) -> Iterator[Row]:
    """Yield one row an entry that was asked for again."""
    for one in revisits:
        why = one.rejection
        reason, detail = (why.reason, why.detail) if why else (None, None)
        yield one.entry.entry_id, one.state, reason, detail, run_id


def reparsed_rows(reparsed: Iterable[Reparsed]) -> Iterator[Row]:
    """Yield one row an entry whose page was read anew."""
    for one in reparsed:
        stored, why = one.page.stored, one.rejection if one.state != "missing" else None
        yield (
            one.page.entry.entry_id, stored.article_id if stored else None, one.state,
            why.reason if why else None, why.detail if why else None,
        )  # fmt: skip


def extraction_rows(
    extractions: Iterable[Extraction], read: Mapping[int, str], run_id: int, now: datetime
) -> Iterator[Row]:
    """Yield one row an extraction; `read` has the hashes of the texts that came along."""
    for one in extractions:
        yield one.article_id, read.get(one.article_id), one.extractor, len(one.stances), run_id, now


def stance_rows(extractions: Iterable[Extraction]) -> Iterator[Row]:
    """Yield one row a stance; what it shares with its article and extraction is joined when loading."""
    for extraction in extractions:
        for stance_id, one in zip(stance_ids(extraction), extraction.stances, strict=True):
            yield (
                stance_id, extraction.article_id, extraction.extractor, one.holder, one.holder_code,
                one.holder_role, one.target, one.target_code, one.target_role, one.issue, one.issue_code,
                one.code, one.quad, one.polarity, one.intensity, one.modality, one.speaker,
                one.speaker_code, one.sentence, one.start, one.end, one.confidence,
            )  # fmt: skip
