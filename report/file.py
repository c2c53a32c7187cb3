"""The report as a file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from config.watch import load_watch_list
from report.ask import make_report
from report.page import page_of
from tasks.errors import ConfigError

if TYPE_CHECKING:
    from datetime import date


def write_report(
    published: Path, watch: Path, path: Path, since: date | None = None, until: date | None = None
) -> None:
    """Write the report on a published copy to `path`, whole or not at all.

    Raises ConfigError for a bad watch list or a place that cannot be written, WarehouseError for a
    copy without articles.
    """
    write_whole(path, page_of(make_report(published, load_watch_list(watch), since, until)))


def write_whole(path: Path, text: str) -> None:
    """Write a text to `path`, whole or not at all. Raises ConfigError where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".report-", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror or error}") from error
