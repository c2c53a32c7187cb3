"""The archive's upkeep: what is too old goes, whole days at a time; the rest is read through."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tasks.articles.archive import SUFFIX, archive_files, index_of, rebuild_index
from tasks.articles.warc import find_records

if TYPE_CHECKING:
    from pathlib import Path

_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)-")


@dataclass(frozen=True, slots=True)
class Torn:
    """Where bytes of a file begin that are no whole record: a run was killed there, or a disk failed."""

    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What was done: days that went, with how many bytes; what stayed, and what of it is torn."""

    gone_days: tuple[date, ...]
    gone_bytes: int
    files: int
    responses: int
    bytes: int
    torn: tuple[Torn, ...]


def keep_archive(folder: Path, days: int | None, today: date) -> Upkeep:
    """Return what was done to an archive that nobody writes to.

    With `days` the days before the last so many go, the oldest first; files that bear no day stay. Each
    other file is read through: a record counts if it is whole by its checksum, and an index that lacks
    records is made anew.
    """
    gone_days, gone_bytes = _retire(folder, today - timedelta(days=days)) if days else ((), 0)
    torn: list[Torn] = []
    files = archive_files(folder)
    responses = 0
    for path in files:
        places, breaks = find_records(path)
        torn += (Torn(path.name, offset) for offset in breaks)
        responses += len(places)
        if _listed(path) != len(places):
            rebuild_index(path)
    size = sum(path.stat().st_size for path in files)
    return Upkeep(gone_days, gone_bytes, len(files), responses, size, tuple(torn))


def _retire(folder: Path, first_kept: date) -> tuple[tuple[date, ...], int]:
    gone: dict[date, None] = {}
    size = 0
    for path in archive_files(folder):  # by name, so the oldest first
        found = _DAY.match(path.name)
        day = date(*map(int, found.groups())) if found else None
        if day and day < first_kept:
            size += path.stat().st_size
            path.unlink()  # before its index: an index alone is found by nobody
            index_of(path).unlink(missing_ok=True)
            gone[day] = None
    for index in folder.glob("*.index"):  # of a file that went just before somebody ended this
        if not index.with_name(index.name.removesuffix(".index") + SUFFIX).exists():
            index.unlink()
    return tuple(gone), size


def _listed(path: Path) -> int:
    try:
        return index_of(path).read_bytes().count(b"\n")
    except FileNotFoundError:
        return -1
