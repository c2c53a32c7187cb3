"""Dates as publishers write them: an instant where the text gives one, nothing where it has to be guessed."""

from __future__ import annotations

import re
import threading
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from dateparser.date import DateDataParser

from tasks.feeds.zones import is_zone, split_zone

if TYPE_CHECKING:
    from collections.abc import Callable

EARLIEST = datetime(1980, 1, 2, tzinfo=UTC)  # the zero of Unix, DOS, Excel and .NET means "no date"
FUTURE = timedelta(days=1)  # a publisher's clock may be ahead, or its zone left out
LONGEST = 80
NOON = 12
MINUTES = 60
LAST_MONTH = 12
CENTURY_PIVOT = 50  # two digits below it are of this century (RFC 5322, 4.3)
Day = tuple[int, int, int]
MOST_FOREIGN_DAYS = 200
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1,
    )
    for name in names.split()
}  # fmt: skip
# One name, two months: November in Polish and Czech, October in Croatian.
AMBIGUOUS_MONTHS = re.compile("listopad", re.IGNORECASE)

_EAST_ASIAN_DATE = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_EAST_ASIAN_TIME = re.compile(r"(\d{1,2})\s*[时時点點시]\s*(\d{1,2})\s*[分분]?")
_REMARK = re.compile(r"\(([^()]*)\)|\[[^\[\]]*\]")
_EPOCH = re.compile(r"(\d{10})(\d{3})?(?:\.\d+)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(?:[.,]\d+)?)?(Z|[+-]\d\d:?\d\d)?")
_TIME = re.compile(
    r"""(?<![\d:])(?P<hour>\d{1,2})(?::|h(?=\d))(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,:]\d+)?)?(?![\d:])
        \s*(?P<half>[ap]\.?m\b\.?)?""",
    re.IGNORECASE | re.VERBOSE,
)
_WEEKDAY = re.compile(
    r"(?:(?:[^\W\d]+ ?){1,3}\.?,|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)\s*", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})\.?")
_DAY_FIRST = re.compile(r"(?P<first>\d{1,2})(?P<mark>[-/.])\s?(?P<second>\d{1,2})(?P=mark)\s?(?P<year>\d{4})")
_NAMED = re.compile(
    r"""(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s.-]+(?:of\s)?(?P<month>[a-z]{3,9})\.?[\s-]+(?P<year>\d{4}|\d\d)
      | (?P<month_2>[a-z]{3,9})\.?\s+(?P<day_2>\d{1,2})(?:st|nd|rd|th)?\s+(?P<year_2>\d{4})
      | (?P<year_3>\d{4})[\s-]+(?P<month_3>[a-z]{3,9})\.?[\s-]+(?P<day_3>\d{1,2})""",
    re.IGNORECASE | re.VERBOSE,
)
_FOREIGN = re.compile(r"(?=.*[^\W\d])(?=.*\b(?P<year>(?:19|20)\d\d)\b)[\w\s.,/-]+")

# The languages of the feed list and their neighbours: with all 200 a text that is no date took 3 s.
LANGUAGES = [
    "ar", "az", "be", "bg", "bn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi",
    "hu", "hy", "id", "it", "ja", "ka", "kk", "ko", "lt", "lv", "mk", "ms", "nb", "nl", "pl", "pt", "ro",
    "ru", "sk", "sl", "sq", "sr", "sv", "sw", "th", "tr", "uk", "ur", "uz", "vi", "zh",
]  # fmt: skip
_strict_parser = DateDataParser(
    languages=LANGUAGES,
    try_previous_locales=False,  # what was read before must not decide how this is read
    settings={
        "PARSERS": ["absolute-time"],  # no "yesterday"
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "TIMEZONE": "UTC",
        "RELATIVE_BASE": datetime(2000, 1, 1),  # noqa: DTZ001 - dateparser wants it so
    },
)
_one_at_a_time = threading.Lock()  # it loads languages as it goes, and is not made for threads


def parse_date(
    text: str, now: datetime, read_foreign: Callable[[str], Day | None] | None = None
) -> datetime | None:
    """Return the instant a text gives, in UTC; None where it gives none that can be trusted.

    Not trusted are days and months in an order that cannot be told (05/04/2026), zones with no or
    more than one meaning, what lies more than a day ahead of `now`, and years before 1980. `now`
    decides nothing else: no part of a date is ever filled in from it. A date without a zone is
    taken as UTC, one without a time as midnight; IST is India's time, CST and the like are
    America's, as in RFC 5322. Who reads many texts hands over `few_foreign_days`.
    """
    found = _read(_tidied(text), read_foreign or _foreign_day) if len(text) <= LONGEST else None
    return found if found and EARLIEST <= found <= now + FUTURE else None


def few_foreign_days(most: int = MOST_FOREIGN_DAYS) -> Callable[[str], Day | None]:
    """Return a reader of days in other languages for one feed, which reads only so many of them.

    Each takes 5 ms where the word is no month, and no feed has so many of them in good faith.
    """
    left = iter(range(most))
    return lambda text: _foreign_day(text) if next(left, None) is not None else None


def _tidied(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-")
    # "(GMT+7)" is a zone, "(Moscow Standard Time)" and "[Europe/Istanbul]" explain the one before.
    plain = _REMARK.sub(lambda found: f" {found[1]} " if is_zone(found[1] or "") else " ", plain)
    plain = _EAST_ASIAN_DATE.sub(r"\1-\2-\3 ", plain)
    return " ".join(_EAST_ASIAN_TIME.sub(r"\1:\2", plain).strip("\"' ").split())


def _read(text: str, read_foreign: Callable[[str], Day | None]) -> datetime | None:
    try:
        if found := _EPOCH.fullmatch(text):
            return datetime.fromtimestamp(int(found[1]), UTC)
        if found := _COMPACT.fullmatch(text):
            year, month, day, hour, minute, second, zone = (part or "" for part in found.groups())
            text = f"{year}-{month}-{day} {hour or '00'}:{minute or '00'}:{second or '00'}{zone}"
        return _read_parts(text, read_foreign)
    except (ValueError, OverflowError):  # the 31st of February, the hour 25, a zone that is none
        return None


def _read_parts(text: str, read_foreign: Callable[[str], Day | None]) -> datetime | None:
    """Return the instant of a text made of a day, a time and a zone, in the orders that are used."""
    time = _TIME.search(text)
    if time is None:
        day = _day_of(text, read_foreign)
        return datetime(*day, tzinfo=UTC) if day else None
    offset, rest = split_zone(text[time.end() :])
    day = _day_of(text[: time.start()].removesuffix("T") + " " + rest, read_foreign)
    return datetime(*day, tzinfo=UTC) + _clock_of(time) - offset if day else None


def _clock_of(time: re.Match[str]) -> timedelta:
    """Return the time since midnight; 24:00 is the midnight after, as in ISO 8601."""
    hour, minute, second = int(time["hour"]), int(time["minute"]), int(time["second"] or 0)
    half = (time["half"] or "").lower()[:1]
    if half and hour <= NOON:
        hour = hour % NOON + (NOON if half == "p" else 0)
    clock = timedelta(hours=hour, minutes=minute, seconds=second)
    if minute >= MINUTES or second > MINUTES or clock > FUTURE:
        raise ValueError(f"no time: {time[0]}")
    return clock


def _day_of(text: str, read_foreign: Callable[[str], Day | None]) -> Day | None:
    """Return year, month and day; None where the text has no day, or one that can be read in two ways."""
    plain = text.strip(" ,;|-")
    wordings = dict.fromkeys((plain, _WEEKDAY.sub("", plain, count=1) if _WEEKDAY.match(plain) else plain))
    tidy = [" ".join(words.replace(",", " ").split()) for words in wordings]
    for read in (_numeric_day, _named_day, read_foreign):
        for words in tidy:
            if day := read(words):
                return day
    return None


def _numeric_day(text: str) -> Day | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found["year"]), int(found["month"]), int(found["day"])
    found = _DAY_FIRST.fullmatch(text)
    if found is None:
        return None
    year, first, second = int(found["year"]), int(found["first"]), int(found["second"])
    if found["mark"] == "." or first > LAST_MONTH or first == second:
        return year, second, first
    return (year, first, second) if second > LAST_MONTH else None


def _named_day(text: str) -> Day | None:
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    year = found["year"] or found["year_2"] or found["year_3"]
    month = MONTHS.get((found["month"] or found["month_2"] or found["month_3"]).lower())
    day = found["day"] or found["day_2"] or found["day_3"]
    return (_whole_year(year), month, int(day)) if month else None


def _whole_year(year: str) -> int:
    number = int(year)
    if len(year) > len("99"):
        return number
    return number + (2000 if number < CENTURY_PIVOT else 1900)


def _foreign_day(text: str) -> Day | None:
    """Return the day of a date in another language, where it is a number, a word and a year."""
    numbers = re.findall(r"\d+", text)
    if len(numbers) != len(("day", "year")) or not _FOREIGN.fullmatch(text) or AMBIGUOUS_MONTHS.search(text):
        return None
    with _one_at_a_time:
        found = _strict_parser.get_date_data(text).date_obj
    if found is None or {found.day, found.year} != {int(number) for number in numbers}:
        return None  # a day or year that is not in the text
    return found.year, found.month, found.day
