"""A report becomes one HTML page that needs nothing else: no network, no other file."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from report import draw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from config.watch import Event
    from report.records import Report, Trend

HERE = Path(__file__).parent
MINUS = "\N{MINUS SIGN}"


def page_of(report: Report) -> str:
    """Return the page; what came from the web stands in it as text, never as markup."""
    bars, drawer = draw.draw_coverage(report.read), _drawer(report.events)
    return _render("page.html.j2", report=report, grain=report.grain, trend_drawing=drawer, bars=bars)


def chart_of(trend: Trend, grain: str, events: Sequence[Event] = ()) -> str:
    """Return one trend as an SVG file of its own; `grain` is the period that a point stands for."""
    return _render("chart.svg.j2", trend=trend, grain=grain, trend_drawing=_drawer(events))


def _drawer(events: Sequence[Event]) -> Callable[[Trend], draw.TrendDrawing]:
    return lambda trend: draw.draw_trend(trend.points, events)


def _render(name: str, **values: object) -> str:
    style, script = ((HERE / file).read_text(encoding="utf-8") for file in ("style.css", "script.js"))
    loader = FileSystemLoader(HERE)
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["signed"] = lambda value: f"{value:+.2f}".replace("-", MINUS)
    environment.filters["day"] = lambda value: f"{value.day} {value:%B %Y}"
    return environment.get_template(name).render(
        values, draw=draw, style=style, script=script, style_hash=_hash(style), script_hash=_hash(script)
    )


def _hash(text: str) -> str:
    """Return what a content security policy knows a style or script by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
