"""One relation as a file by itself: vector, pixels and page, as a browser shows them."""

from __future__ import annotations

import struct
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import resvg_py
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from report.file import write_relation
from report.page import MINUS, chart_of
from report.png import png_of
from report.records import Point, Relation, Trend
from report.relation import make_relation
from tasks.errors import ConfigError, WarehouseError
from tests.report.browser import CHROMIUM, opened

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

MONDAY = date(2021, 12, 20)
SVG = "{http://www.w3.org/2000/svg}"
LONGEST = "Comprehensive and Progressive Agreement for Trans-Pacific Partnership"
in_browser = pytest.mark.skipif(not CHROMIUM.exists(), reason="no chromium here")


def relation_of(count: int, holder: str = "RUS", *, days: int = 7) -> Relation:
    """Return a relation of so many periods, every sixth of them a gap."""
    sides = [(place % 2, 2 * (place % 3)) for place in range(1, count + 1)]
    points = tuple(
        Point(MONDAY + timedelta(days=days * place), for_it + against, for_it, against, 5, None)
        for place, (for_it, against) in enumerate(sides, 1)
    )
    trend = Trend("k", holder, "NATO", points)
    return Relation(trend, {1: "day", 7: "week"}[days], holder, LONGEST, datetime(2022, 5, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def relation(published: Path) -> Relation:
    return make_relation(published, "RUS", "NATO", grain="week", since=None, until=None)


@pytest.fixture(scope="module")
def relation_file(relation: Relation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("relation") / "trend.html"
    write_relation(relation, path)
    return path


def test_a_relation_spans_its_stances_and_has_its_sentences(relation: Relation, published: Path) -> None:
    assert (relation.holder, relation.target, relation.grain) == ("Russia", "NATO", "week")
    assert [point.n for point in relation.trend.points] == [3, 0, 0, 1]
    assert [len(p.evidence.sentences) if p.evidence else 0 for p in relation.trend.points] == [3, 0, 0, 1]
    bloc = make_relation(published, "BLOC members", "RUS", grain="month", since=None, until=None)
    assert (bloc.holder, bloc.trend.n) == ("Members of The Bloc", 1)
    late = make_relation(published, "RUS", "NATO", grain="week", since=date(2022, 1, 26), until=None)
    assert late.trend.points[0].evidence  # of the whole week, as its figures are
    with pytest.raises(WarehouseError, match="NATO → DEU: no stance"):
        make_relation(published, "NATO", "DEU", grain="week", since=None, until=None)


def test_a_chart_says_what_it_shows() -> None:
    root = ET.fromstring(chart_of(relation_of(12, 'RUS"<')))  # noqa: S314 - our own text
    assert root.tag == f"{SVG}svg"
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"].startswith('RUS"< toward Comprehensive')
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert words[:3] == [
        'RUS"< toward Comprehensive and Progressive',
        "Agreement for Trans-Pacific Partnership",
        "Net stance by week, 27 December 2021 to 14 March 2022; 30 stances",
    ]
    assert {"against ← net → for", "week (UTC)", "+1", f"{MINUS}1"} <= set(words)
    assert len(list(root.iter(f"{SVG}circle"))) == 10
    assert len(root.findall(f".//{SVG}path[@class='band']")) == 2


def cut_off_or_overlapping(page: Page) -> list[str]:
    """Return the texts of a drawing that leave it, and those that meet another one."""
    boxes: list[tuple[str, float, float, float, float]] = page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll('text')].map(one => {
            const box = one.getBoundingClientRect();
            return [one.localName === 'svg' ? '' : one.textContent, box.left, box.top, box.right, box.bottom];
        })"""
    )
    (_, left, top, right, bottom), *texts = boxes
    found = [one[0] for one in texts if one[1] < left or one[2] < top or one[3] > right or one[4] > bottom]
    return found + [
        f"{one[0]} / {other[0]}"
        for one, other in combinations(texts, 2)
        if one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]
    ]


@pytest.mark.browser
@in_browser
@pytest.mark.parametrize(
    "shown",
    [
        relation_of(2),
        relation_of(5, days=1),
        relation_of(40),
        relation_of(26, LONGEST),
        relation_of(300, days=1),
    ],
    ids=["two weeks", "days", "a year", "longest names", "many days"],
)
def test_no_text_of_a_chart_is_cut_off(browser: Browser, shown: Relation, tmp_path: Path) -> None:
    write_relation(shown, tmp_path / "trend.svg")
    watched = opened(browser, tmp_path / "trend.svg", scheme="dark")
    assert watched.asked == [(tmp_path / "trend.svg").as_uri()]
    assert watched.said == []
    assert watched.page.locator("text").count() > 8
    assert cut_off_or_overlapping(watched.page) == []
    paper = watched.page.locator(".paper").evaluate("one => getComputedStyle(one).fill")
    assert paper == "rgb(255, 255, 255)"
    watched.page.close()


@pytest.mark.browser
@in_browser
def test_a_page_of_one_relation_needs_nothing_else(browser: Browser, relation_file: Path) -> None:
    watched = opened(browser, relation_file)
    assert watched.asked == [relation_file.as_uri()]
    assert watched.said == []
    page = watched.page
    expect(page.get_by_role("heading", name="Russia toward NATO")).to_be_visible()
    page.locator("svg a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".evidence:target")).to_be_focused()
    expect(page.locator(".evidence:target h3")).to_have_text("week of 3 January 2022")
    assert page.locator("blockquote").count() == 4
    page.close()


@pytest.mark.browser
@in_browser
@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (1200, "dark"), (390, "light")])
def test_everyone_can_use_it(browser: Browser, relation_file: Path, width: int, scheme: str) -> None:
    page = opened(browser, relation_file, width, scheme).page
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_a_picture_of_pixels_has_all_that_the_drawing_has() -> None:
    svg = chart_of(relation_of(12))
    picture = png_of(svg)
    root = ET.fromstring(svg)  # noqa: S314 - our own text
    assert struct.unpack(">II", picture[16:24]) == (2 * 760, 2 * int(root.attrib["height"]))
    for left_out in ("<text", "<path", "<circle", "<rect"):
        assert png_of(svg.replace(left_out, f"{left_out} visibility='hidden'")) != picture, left_out


def test_a_machine_without_fonts_gets_no_picture_without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resvg_py, "svg_to_bytes", partial(resvg_py.svg_to_bytes, skip_system_fonts=True))
    with pytest.raises(ConfigError, match="needs a font"):
        png_of(chart_of(relation_of(3)))
