"""When a feed is asked next, and at which address: what its answers so far come to.

Nothing here is left to chance: the same answers on the same days give the same state.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from tasks.feeds.identity import hash63
from tasks.feeds.reasons import is_retryable
from tasks.feeds.records import FeedState

if TYPE_CHECKING:
    from datetime import date

    from tasks.feeds.records import Response, WaitReason

# As Media Cloud weighs them: feeds that are alive do answer 404 for a while, and come back.
HARD_FAILURE, SOFT_FAILURE, PASSING_FAILURE = 1.0, 0.5, 0.25
SOFT_REASONS = frozenset(
    {"http-401", "http-403", "http-404", "html", "empty", "unparseable", "too-many-redirects"}
)
LEAST_WEIGHT = 1.0  # below, a feed is asked as ever
MOST_WEIGHT = 16.0  # above, no pause grows longer
# Doubled for each hard failure more. A weight of 2 still leaves out no night, whenever it starts exactly.
FIRST_PAUSE = timedelta(hours=11)
LONGEST_PAUSE = timedelta(days=13, hours=12)
LONGEST_ASKED = timedelta(days=7)  # that Retry-After is heeded for
LONGEST_FRESH = timedelta(hours=20)  # that a server's word is taken for: a night is never left out
GONE_DAYS = 3  # with a 410, after which a feed is retired
GONE_PAUSE = timedelta(days=30)  # and then asked whether it has come back
MOVED_DAYS = 10  # on which a permanent redirect was seen before it is taken at its word, as NewsBlur does
UNCONDITIONAL_SHARE = 100  # one visit in so many sends no validators: some servers answer 304 for ever
LONGEST_VALIDATOR = 1_000


def state_for(feed_id: str, url: str, state: FeedState | None) -> FeedState:
    """Return what is known of a feed at its address in the list; nothing where that was edited."""
    return state if state and state.url == url else FeedState(feed_id, None, None, url)


def new_address(state: FeedState) -> str | None:
    """Return where a feed has moved for good, None where it has not, or not for long enough to be sure."""
    return state.moved_to if state.moved_days >= MOVED_DAYS else None


def is_waiting(state: FeedState, now: datetime) -> bool:
    """Return whether the feed is to be left alone now."""
    return state.wait_until is not None and now < state.wait_until


def is_unconditional(feed_id: str, day: date) -> bool:
    """Return whether a feed is asked without validators on a day: on one in a hundred, its own ones."""
    return hash63(f"{feed_id} {day:%Y-%m-%d}") % UNCONDITIONAL_SHARE == 0


def after_feed(known: FeedState, response: Response, now: datetime) -> FeedState:
    """Return the state after an answer that is a feed; its validators replace those before, if it has any."""
    found = replace(known, etag=header(response, "etag"), last_modified=header(response, "last-modified"))
    return _after_success(found, response, now)


def after_unchanged(known: FeedState, response: Response, now: datetime) -> FeedState:
    """Return the state after a 304, which may bring validators and need not."""
    found = replace(
        known,
        etag=header(response, "etag") or known.etag,
        last_modified=header(response, "last-modified") or known.last_modified,
    )
    return _after_success(found, response, now)


def after_failure(
    known: FeedState, reason: str, retry_after_seconds: float | None, now: datetime
) -> FeedState:
    """Return the state after a failure: a longer pause, the server's wish heeded, a 410 counted.

    A feed that is no longer where it had moved to is asked at its old address again.
    """
    state = _count_gone(known, now.date()) if reason == "http-410" else known
    if new_address(known) and not is_retryable(reason):
        state = replace(state, moved_to=None, moved_days=0)
    state = replace(state, failure_weight=state.failure_weight + weight_of(reason))
    if state.gone_days >= GONE_DAYS:
        return replace(state, wait_until=now + GONE_PAUSE, wait_reason="gone")
    pause = pause_of(state.failure_weight)
    asked = min(timedelta(seconds=retry_after_seconds or 0), LONGEST_ASKED)
    if max(pause, asked) <= timedelta(0):
        return replace(state, wait_until=None, wait_reason=None)
    wait_reason: WaitReason = "backing-off" if pause >= asked else "asked-to-wait"
    return replace(state, wait_until=now + max(pause, asked), wait_reason=wait_reason)


def weight_of(reason: str) -> float:
    """Return how much a failure weighs."""
    if is_retryable(reason):
        return PASSING_FAILURE
    return SOFT_FAILURE if reason in SOFT_REASONS else HARD_FAILURE


def pause_of(weight: float) -> timedelta:
    """Return how long a feed is left alone whose failures in a row weigh so much."""
    if weight < LEAST_WEIGHT:
        return timedelta(0)
    return min(FIRST_PAUSE * 2 ** (min(weight, MOST_WEIGHT) - LEAST_WEIGHT), LONGEST_PAUSE)


def header(response: Response, wanted: str) -> str | None:
    """Return a header's value, None where it is missing, empty or endless."""
    for name, value in response.headers:
        if name.lower() == wanted and 0 < len(value) <= LONGEST_VALIDATOR:
            return value
    return None


def _after_success(found: FeedState, response: Response, now: datetime) -> FeedState:
    fresh = min(timedelta(seconds=fresh_seconds(response, now)), LONGEST_FRESH)
    return replace(
        _count_move(found, response.permanent_url, now.date()),
        failure_weight=0.0,
        gone_days=0,
        wait_until=now + fresh if fresh else None,
        wait_reason="fresh" if fresh else None,
    )


def _count_move(state: FeedState, target: str | None, day: date) -> FeedState:
    """Return the state with a permanent redirect counted, once a day, or its lack noted."""
    if target is None:  # none where it was asked: at its new address that is as it should be
        return state if new_address(state) else replace(state, moved_to=None, moved_days=0)
    if target != state.moved_to:
        return replace(state, moved_to=target, moved_days=1, counted_on=day)
    if day == state.counted_on:
        return state
    return replace(state, moved_days=state.moved_days + 1, counted_on=day)


def _count_gone(state: FeedState, day: date) -> FeedState:
    if state.gone_days and day == state.counted_on:
        return state
    return replace(state, gone_days=state.gone_days + 1, counted_on=day)


def fresh_seconds(response: Response, now: datetime) -> float:
    """Return for how long the server says that nothing new will come (RFC 9111, 4.2), 0 if it does not."""
    directives = _directives(header(response, "cache-control") or "")
    if directives.keys() & {"no-cache", "no-store"}:
        return 0.0
    if "max-age" in directives:
        age = header(response, "age") or ""
        return max(0.0, _seconds(directives["max-age"]) - _seconds(age))
    expires = _moment(header(response, "expires"))
    if expires is None:
        return 0.0
    return max(0.0, (expires - (_moment(header(response, "date")) or now)).total_seconds())


def _directives(text: str) -> dict[str, str]:
    parts = (part.partition("=") for part in text.lower().split(","))
    return {name.strip(): value.strip().strip('"') for name, _, value in parts}


def _seconds(text: str) -> float:
    return float(text[:9]) if text.isascii() and text.isdigit() else 0.0


def _moment(text: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(text or "")
    except ValueError:  # "0" and "-1" are usual, and mean that it is stale
        return None
    return found.replace(tzinfo=found.tzinfo or UTC)
