"""Where things stand in the drawings."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree as ET

from config.watch import Event
from report import draw
from report.page import chart_of
from report.records import Point, Read, Trend

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
    top, middle, bottom = (draw.y_of(net) for net in (1, 0, -1))
    assert top < middle < bottom
    assert (draw.y_of(7), draw.y_of(-7)) == (top, bottom)
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


def test_the_fullest_period_has_the_highest_bar() -> None:
    bars = draw.draw_coverage([Read(MONDAY, 0), Read(MONDAY + timedelta(weeks=1), 50)])
    assert [bar.height for bar in bars] == [0, draw.HEIGHT - draw.TOP - draw.BOTTOM]
    assert draw.draw_coverage([]) == ()


def test_a_chart_is_an_svg_file_of_its_own() -> None:
    chart = chart_of(Trend("k", 'RUS"<', "NATO", points((1, 0), (0, 1), (0, 0), (1, 0))), "week")
    root = ET.fromstring(chart)  # noqa: S314 - our own text
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.attrib["role"] == "img"
    assert 'RUS"<' in root.attrib["aria-label"]
    assert len(root.findall(".//{http://www.w3.org/2000/svg}circle")) == 3
