"""When an article was published: the best of what its page says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from tasks.feeds.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # nothing was published on the web before
CLOCK_ERROR = timedelta(days=1)  # a time without zone may be that of the world's earliest clock
ZONES_APART = timedelta(hours=27)  # how far two texts of the same moment lie apart, one without its zone
QUARTER = timedelta(minutes=15)  # offsets of zones are whole quarters of an hour
MAX_CANDIDATES = 6
MAX_PARTS, LONGEST_TEXT = 3, 200
_CLOCK = re.compile(r"\d{1,2}[:h]\d{2}|\d{1,2}\.\d{2} ?Uhr|T\d{4}|^\d{10}(?:\d{3})?$")
_ZONE = re.compile(
    r"(?:Z|UTC|GMT|[A-Z]{2,4}T)$|[+-]\d{2}:?\d{2}$|(?:GMT|UTC)\s?[+-]\d{1,2}|^\d{10}(?:\d{3})?$"
)
_SIMPLE = re.compile(r"[\dT:.,+Z /-]+")
_BETWEEN_PARTS = re.compile(r"\s[•|·–—-]\s|\s{2,}|[;\n]")
_LABEL = re.compile(r"^\D*:\s*(?=\d)|^\D+(?=\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_IN_PATH = re.compile(
    rf"(?<!\d)(?P<year>20\d\d)[/._-]?(?P<month>0[1-9]|1[0-2]|(?<=/){'|(?<=/)'.join(_MONTHS)})"
    r"[/._-]?(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Moment:
    """A date that a page tells, and how exactly."""

    at: datetime
    has_clock: bool
    has_zone: bool


def page_date(
    published: Sequence[str],
    modified: Sequence[str],
    url: str,
    now: datetime,
    feed_date: datetime | None = None,
) -> datetime | None:
    """Return when a page says that it was published, None where it does not say or cannot be believed.

    The first candidate, they come in the order of their worth, decides the day. Its hour may come from
    another one that has a time of day, or its zone, and from the feed's date. The address gives a day
    where nothing else does, and the time of the last change is better than none.
    """
    moments = _until_exact(_believed(published, now))
    if moments:
        return _with_zone(_with_clock(moments), moments, feed_date)
    day = _day_in_address(url, now)
    changed = next(_believed(modified, now), None)
    return changed.at if changed and (day is None or changed.at.date() == day.date()) else day


def _until_exact(moments: Iterator[_Moment]) -> list[_Moment]:
    """Return the moments up to the first that needs no other: odd dates take a while to parse."""
    taken = []
    for moment in moments:
        taken.append(moment)
        if moment.has_clock and moment.has_zone:
            break
    return taken


def _believed(texts: Iterable[str], now: datetime) -> Iterator[_Moment]:
    """Yield the moments that texts name, without those that have not come yet or are too long ago."""
    for text in list(texts)[:MAX_CANDIDATES]:
        for wording in _wordings(text):
            at = parse_date(wording, now)
            if at is not None and EARLIEST <= at <= now + CLOCK_ERROR:
                yield _Moment(at, bool(_CLOCK.search(wording)), bool(_ZONE.search(wording)))
                break


def _wordings(text: str) -> Iterator[str]:
    """Yield a text, and its parts without what labels them: ``Posted: 1 May 2025, 15:25 | Updated ...``."""
    yield text.strip()
    if _SIMPLE.fullmatch(text.strip()):
        return
    for part in _BETWEEN_PARTS.split(text[:LONGEST_TEXT])[:MAX_PARTS]:
        if bare := _LABEL.sub("", part.strip()):
            yield bare


def _with_clock(moments: list[_Moment]) -> _Moment:
    """Return the first moment, or one of the same day that has its time as well."""
    first = moments[0]
    if first.has_clock:
        return first
    timed = (other for other in moments if other.has_clock and abs(other.at - first.at) <= ZONES_APART)
    return next(timed, first)


def _with_zone(best: _Moment, moments: list[_Moment], feed_date: datetime | None) -> datetime:
    """Return a moment as told by somebody who names its zone, as it is where nobody does."""
    if best.has_zone or not best.has_clock:
        return best.at
    told = [other.at for other in moments if other.has_clock and other.has_zone]
    told += [feed_date] if feed_date else []
    return next((other for other in told if _is_same_clock(best.at, other)), best.at)


def _is_same_clock(at: datetime, other: datetime) -> bool:
    apart = abs(at.replace(second=0, microsecond=0) - other.replace(second=0, microsecond=0))
    return apart <= ZONES_APART and not apart % QUARTER


def _day_in_address(url: str, now: datetime) -> datetime | None:
    """Return the day that an address names, such as ``/2024/05/31/`` or ``-20240531``."""
    for found in _DAY_IN_PATH.finditer(unquote(urlsplit(url).path)):
        month = found["month"].lower()
        number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
        try:
            day = datetime(int(found["year"]), number, int(found["day"]), tzinfo=UTC)
        except ValueError:
            continue
        if day <= now + CLOCK_ERROR:
            return day
    return None
