"""When a feed is asked next: failures weighed, servers heeded, nothing left to chance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tasks.feeds.records import FeedState, Response
from tasks.feeds.schedule import (
    LONGEST_FRESH,
    LONGEST_PAUSE,
    after_failure,
    after_feed,
    fresh_seconds,
    is_unconditional,
    is_waiting,
    pause_of,
    state_for,
    weight_of,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
URL = "https://news.test/rss"
NEW = FeedState("feed", None, None, URL)


def answer(*headers: tuple[str, str], moved_to: str | None = None) -> Response:
    """Return an answer with headers."""
    return Response(URL, moved_to or URL, 200, headers, b"", NOW, moved_to)


@pytest.mark.parametrize(
    ("reason", "weight"),
    [
        ("http-410", 1), ("http-400", 1), ("not-a-feed", 1), ("too-large", 1), ("private-address", 1),
        ("http-404", 0.5), ("http-403", 0.5), ("html", 0.5), ("empty", 0.5), ("unparseable", 0.5),
        ("http-429", 0.25), ("http-503", 0.25), ("timeout", 0.25), ("dns", 0.25), ("refused", 0.25),
    ],
)  # fmt: skip
def test_failures_are_weighed(reason: str, weight: float) -> None:
    assert weight_of(reason) == weight


@pytest.mark.parametrize(
    ("reason", "nights"),
    [
        ("http-503", [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16]),
        ("http-404", [0, 1, 2, 3, 4, 6, 8, 11, 15, 21]),
        ("not-a-feed", [0, 1, 2, 4, 8, 16, 30, 44]),
    ],
)
def test_the_nights_on_which_a_feed_that_fails_is_asked(reason: str, nights: list[int]) -> None:
    state, asked, night = NEW, [], 0
    while len(asked) < len(nights):
        if not is_waiting(state, NOW + timedelta(days=night)):
            asked.append(night)
            state = after_failure(state, reason, None, NOW + timedelta(days=night, minutes=5))
        night += 1
    assert asked == nights


def test_the_pause_grows_to_two_weeks_and_ends_with_a_success() -> None:
    assert pause_of(0.75) == timedelta(0)
    assert pause_of(1) < pause_of(1.25) < pause_of(3) < pause_of(99) == LONGEST_PAUSE
    state = NEW
    for _ in range(2000):
        state = after_failure(state, "http-400", None, NOW)
    assert state.wait_reason == "backing-off"
    assert after_feed(state, answer(), NOW) == NEW


def test_what_a_server_asks_for_is_heeded_for_a_week_at_most() -> None:
    state = after_failure(NEW, "http-429", 3600, NOW)
    assert (state.wait_until, state.wait_reason) == (NOW + timedelta(hours=1), "asked-to-wait")
    assert after_failure(NEW, "http-429", 1e9, NOW).wait_until == NOW + timedelta(days=7)
    longer = after_failure(NEW, "http-400", 60, NOW)
    assert (longer.wait_until, longer.wait_reason) == (NOW + timedelta(hours=11), "backing-off")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ([], 0),
        ([("Cache-Control", "public, MAX-AGE=600")], 600),
        ([("Cache-Control", 'max-age="600"'), ("Age", "100")], 500),
        ([("Cache-Control", "max-age=600"), ("Age", "9999")], 0),
        ([("Cache-Control", "max-age=600, no-cache")], 0),
        ([("Cache-Control", "max-age=-5")], 0),
        ([("Cache-Control", "max-age=" + "9" * 99)], 999_999_999),
        ([("Cache-Control", "max-age=0"), ("Expires", "Tue, 24 Nov 2026 12:00:00 GMT")], 0),
        ([("Expires", "Mon, 23 Nov 2026 12:30:00 GMT")], 1800),
        ([("Expires", "Mon, 23 Nov 2026 12:30:00 GMT"), ("Date", "Mon, 23 Nov 2026 12:20:00 GMT")], 600),
        ([("Expires", "Sun, 22 Nov 2026 12:30:00 GMT")], 0),
        ([("Expires", "0")], 0),
        ([("Expires", "-1"), ("Date", "today")], 0),
    ],
)
def test_how_long_an_answer_is_good_for(headers: list[tuple[str, str]], seconds: float) -> None:
    assert fresh_seconds(answer(*headers), NOW) == seconds


def test_a_server_cannot_make_us_miss_a_night() -> None:
    state = after_feed(NEW, answer(("Cache-Control", "max-age=31536000")), NOW)
    assert (state.wait_until, state.wait_reason) == (NOW + LONGEST_FRESH, "fresh")
    assert not is_waiting(state, NOW + timedelta(hours=23))


def test_a_move_is_counted_once_a_day_and_anew_for_another_place() -> None:
    state = NEW
    for hours in (0, 1, 25, 26, 50):
        state = after_feed(state, answer(moved_to="https://b.test/"), NOW + timedelta(hours=hours))
    assert (state.moved_to, state.moved_days) == ("https://b.test/", 3)
    other = after_feed(state, answer(moved_to="https://c.test/"), NOW + timedelta(hours=80))
    assert (other.moved_to, other.moved_days) == ("https://c.test/", 1)
    assert after_feed(other, answer(), NOW).moved_to is None


def test_days_on_which_a_feed_is_gone_count_until_it_is_back() -> None:
    state = NEW
    for hours in (0, 1, 24, 25):
        state = after_failure(state, "http-410", None, NOW + timedelta(hours=hours))
    assert (state.gone_days, state.wait_reason) == (2, "backing-off")
    assert after_failure(state, "timeout", None, NOW).gone_days == 2
    assert after_feed(state, answer(), NOW).gone_days == 0
    assert after_failure(state, "http-410", None, NOW + timedelta(hours=48)).wait_reason == "gone"


def test_the_day_without_validators_is_one_in_a_hundred_and_each_feeds_own() -> None:
    days = [NOW.date() + timedelta(days=number) for number in range(10_000)]
    mine = [day for day in days if is_unconditional("feed", day)]
    assert mine == [day for day in days if is_unconditional("feed", day)]
    assert 60 < len(mine) < 140
    assert mine != [day for day in days if is_unconditional("other", day)]


def test_the_state_of_another_address_is_none() -> None:
    state = FeedState("feed", "etag", None, URL, failure_weight=2)
    assert state_for("feed", URL, state) is state
    assert state_for("feed", "https://news.test/atom", state) == FeedState(
        "feed", None, None, "https://news.test/atom"
    )
    assert state_for("feed", URL, None) == NEW
