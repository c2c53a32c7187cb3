"""`extract` and `code`: stances of texts, without any database."""

from __future__ import annotations

import dataclasses
import json
import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from commands.inputs import is_html, read_inputs
from config.settings import load_settings
from tasks.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tasks.stances.classifier import PairQuery
    from tasks.stances.records import Stance


class Format(StrEnum):
    """How `extract` prints."""

    TABLE = "table"
    JSONL = "jsonl"


def extract(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]...", help="Texts or HTML pages; - is standard input."),
    ] = None,
    output: Annotated[
        Format | None, typer.Option("--format", help="Default: table on a terminal, jsonl in a pipe.")
    ] = None,
    day: Annotated[
        datetime | None,
        typer.Option(
            "--date", formats=["%Y-%m-%d"], help="Day of the text: who was in office. Default: today."
        ),
    ] = None,
) -> None:
    """Print the stances of texts or HTML pages: who, toward whom or what, and the sentence.

    Offsets (start, end) are characters of the text given; of a page, of its article's text.
    With several files each object names its file. min_confidence and names_model of the settings hold
    here as they do at night.

    Example: [bold]echo "Moscow accused NATO of breaking its word." | geostance extract[/bold]
    """
    from tasks.stances.extractor import load_extractor

    settings = load_settings()
    extractor = load_extractor(settings.min_confidence, settings.names_model)
    on_day = (day or datetime.now(UTC)).date()
    chosen = output or (Format.TABLE if sys.stdout.isatty() else Format.JSONL)
    several = len(names or ()) > 1
    for name, body in read_inputs(names or ()):
        found = extractor.read(_text_of(name, body), on_day)
        if chosen is Format.TABLE:
            _print_table(name if several else None, found)
        else:
            for stance in found:
                print(
                    json.dumps(
                        ({"file": name} if several else {}) | dataclasses.asdict(stance), ensure_ascii=False
                    )
                )


def _text_of(name: str, body: bytes) -> str:
    """Return the text to read: of a page its article's, else the file's own, line ends as they are."""
    if is_html(body):
        from tasks.articles.read import read_html

        return read_html(body, None, datetime.now(UTC)).text
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{name}: byte {error.start} is no UTF-8; convert the file, e.g. with iconv"
        ) from error


def _print_table(name: str | None, found: tuple[Stance, ...]) -> None:
    table = Table(title=name, show_lines=True)
    for column in ("holder", "code", "target", "issue", "modality", "said by", "sure", "sentence"):
        table.add_column(column, overflow="fold")
    for one in found:
        colour = "green" if one.polarity > 0 else "red"
        table.add_row(
            one.holder_code,
            f"[{colour}]{one.code}[/{colour}]",
            one.target_code or "",
            escape(one.issue_code or one.issue or ""),
            one.modality,
            escape(one.speaker_code or one.speaker or ""),
            f"{one.confidence:.2f}",
            escape(one.sentence),
        )
    console = Console()
    console.print(table if found else f"{name or 'text'}: no stance found")


def code(
    name: Annotated[str, typer.Argument(metavar="[FILE]", help="JSON lines; - is standard input.")] = "-",
) -> None:
    r"""Classify marked pairs alone: JSON lines in, JSON lines out, same order.

    In: {"id", "text", "holder": \[start, end], "target": \[start, end] or null}, offsets in characters.
    Out: {"id", "code", "polarity", "confidence", "scores": {code: probability}}; the code may be NONE.
    Pairs are taken as people code them: whoever hands one over thinks that it takes a stance.
    """
    from tasks.stances.extractor import load_classifier, load_plover

    classifier, plover = load_classifier(), load_plover()
    ids, queries = [], []
    for key, query in _read_pairs(name):
        ids.append(key)
        queries.append(query)
    from models.pairs.labels import CODES

    for key, query in zip(ids, queries, strict=True):
        score = classifier.score([query])[0][0]
        scores = dict(zip(CODES, score.given, strict=True))
        best = max(scores, key=scores.__getitem__)
        found = {
            "id": key,
            "code": best,
            "polarity": plover[best].polarity if best in plover else 0,
            "confidence": round(scores[best], 4),
            "scores": {one: round(p, 4) for one, p in scores.items()},
        }
        print(json.dumps(found, ensure_ascii=False))


def _read_pairs(name: str) -> Iterator[tuple[object, PairQuery]]:
    from tasks.stances.classifier import PairQuery

    [(shown, body)] = read_inputs([name])
    for number, line in enumerate(body.decode("utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            text, holder, target = _text(row["text"]), _span(row["holder"]), _span(row.get("target"))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ConfigError(
                f"{shown}:{number}: not a pair ({error}); wanted"
                ' {"id", "text", "holder": [start, end], "target": [start, end]}'
            ) from error
        if holder is None:
            raise ConfigError(f"{shown}:{number}: holder is null; wanted [start, end]")
        for span in (holder, target):
            if span and not 0 <= span[0] < span[1] <= len(text):
                raise ConfigError(
                    f"{shown}:{number}: span {list(span)} is outside the text (0 to {len(text)})"
                )
        yield row.get("id"), PairQuery(text, ((holder, target),))


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise ValueError(f"text is {value!r}, no string")


def _span(value: object) -> tuple[int, int] | None:
    if value is None:
        return None
    if isinstance(value, list) and len(value) == 2 and all(isinstance(place, int) for place in value):  # noqa: PLR2004 - start and end
        return value[0], value[1]
    raise ValueError(f"{value!r} is no [start, end]")
