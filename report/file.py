"""The report, and the chart of one relation, as files."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from config.watch import load_watch_list
from report.ask import make_report
from report.page import chart_of, page_of, relation_page_of
from report.png import png_of
from tasks.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from report.records import Relation

    Form = Callable[[Relation], bytes]

FORMS: dict[str, Form] = {
    ".svg": lambda relation: chart_of(relation).encode(),
    ".png": lambda relation: png_of(chart_of(relation)),
    ".html": lambda relation: relation_page_of(relation).encode(),
}


def write_report(
    published: Path, watch: Path, path: Path, since: date | None = None, until: date | None = None
) -> None:
    """Write the report on a published copy to `path`, whole or not at all.

    Raises ConfigError for a bad watch list or a place that cannot be written, WarehouseError for a
    copy without articles.
    """
    _write_whole(path, page_of(make_report(published, load_watch_list(watch), since, until)).encode())


def write_relation(relation: Relation, path: Path) -> None:
    """Write a relation to `path`, whole or not at all, as its suffix says.

    Raises ConfigError for another suffix, a place that cannot be written, or a .png without its library.
    """
    _write_whole(path, chart_form(path)(relation))


def chart_form(path: Path) -> Form:
    """Return how a relation becomes what the suffix of `path` names: .svg, .png, or .html with sentences.

    Raises ConfigError for another suffix.
    """
    try:
        return FORMS[path.suffix.lower()]
    except KeyError as error:
        raise ConfigError(f"{path}: a chart is drawn as {', '.join(FORMS)}") from error


def _write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path`, whole or not at all. Raises ConfigError where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".report-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror or error}") from error
