"""One visit to a feed: asked for, parsed, accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks.errors import FeedError, FetchError
from tasks.feeds.parse import parse_feed
from tasks.feeds.records import FeedReading
from tasks.feeds.schedule import (
    after_failure,
    after_feed,
    after_unchanged,
    header,
    is_unconditional,
    is_waiting,
    new_address,
    state_for,
)

if TYPE_CHECKING:
    from datetime import datetime

    from config.feeds import Feed
    from tasks.feeds.fetch import Fetcher
    from tasks.feeds.records import Entry, FeedState, Outcome, Rejection, Response

NOT_MODIFIED = 304


def read_feed(feed: Feed, state: FeedState | None, fetcher: Fetcher, now: datetime) -> FeedReading:
    """Return what a visit to a feed found; a failure is a reading with its reason, never an error.

    A feed that is to be left alone is not asked. The request is conditional on what the last visit
    left in `state`. What is remembered for the next one comes from this answer, if it is a feed: a
    challenge page with an ETag must not make the feed look unchanged tomorrow. When the visit fails
    the old validators stay.
    """
    known = state_for(feed.id, feed.url, state)
    if is_waiting(known, now):
        return _skipped(known, feed.url, now)
    try:
        response = _ask(feed, known, fetcher, now)
    except FetchError as error:
        return _failure(feed, known, error, _status_of(error), now)
    if response.status == NOT_MODIFIED:
        return _success(response, "unchanged", after_unchanged(known, response, now), (), ())
    # Links are relative to where the feed was found, not to where it was asked for.
    found = feed.model_copy(update={"url": response.final_url})
    try:
        entries, rejections = parse_feed(response.body, header(response, "content-type"), found, now)
    except FeedError as error:
        return _failure(feed, known, error, response.status, now)
    return _success(response, "fetched", after_feed(known, response, now), entries, rejections)


def _ask(feed: Feed, known: FeedState, fetcher: Fetcher, now: datetime) -> Response:
    address = new_address(known) or feed.url
    if is_unconditional(feed.id, now.date()):
        return fetcher.fetch(address)
    return fetcher.fetch(address, etag=known.etag, last_modified=known.last_modified)


def _skipped(known: FeedState, url: str, now: datetime) -> FeedReading:
    return FeedReading(
        feed_id=known.feed_id,
        url=url,
        fetched_at=now,
        outcome="skipped",
        status=None,
        reason=known.wait_reason or "",
        detail=f"not asked before {known.wait_until:%Y-%m-%d %H:%M} UTC{_why(known)}",
        state=known,
        entries=(),
        rejections=(),
    )


def _why(known: FeedState) -> str:
    if known.wait_reason == "gone":
        return f": it answered 410 on {known.gone_days} days; correct its url, or take it off the list"
    if known.wait_reason == "backing-off":
        return f": its failures in a row weigh {known.failure_weight:g}"
    return ""


def _success(
    response: Response,
    outcome: Outcome,
    state: FeedState,
    entries: tuple[Entry, ...],
    rejections: tuple[Rejection, ...],
) -> FeedReading:
    moved_to = new_address(state)
    return FeedReading(
        feed_id=state.feed_id,
        url=response.url,
        fetched_at=response.fetched_at,
        outcome=outcome,
        status=response.status,
        reason="",
        detail=f"moved for good to {moved_to}: write that in the feed list" if moved_to else "",
        state=state,
        entries=entries,
        rejections=rejections,
    )


def _failure(
    feed: Feed, known: FeedState, error: FetchError | FeedError, status: int | None, now: datetime
) -> FeedReading:
    asked_seconds = error.retry_after_seconds if isinstance(error, FetchError) else None
    return FeedReading(
        feed_id=known.feed_id,
        url=new_address(known) or feed.url,
        fetched_at=now,
        outcome="failed",
        status=status,
        reason=error.reason,
        detail=error.detail,
        state=after_failure(known, error.reason, asked_seconds, now),
        entries=(),
        rejections=(),
    )


def _status_of(error: FetchError) -> int | None:
    kind, _, status = error.reason.partition("-")
    return int(status) if kind == "http" else None
