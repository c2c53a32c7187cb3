"""What the feeds stage yields: responses, entries, and the reading of one feed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

Stage = Literal["feed", "entry", "page", "article", "stance"]
Outcome = Literal["fetched", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response, decoded from its content encoding, never longer than the size cap.

    `url` is what was asked for, `final_url` where redirects ended; `headers` keep their order and
    case; `fetched_at` is UTC and aware.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Rejection:
    """One input that yields no output, and why.

    `reason` is a short stable code (``http-404``, ``timeout``, ``no-text``), `detail` a sentence.
    """

    subject: str
    stage: Stage
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed.

    `entry_id` is a 63-bit hash of the canonical URL of its link (of feed and guid, or feed, title
    and summary, where there is no link): the same entry has the same id on every run.
    `published_at` is UTC and aware, None where the feed gives no date that can be trusted.
    """

    entry_id: int
    feed_id: str
    url: str
    guid: str | None
    title: str
    summary: str
    authors: tuple[str, ...]
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class FeedState:
    """What the next conditional request for a feed sends along."""

    feed_id: str
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class FeedReading:
    """What one visit to a feed found; `entries` and `rejections` together are all its items.

    `reason` and `detail` say why `outcome` is ``failed`` and are empty otherwise. `state` is what
    to remember for the next visit: that of the visit before when this one failed.
    """

    feed_id: str
    url: str
    fetched_at: datetime
    outcome: Outcome
    status: int | None
    reason: str
    detail: str
    state: FeedState
    entries: tuple[Entry, ...]
    rejections: tuple[Rejection, ...]
