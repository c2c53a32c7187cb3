"""Where things stand in a drawing: positions and paths of SVG, in its own units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from config.watch import Event
    from report.records import Point, Read


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a drawing, what is kept free around its inside, how large a dot is, how many labels fit."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    dot: float
    labels: int

    @property
    def inner_width(self) -> int:
        """What is left for the periods."""
        return self.width - self.left - self.right

    @property
    def base(self) -> int:
        """Where the inside ends, at the bottom."""
        return self.height - self.bottom

    def x_of(self, place: float, count: int) -> float:
        """Return where the period `place` of `count` stands."""
        return round(self.left + self.inner_width * ((place + 0.5) / max(count, 1)), 1)

    def y_of(self, net: float) -> float:
        """Return where a balance in [-1, 1] stands; +1 is on top."""
        return round(self.top + (self.base - self.top) * (1 - (max(-1.0, min(1.0, net)) + 1) / 2), 1)


SMALL = Frame(340, 120, 26, 8, 8, 20, 3.2, 5)  # one of many in the report
WIDE = Frame(720, 250, 34, 34, 12, 26, 4.5, 8)  # one by itself


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a trend where it stands."""

    x: float
    y: float
    point: Point


@dataclass(frozen=True, slots=True)
class Tick:
    """A label on the axis of time."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """An event where it stands."""

    x: float
    event: Event


@dataclass(frozen=True, slots=True)
class TrendDrawing:
    """A trend as SVG: bands and lines of periods without a gap between them, and a dot a period.

    `alone` are the dots between gaps: they have no band, and show their interval as a whisker.
    """

    frame: Frame
    bands: tuple[str, ...]
    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    alone: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A period of the coverage: its bar, from the bottom up."""

    x: float
    y: float
    width: float
    height: float
    read: Read


def draw_trend(points: Sequence[Point], events: Sequence[Event], frame: Frame = SMALL) -> TrendDrawing:
    """Return the drawing of a trend."""
    dots = [
        Dot(frame.x_of(place, len(points)), frame.y_of(point.net), point)
        for place, point in enumerate(points)
        if point.net is not None
    ]
    runs = list(_runs(points))
    lines = [
        _path([(frame.x_of(p, len(points)), frame.y_of(points[p].net or 0)) for p in run]) for run in runs
    ]
    bands = [_band(run, points, frame) for run in runs]
    periods = [point.period for point in points]
    marks = [
        Mark(frame.x_of(_place_of(event.day, periods), len(periods)), event) for event in events if periods
    ]
    joined = {points[place].period for run in runs for place in run}
    alone = tuple(dot for dot in dots if dot.point.period not in joined)
    named = ticks(periods, frame)
    return TrendDrawing(frame, tuple(bands), tuple(lines), tuple(dots), alone, named, tuple(marks))


def _runs(points: Sequence[Point]) -> Iterator[list[int]]:
    """Yield the places of neighbouring periods that have stances, two or more of them."""
    run: list[int] = []
    for place in range(len(points) + 1):
        if place < len(points) and points[place].n:
            run.append(place)
            continue
        if len(run) > 1:
            yield run
        run = []


def _band(run: Sequence[int], points: Sequence[Point], frame: Frame) -> str:
    lows = [(frame.x_of(place, len(points)), frame.y_of(points[place].interval[0])) for place in run]
    highs = [(frame.x_of(place, len(points)), frame.y_of(points[place].interval[1])) for place in run]
    return _path([*highs, *reversed(lows)]) + "Z"


def _path(places: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in places)


def _place_of(day: date, periods: Sequence[date]) -> int:
    """Return the place of the period that a day falls in."""
    return max((place for place, period in enumerate(periods) if period <= day), default=0)


def ticks(periods: Sequence[date], frame: Frame = SMALL) -> tuple[Tick, ...]:
    """Return labels where months begin, as many as fit; the year with the first and each new one.

    Periods within two months are labelled by their day.
    """
    starts = [
        place
        for place, period in enumerate(periods)
        if place == 0 or (period.year, period.month) != (periods[place - 1].year, periods[place - 1].month)
    ]
    has_days = len(starts) < 3 and len(starts) < len(periods)  # noqa: PLR2004
    if has_days:
        starts = list(range(len(periods)))
    elif len(starts) > 1 and starts[1] - starts[0] < len(periods) / 12:
        starts = starts[1:]  # a month that has only just been cut off has no room for its name
    labels, year = [], None
    for place in starts[:: max(1, -(-len(starts) // frame.labels))]:
        period = periods[place]
        wording = f"{period.day} {period:%b}" if has_days else f"{period:%b}"
        label = wording if period.year == year else f"{wording} {period.year}"
        labels.append(Tick(frame.x_of(place, len(periods)), label))
        year = period.year
    return tuple(labels)


def draw_coverage(read: Sequence[Read]) -> tuple[Bar, ...]:
    """Return a bar for each period, the fullest one as high as the drawing."""
    most = max((one.articles for one in read), default=0) or 1
    width = round(SMALL.inner_width / max(len(read), 1) * 0.7, 1)
    bars = []
    for place, one in enumerate(read):
        height = round((SMALL.base - SMALL.top) * one.articles / most, 1)
        x = round(SMALL.x_of(place, len(read)) - width / 2, 1)
        bars.append(Bar(x, round(SMALL.base - height, 1), width, height, one))
    return tuple(bars)
