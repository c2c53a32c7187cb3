"""When an article was published: the best of what its page says, or nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tasks.articles.dating import page_date

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
URL = "https://news.test/world/ruritania"


def utc(year: int, month: int, day: int, *clock: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC) + timedelta(
        **dict(zip(("hours", "minutes", "seconds"), clock, strict=False))
    )


PUBLISHED = {
    "to the second, with its zone": (["2026-11-20T10:15:30+02:00"], utc(2026, 11, 20, 8, 15, 30)),
    "the first is the best": (["2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z"], utc(2026, 11, 20, 10)),
    "no date, then one": (["soon", "2026-11-20T10:00:00Z"], utc(2026, 11, 20, 10)),
    "a day alone": (["2026-11-20"], utc(2026, 11, 20)),
    "a day, then its time": (["2026-11-20", "2026-11-20T10:15:00Z"], utc(2026, 11, 20, 10, 15)),
    "a day, then another day's time": (["2026-11-20", "2026-11-17T10:15:00Z"], utc(2026, 11, 20)),
    "no zone, then the same with one": (
        ["2026-11-20 18:15:00", "2026-11-20T18:15:00+09:00"],
        utc(2026, 11, 20, 9, 15),
    ),
    "no zone, and another moment with one": (
        ["2026-11-20 18:15:00", "2026-11-20T17:02:00Z"],
        utc(2026, 11, 20, 18, 15),
    ),
    "seconds since 1970": (["1763633730000"], utc(2025, 11, 20, 10, 15, 30)),
    "in words": (["Posted on: 20 November 2026, 10:15 UTC | Updated 11:00"], utc(2026, 11, 20, 10, 15)),
    "in other words": (["erstellt: 20. November 2026, 10:15"], utc(2026, 11, 20, 10, 15)),
    "the future is not believed": (["2027-03-01T10:00:00Z", "2026-11-20T10:00:00Z"], utc(2026, 11, 20, 10)),
    "nor is the time before the web": (["1985-01-01T00:00:00Z"], None),
    "nothing": ([], None),
}


@pytest.mark.parametrize(("texts", "expected"), PUBLISHED.values(), ids=PUBLISHED.keys())
def test_what_the_page_says(texts: list[str], expected: datetime | None) -> None:
    assert page_date(texts, [], URL, NOW) == expected


def test_a_time_without_zone_is_the_feed_s_where_both_are_the_same_moment() -> None:
    texts = ["2026-11-20 18:15:07"]
    assert page_date(texts, [], URL, NOW, utc(2026, 11, 20, 12, 45)) == utc(2026, 11, 20, 12, 45)
    assert page_date(texts, [], URL, NOW, utc(2026, 11, 20, 12, 50)) == utc(2026, 11, 20, 18, 15, 7)
    assert page_date(texts, [], URL, NOW, utc(2026, 11, 25, 18, 15)) == utc(2026, 11, 20, 18, 15, 7)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2026/11/20/ruritania", utc(2026, 11, 20)),
        ("/world/2026-11-20-ruritania", utc(2026, 11, 20)),
        ("/world/ruritania-20261120", utc(2026, 11, 20)),
        ("/2026/nov/20/ruritania", utc(2026, 11, 20)),
        ("/2026/1120/c1001-40223222.html", utc(2026, 11, 20)),
        ("/a/2026/02/31/ruritania", None),
        ("/2031/11/20/ruritania", None),
        ("/article/120261120123", None),
        ("/2026/ruritania", None),
    ],
)
def test_a_day_in_the_address(path: str, day: datetime | None) -> None:
    assert page_date([], [], f"https://news.test{path}", NOW) == day


def test_the_page_goes_before_its_address() -> None:
    assert page_date(["2026-11-19"], [], "https://news.test/2026/11/20/x", NOW) == utc(2026, 11, 19)


def test_the_last_change_is_better_than_nothing() -> None:
    changed = ["2026-11-20T10:15:00Z"]
    assert page_date([], changed, URL, NOW) == utc(2026, 11, 20, 10, 15)
    assert page_date([], changed, "https://news.test/2026/11/20/x", NOW) == utc(2026, 11, 20, 10, 15)
    assert page_date([], changed, "https://news.test/2026/11/18/x", NOW) == utc(2026, 11, 18)


def test_only_so_many_texts_are_tried() -> None:
    assert page_date(["no date"] * 50 + ["2026-11-20"], [], URL, NOW) is None
