"""`sql`: read-only SQL on the published warehouse."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from commands.trend import Published
from tasks.errors import WarehouseError

MAX_ROWS_SHOWN = 200


class Form(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


def sql(
    query: Annotated[str | None, typer.Argument(metavar="[QUERY]", help="SQL. Without it, a prompt.")] = None,
    warehouse: Published = None,
    form: Annotated[
        Form | None, typer.Option("--format", help="Default: table on a terminal, jsonl in a pipe.")
    ] = None,
) -> None:
    """Run read-only SQL on the published warehouse, or prompt for it.

    Start with the view [bold]stances[/bold], [bold]from stance_trend('RUS', 'NATO')[/bold],
    [bold]from stance_evidence('CHN', 'NATO')[/bold] or [bold]from find_actor('turk')[/bold].
    """
    from commands.published import read_published

    published = read_published(warehouse).path
    chosen = form or (Form.TABLE if sys.stdout.isatty() else Form.JSONL)
    if query is not None:
        run_query(published, query, chosen)
        return
    typer.echo(f"reading {published}; end a statement with ';', leave with Ctrl-D", err=True)
    for statement in _statements():
        try:
            run_query(published, statement, chosen)
        except WarehouseError as error:
            typer.echo(f"geostance: {error}", err=True)


def _statements() -> Iterator[str]:
    """Yield statements typed at the prompt or piped in."""
    held = ""
    interactive = sys.stdin.isatty()
    while True:
        try:
            held += input(("geostance> " if not held else "      ...> ") if interactive else "") + "\n"
        except EOFError:
            if held.strip():
                yield held
            return
        if held.rstrip().endswith(";"):
            yield held
            held = ""


def run_query(published: Path, statement: str, form: Form) -> None:
    """Run one statement and print its rows."""
    from warehouse.store import query

    columns, rows = query(published, statement)
    if form is Form.JSONL:
        for row in rows:
            print(json.dumps(dict(zip(columns, row, strict=True)), default=str, ensure_ascii=False))
        return
    if form is Form.CSV:
        csv.writer(sys.stdout).writerows([columns, *rows])
        return
    table = Table(*(escape(str(column)) for column in columns))
    for row in rows[:MAX_ROWS_SHOWN]:
        table.add_row(*("" if value is None else _shown(value) for value in row))
    Console().print(table)
    if len(rows) > MAX_ROWS_SHOWN:
        typer.echo(f"{len(rows)} rows, the first {MAX_ROWS_SHOWN} shown; --format csv prints all", err=True)


def _shown(value: object) -> str:
    return f"{value:z.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else escape(str(value))
