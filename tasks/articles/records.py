"""What the articles stage yields: articles, and the outcome of one entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

    from tasks.feeds.records import Entry, Rejection

DateBasis = Literal["page", "feed", "fetched"]


@dataclass(frozen=True, slots=True)
class Article:
    """One news article, read from a page.

    `article_id` is a 63-bit hash of `canonical_url`. `published_at` (UTC, to the second where the
    page tells) comes from the page, else the feed, else is the time of fetching: `date_basis` says
    which; `published_date` is its UTC day. `text` is the body, paragraphs parted by one newline.
    `language` is ISO 639-1. `agreement` in [0, 1] compares two independent readings of the body
    (None where only one was possible); `is_free` is schema.org's `isAccessibleForFree`.
    """

    article_id: int
    url: str
    canonical_url: str
    title: str
    authors: tuple[str, ...]
    published_at: datetime
    published_date: date
    date_basis: DateBasis
    fetched_at: datetime
    language: str
    section: str | None
    text: str
    word_count: int
    content_sha256: str
    agreement: float | None
    is_free: bool | None


@dataclass(frozen=True, slots=True)
class EntryOutcome:
    """What became of one entry: exactly one of `article` and `rejection` is there.

    A rejection with `is_retryable` (server down, timeout) leaves the entry pending for next night.
    """

    entry: Entry
    article: Article | None
    rejection: Rejection | None
    is_retryable: bool = False
