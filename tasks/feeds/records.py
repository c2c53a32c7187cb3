"""What the feeds stage yields: responses, entries, and the reading of one feed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

Stage = Literal["feed", "entry", "page", "article", "stance"]
Outcome = Literal["fetched", "unchanged", "failed", "skipped"]
WaitReason = Literal["fresh", "backing-off", "asked-to-wait", "gone"]


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response, decoded from its content encoding, never longer than the size cap.

    `url` is what was asked for, `final_url` where redirects ended, `permanent_url` where those of them
    that are for good (301, 308) led from the start, None without any. `headers` keep their order and
    case; `fetched_at` is UTC and aware.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    permanent_url: str | None = None


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
    `published_at` and `updated_at`, when it was last changed, are UTC and aware, None where the feed
    gives no date that can be trusted; the ledger does not keep the latter.
    """

    entry_id: int
    feed_id: str
    url: str
    guid: str | None
    title: str
    summary: str
    authors: tuple[str, ...]
    published_at: datetime | None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed from visit to visit; it holds for its address in the list, `url`.

    `etag` and `last_modified` go with the next request. `failure_weight` adds up the failures since
    the last success. Until `wait_until` the feed is left alone, for `wait_reason`. `gone_days` counts
    the days on which it answered 410, `moved_days` those on which a permanent redirect led to
    `moved_to`; `counted_on` is the last of them.
    """

    feed_id: str
    etag: str | None
    last_modified: str | None
    url: str | None = None
    failure_weight: float = 0.0
    wait_until: datetime | None = None
    wait_reason: WaitReason | None = None
    gone_days: int = 0
    moved_to: str | None = None
    moved_days: int = 0
    counted_on: date | None = None


@dataclass(frozen=True, slots=True)
class FeedReading:
    """What one visit to a feed found; `entries` and `rejections` together are all its items.

    `reason` says why `outcome` is ``failed``, or ``skipped`` since the feed is left alone for now, and
    is empty otherwise; `detail` adds to it, or tells of a move. `state` is what to remember.
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
