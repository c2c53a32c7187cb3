"""`trend`: how a holder's stance toward a target moved."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from tasks.errors import ConfigError

BLOCKS = "▁▂▃▄▅▆▇█"
GAP = "·"
Published = Annotated[
    Path | None, typer.Option("--warehouse", help="Published copy to read. Default: that of the settings.")
]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="UTC day.")]


class Grain(StrEnum):
    """The period that one row stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def trend(
    holder: Annotated[
        str, typer.Argument(help="Code of whose stance it is: RUS, NATO, 'NATO members', 'RUS OPP' ...")
    ],
    target: Annotated[str, typer.Argument(help="Code of the actor it is toward.")],
    grain: Annotated[Grain, typer.Option(help="Period of a row.")] = Grain.WEEK,
    since: Day = None,
    until: Day = None,
    warehouse: Published = None,
    chart: Annotated[
        Path | None,
        typer.Option(
            help="Draw it as well, with its 95 % interval: .svg, .png, or .html with the sentences behind it."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show how a holder's stance toward a target moved: a sparkline and a table.

    net is (for - against) / all, from -1 to 1. A gap (·) is a period without such stances;
    coverage says how many articles were read in it, so silence can be told from blindness.

    Example: [bold]geostance trend RUS NATO --grain month --chart trend.svg[/bold]
    """
    from commands.published import read_published
    from warehouse.store import knows_code, suggest_codes

    published = read_published(warehouse).path
    for code in (holder, target):
        if not knows_code(published, code):
            near = suggest_codes(published, code)
            hint = f"; nearest: {', '.join(near)}" if near else ""
            raise ConfigError(f"no actor has the code {code!r}{hint}")
    if chart:
        draw_chart(chart, published, holder, target, grain, _day(since), _day(until))
    rows = trend_rows(published, holder, target, grain, _day(since), _day(until))
    if as_json:
        for row in rows:
            print(json.dumps(row, default=str))
        return
    print_trend(Console(), f"{holder} → {target}", rows, grain)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def trend_rows(
    published: Path,
    holder: str,
    target: str,
    grain: Grain,
    since: date | None = None,
    until: date | None = None,
) -> list[dict[str, object]]:
    """Return the rows of `stance_trend`, from the first to the last period that has a stance."""
    from warehouse.store import query

    columns, rows = query(
        published,
        "from stance_trend($holder, $target, grain := $grain, since := $since, until := $until)",
        {"holder": holder, "target": target, "grain": grain.value, "since": since, "until": until},
    )
    named = [dict(zip(columns, row, strict=True)) for row in rows]
    held = [place for place, row in enumerate(named) if row["n"]]
    return named[held[0] : held[-1] + 1] if held else []


def draw_chart(
    path: Path,
    published: Path,
    holder: str,
    target: str,
    grain: Grain,
    since: date | None = None,
    until: date | None = None,
) -> None:
    """Write the trend to `path` as its suffix says, whole or not at all."""
    from report.file import chart_form, write_relation
    from report.relation import make_relation

    chart_form(path)  # a wrong suffix is told before anything is asked
    relation = make_relation(published, holder, target, grain=grain.value, since=since, until=until)
    write_relation(relation, path)


def sparkline(values: Sequence[float | None]) -> str:
    """Return one block a value in [-1, 1], lowest for -1, a dot for None."""
    steps = len(BLOCKS) - 1
    return "".join(
        GAP if value is None else BLOCKS[round((max(-1.0, min(1.0, value)) + 1) / 2 * steps)]
        for value in values
    )


def print_trend(console: Console, title: str, rows: Sequence[dict[str, object]], grain: Grain) -> None:
    """Print the sparkline and the table of a trend."""
    if not rows:
        console.print(f"{title}: no stance in the warehouse")
        return
    nets = [row["net"] for row in rows]
    console.print(f"[bold]{title}[/bold] by {grain.value}, {rows[0]['period']} to {rows[-1]['period']}")
    console.print(
        sparkline([float(net) if isinstance(net, int | float) else None for net in nets]), style="cyan"
    )
    table = Table("period", "stances", "for", "against", "net", "coverage")
    for row in rows:
        net = row["net"]
        shown = f"{net:+.2f}" if isinstance(net, int | float) else GAP
        table.add_row(
            *(str(row[name]) for name in ("period", "n", "n_pos", "n_neg")), shown, str(row["coverage"])
        )
    console.print(table)
