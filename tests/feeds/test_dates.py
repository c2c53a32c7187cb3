"""Dates as publishers write them: what each gives, and what gives none."""

# ruff: noqa: RUF001 - other languages have letters that look like ours
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from tasks.feeds.dates import parse_date
from tasks.feeds.zones import ZONE_HOURS

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

READ = {
    # RFC 822 and what came of it
    "Mon, 23 Nov 2026 10:00:00 GMT": "2026-11-23 10:00:00",
    "Mon, 23 Nov 2026 10:00:00 +0000": "2026-11-23 10:00:00",
    "Mon, 23 Nov 2026 10:00:00 -0500": "2026-11-23 15:00:00",
    "Mon, 23 Nov 2026 10:00:00 EST": "2026-11-23 15:00:00",
    "Mon, 23 Nov 2026 10:00:00 Z": "2026-11-23 10:00:00",
    "Mon, 23 Nov 2026 10:00:00 gmt": "2026-11-23 10:00:00",
    "Mon,23 Nov 2026 10:00:00 GMT": "2026-11-23 10:00:00",
    "23 Nov 2026 10:00 UT": "2026-11-23 10:00:00",
    "Mon, 23 Nov 26 10:00:00 GMT": "2026-11-23 10:00:00",  # two digits: RFC 5322, 4.3
    "Sunday, 06-Nov-94 08:49:37 GMT": "1994-11-06 08:49:37",
    "Tue, 23 Nov 2026 10:00:00 GMT": "2026-11-23 10:00:00",  # the wrong weekday harms nobody
    "Thu, 05 Sep 2024 14:30 IST": "2024-09-05 09:00:00",  # India's; feedparser says 14:30Z
    "Thu, 05 Sep 2024 14:30:00 +0300 MSK": "2024-09-05 11:30:00",
    "Thu, 05 Sep 2024 14:30:00 GMT+3": "2024-09-05 11:30:00",
    "Thu, 05 Sep 2024 14:30:00 UTC+05:30": "2024-09-05 09:00:00",
    "Thu, 05 Sep 2024 14:30:00 JST": "2024-09-05 05:30:00",
    "Thu, 5 Sep 2024 24:00:00 GMT": "2024-09-06 00:00:00",
    "Mon, 23 Nov 2026 10:00:60 GMT": "2026-11-23 10:01:00",  # a leap second
    "Mo, 25 Jun 2018 11:41:36": "2018-06-25 11:41:36",  # a German weekday
    # other programs
    "Sun Nov  6 08:49:37 1994": "1994-11-06 08:49:37",
    "Thu Sep  5 14:30:00 IST 2024": "2024-09-05 09:00:00",
    "Mon Nov 23 2026 10:00:00 GMT+0300 (Moscow Standard Time)": "2026-11-23 07:00:00",
    # ISO 8601
    "2026-11-23": "2026-11-23 00:00:00",
    "2026-11-23T10:00:00Z": "2026-11-23 10:00:00",
    "2026-11-23T10:00Z": "2026-11-23 10:00:00",
    "2026-11-23T10:00:00.123+03:00": "2026-11-23 07:00:00",
    "2026-11-23T10:00:00,123Z": "2026-11-23 10:00:00",
    "2026-11-23T10:00:00-03": "2026-11-23 13:00:00",
    "2026-11-23T10:00:00\u22120300": "2026-11-23 13:00:00",  # a minus sign, not a hyphen
    "2026-11-23T10:00:00+03:00[Europe/Istanbul]": "2026-11-23 07:00:00",
    "2026-11-23T24:00:00Z": "2026-11-24 00:00:00",
    "2026-11-23 10:00:00 UTC": "2026-11-23 10:00:00",
    "20261123T100000Z": "2026-11-23 10:00:00",
    "20261123100000": "2026-11-23 10:00:00",
    "20261123": "2026-11-23 00:00:00",
    "2026-1-5": "2026-01-05 00:00:00",
    # seconds and milliseconds; feedparser reads the year 1732
    "1732300000": "2024-11-22 18:26:40",
    "1732300000123": "2024-11-22 18:26:40",
    # figures whose order is clear; feedparser takes the first for today's month
    "2016/6/29 15:07:41": "2016-06-29 15:07:41",
    "2026/11/23 10:00:00 +0900": "2026-11-23 01:00:00",
    "23.11.2026 10:00": "2026-11-23 10:00:00",
    "05.04.2026 09:00": "2026-04-05 09:00:00",  # with points the day comes first, everywhere
    "Mo., 23.11.2026 - 10:00": "2026-11-23 10:00:00",
    "23/11/2026 10h30": "2026-11-23 10:30:00",
    "11/23/2026 3:15:00 PM": "2026-11-23 15:15:00",
    "11/23/2026 12:15 AM": "2026-11-23 00:15:00",
    "05/05/2026": "2026-05-05 00:00:00",
    # words
    "Nov 23, 2026 10:00 AM EST": "2026-11-23 15:00:00",
    "November 23rd, 2026, 3:15 p.m.": "2026-11-23 15:15:00",
    "Sept. 5, 2024": "2024-09-05 00:00:00",
    "23rd of November 2026": "2026-11-23 00:00:00",
    "2026 Nov 23": "2026-11-23 00:00:00",
    "10:00, 23 Nov 2026": "2026-11-23 10:00:00",
    "10:00 - 23 Nov 2026": "2026-11-23 10:00:00",
    # other languages
    "Пн, 23 ноя 2026 10:00:00 +0300": "2026-11-23 07:00:00",
    "23 ноября 2026 10:00": "2026-11-23 10:00:00",
    "23 novembre 2026 à 10:00": "2026-11-23 10:00:00",
    "lun, 23 nov 2026 10:00:00 +0100": "2026-11-23 09:00:00",
    "23. November 2026 10:00 Uhr": "2026-11-23 10:00:00",
    "23 Kasım 2026 10:00": "2026-11-23 10:00:00",
    "Δευ, 23 Νοε 2026 10:00:00 +0200": "2026-11-23 08:00:00",
    "23 نوفمبر 2026": "2026-11-23 00:00:00",
    "2026年11月23日": "2026-11-23 00:00:00",
    "2026年11月23日 10时30分": "2026-11-23 10:30:00",
    "2026년 11월 23일 10:30": "2026-11-23 10:30:00",
    "Thứ Hai, 23/11/2026, 10:00 (GMT+7)": "2026-11-23 03:00:00",
}  # fmt: skip

NOT_READ = [
    "", " ", "Invalid Date", "null", "0", "yesterday", "3 hours ago", "Monday", "10:00", "2026", "Nov 2026",
    "23 Nov",  # no year
    "05/04/2026", "05-04-2026 10:00", "05/04/2026 3:15 PM",  # April or May
    "23 listopada 2026",  # November in Polish, October in Croatian
    "2026-02-31", "2026-13-01", "2026-11-23T25:00:00", "2026-11-23T10:61:00",
    "Mon, 23 Nov 2026 10:00:00 XYZ", "Mon, 23 Nov 2026 10:00:00 AST",  # Atlantic or Arabia
    "2026-11-23T10:00:00+9999",
    "Thu, 01 Jan 1970 00:00:00 GMT", "0", "0000000000", "1980-01-01", "0001-01-01T00:00:00Z", "12/31/1969",
    "Sun, 23 Nov 2036 10:00:00 GMT", "2026-11-24T12:00:01Z", "9999999999999", "99999999999999999999",
    "23 พฤศจิกายน 2569",  # the Buddhist calendar
    "2026-11-23 " + "x" * 100,
]  # fmt: skip


@pytest.mark.parametrize(("text", "instant"), READ.items())
def test_dates_that_can_be_trusted(text: str, instant: str) -> None:
    assert parse_date(text, NOW) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@pytest.mark.parametrize("text", NOT_READ)
def test_dates_that_cannot(text: str) -> None:
    assert parse_date(text, NOW) is None


def test_the_month_of_reading_changes_nothing() -> None:
    later = NOW.replace(year=2031, month=3, day=31)
    assert {text: parse_date(text, later) for text in READ} == {text: parse_date(text, NOW) for text in READ}


def test_nor_does_the_order_of_reading_or_other_threads() -> None:
    texts = [*READ, *reversed(READ), *NOT_READ] * 2
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: parse_date(text, NOW), texts))
    assert found == [parse_date(text, NOW) for text in texts]


def test_a_day_ahead_is_a_clock_that_is_wrong_and_more_is_no_date() -> None:
    assert parse_date("2026-11-24T12:00:00Z", NOW) == NOW + timedelta(days=1)
    assert parse_date("2026-11-24T12:00:01Z", NOW) is None


def test_instants_are_in_utc() -> None:
    found = parse_date("2026-11-23T10:00:00+03:00", NOW)
    assert found is not None
    assert found.tzinfo is UTC


def test_zones_are_somewhere_on_earth() -> None:
    assert all(-12 <= hours <= 14 for hours in ZONE_HOURS.values())
