"""Where things stand in the drawings."""

from __future__ import annotations

from datetime import date, timedelta

from config.watch import Event
from report import draw
from report.records import Point, Read

MONDAY = date(2022, 1, 3)


def points(*counts: tuple[int, int]) -> tuple[Point, ...]:
    return tuple(
        Point(MONDAY + timedelta(weeks=place), pos + neg, pos, neg, 5, None)
        for place, (pos, neg) in enumerate(counts)
    )


def test_a_gap_parts_the_line_and_its_band() -> None:
    drawing = draw.draw_trend(points((1, 0), (1, 1), (0, 0), (0, 2), (2, 0), (0, 0), (3, 0)), ())
    assert [path.count("L") for path in drawing.lines] == [1, 1]
    assert [path.count("L") for path in drawing.bands] == [3, 3]
    assert len(drawing.dots) == 5
    assert [dot.point.n_pos for dot in drawing.alone] == [3]


def test_for_stands_above_against() -> None:
    top, middle, bottom = (draw.SMALL.y_of(net) for net in (1, 0, -1))
    assert top < middle < bottom
    assert (draw.SMALL.y_of(7), draw.SMALL.y_of(-7)) == (top, bottom)
    drawing = draw.draw_trend(points((1, 0), (0, 1)), ())
    assert [dot.y for dot in drawing.dots] == [top, bottom]
    assert drawing.dots[0].x < drawing.dots[1].x


def test_an_event_stands_at_its_period() -> None:
    event = Event(day=MONDAY + timedelta(days=9), name="Talks")
    drawing = draw.draw_trend(points((1, 0), (0, 1), (1, 0)), (event,))
    assert [mark.x for mark in drawing.marks] == [drawing.dots[1].x]


def test_months_are_labelled_and_new_years_said() -> None:
    weeks = [date(2021, 11, 1) + timedelta(weeks=place) for place in range(20)]
    assert [tick.label for tick in draw.ticks(weeks)] == ["Nov 2021", "Dec", "Jan 2022", "Feb", "Mar"]
    assert draw.ticks([]) == ()
    months = [date(2021, 9 + place, 1) for place in range(4)] + [date(2022, 1, 1)]
    assert [tick.label for tick in draw.ticks(months)] == ["Sep 2021", "Oct", "Nov", "Dec", "Jan 2022"]


def test_a_few_weeks_are_labelled_by_day() -> None:
    weeks = [date(2021, 12, 20) + timedelta(weeks=place) for place in range(4)]
    assert [tick.label for tick in draw.ticks(weeks)] == ["20 Dec 2021", "27 Dec", "3 Jan 2022", "10 Jan"]
    days = [date(2022, 1, 1) + timedelta(days=place) for place in range(31)]
    assert len(draw.ticks(days)) == 5
    assert len(draw.ticks(days, draw.WIDE)) == 8


def test_one_by_itself_is_drawn_wider() -> None:
    drawing = draw.draw_trend(points((1, 0), (0, 1)), (), draw.WIDE)
    assert [dot.y for dot in drawing.dots] == [draw.WIDE.top, draw.WIDE.base]
    assert drawing.dots[1].x > draw.SMALL.width


def test_the_fullest_period_has_the_highest_bar() -> None:
    bars = draw.draw_coverage([Read(MONDAY, 0), Read(MONDAY + timedelta(weeks=1), 50)])
    assert [bar.height for bar in bars] == [0, draw.SMALL.base - draw.SMALL.top]
    assert draw.draw_coverage([]) == ()
