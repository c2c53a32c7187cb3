"""One visit to a feed: asked for, parsed, accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks.errors import FeedError, FetchError
from tasks.feeds.parse import parse_feed
from tasks.feeds.records import FeedReading, FeedState

if TYPE_CHECKING:
    from datetime import datetime

    from config.feeds import Feed
    from tasks.feeds.fetch import Fetcher
    from tasks.feeds.records import Entry, Outcome, Rejection, Response

NOT_MODIFIED = 304


LONGEST_HEADER = 1_000


def read_feed(feed: Feed, state: FeedState | None, fetcher: Fetcher, now: datetime) -> FeedReading:
    """Return what a visit to a feed found; a failure is a reading with its reason, never an error.

    The request is conditional on what the last visit left in `state`. What is remembered for the
    next one comes from this answer, if it is a feed: a challenge page with an ETag must not make the
    feed look unchanged tomorrow. When the visit fails the old state stays.
    """
    known = state or FeedState(feed.id, None, None)
    try:
        response = fetcher.fetch(feed.url, etag=known.etag, last_modified=known.last_modified)
    except FetchError as error:
        return _failure(feed, known, error, _status_of(error), now)
    if response.status == NOT_MODIFIED:
        return _success(response, "unchanged", _state_after(response, known), (), ())
    # Links are relative to where the feed was found, not to where it was asked for.
    found = feed.model_copy(update={"url": response.final_url})
    try:
        entries, rejections = parse_feed(response.body, _header(response, "content-type"), found, now)
    except FeedError as error:
        return _failure(feed, known, error, response.status, response.fetched_at)
    nothing = FeedState(feed.id, None, None)
    return _success(response, "fetched", _state_after(response, nothing), entries, rejections)


def _success(
    response: Response,
    outcome: Outcome,
    state: FeedState,
    entries: tuple[Entry, ...],
    rejections: tuple[Rejection, ...],
) -> FeedReading:
    return FeedReading(
        feed_id=state.feed_id,
        url=response.url,
        fetched_at=response.fetched_at,
        outcome=outcome,
        status=response.status,
        reason="",
        detail="",
        state=state,
        entries=entries,
        rejections=rejections,
    )


def _failure(
    feed: Feed, known: FeedState, error: FetchError | FeedError, status: int | None, when: datetime
) -> FeedReading:
    return FeedReading(
        feed_id=feed.id,
        url=feed.url,
        fetched_at=when,
        outcome="failed",
        status=status,
        reason=error.reason,
        detail=error.detail,
        state=known,
        entries=(),
        rejections=(),
    )


def _status_of(error: FetchError) -> int | None:
    kind, _, status = error.reason.partition("-")
    return int(status) if kind == "http" else None


def _state_after(response: Response, before: FeedState) -> FeedState:
    """Return the validators that an answer carries, where it carries none those of before."""
    etag = _header(response, "etag") or before.etag
    last_modified = _header(response, "last-modified") or before.last_modified
    return FeedState(before.feed_id, etag, last_modified)


def _header(response: Response, wanted: str) -> str | None:
    for name, value in response.headers:
        if name.lower() == wanted and 0 < len(value) <= LONGEST_HEADER:
            return value
    return None
