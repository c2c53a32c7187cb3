"""A report, or one relation, becomes a file that needs nothing else: no network, no other file."""

from __future__ import annotations

import base64
import hashlib
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from report import draw
from report.trend import worded

if TYPE_CHECKING:
    from report.records import Relation, Report

HERE = Path(__file__).parent
MINUS = "\N{MINUS SIGN}"
TITLE = 46  # characters of a line of a chart's title, in the widest fonts


def page_of(report: Report) -> str:
    """Return the page; what came from the web stands in it as text, never as markup."""
    return _render(
        "page.html.j2",
        report=report,
        trend_drawing=lambda trend: draw.draw_trend(trend.points, report.events),
        bars=draw.draw_coverage(report.read),
    )


def relation_page_of(relation: Relation) -> str:
    """Return the page of one relation: its trend, and the sentences behind every point."""
    return _render("relation.html.j2", relation=relation, drawing=_drawn(relation), said=_said(relation))


def chart_of(relation: Relation) -> str:
    """Return one trend as an SVG file of its own, in light colours wherever it is put."""
    title = textwrap.wrap(f"{relation.holder} toward {relation.target}", TITLE)
    return _render(
        "chart.svg.j2", relation=relation, drawing=_drawn(relation), said=_said(relation), title=title
    )


def _drawn(relation: Relation) -> draw.TrendDrawing:
    return draw.draw_trend(relation.trend.points, (), draw.WIDE)


def _said(relation: Relation) -> str:
    """Return what is drawn, in words."""
    first, last = (
        worded(relation.trend.points[at].period, relation.grain).removeprefix("week of ") for at in (0, -1)
    )
    return f"Net stance by {relation.grain}, {first}" + ("" if first == last else f" to {last}")


def _render(name: str, **values: object) -> str:
    files = ("style.css", "script.js", "chart.css")
    style, script, chart_style = ((HERE / file).read_text(encoding="utf-8") for file in files)
    loader = FileSystemLoader(HERE)
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["signed"] = lambda value: f"{value:+.2f}".replace("-", MINUS)
    environment.filters["day"] = lambda value: f"{value.day} {value:%B %Y}"
    return environment.get_template(name).render(
        values,
        draw=draw,
        style=style,
        script=script,
        chart_style=chart_style,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _hash(text: str) -> str:
    """Return what a content security policy knows a style or script by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
