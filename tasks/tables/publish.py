"""Publish: analysts read a copy of the warehouse that is swapped in whole, and is never changed after."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from warehouse.lock import hold
from warehouse.snapshot import write_snapshot
from warehouse.store import CATALOG

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

KEPT_COPIES = 3


def publish(warehouse: Path, published: Path, now: datetime) -> Path:
    """Return the file of a new published copy, ``published/current/geostance.duckdb``.

    `current` is a link to the folder of the latest copy and is moved in one step: a reader sees
    the old copy or the new one, whole, and one that is open keeps what it opened. Killed at any
    moment, `current` is as it was; the next call clears up. Raises WarehouseError when the copy
    differs from the warehouse.
    """
    with hold(published / "current"):
        _remove_debris(published)
        build = published / f".build-{now:%Y%m%dT%H%M%S%fZ}"
        build.mkdir()
        file = build / f"{CATALOG}.duckdb"
        write_snapshot(warehouse, file, now)
        _swap_in(published, build)
        _remove_old_copies(published)
    return published / "current" / file.name


def _remove_debris(published: Path) -> None:
    """Remove what a publisher that was killed left behind."""
    for build in published.glob(".build-*"):
        _remove(build)
    (published / ".current").unlink(missing_ok=True)


def _swap_in(published: Path, build: Path) -> None:
    """Make the copy read-only and point `current` to it."""
    for file in build.iterdir():
        file.chmod(0o444)
    copy = published / build.name.removeprefix(".build-")
    if copy.exists():
        _remove(copy)  # published at this very moment before, and killed before the link moved
    build.rename(copy)
    copy.chmod(0o555)
    link = published / ".current"
    link.symlink_to(copy.name, target_is_directory=True)
    link.replace(published / "current")
    handle = os.open(published, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_old_copies(published: Path) -> None:
    """Remove all but the latest copies; whoever has one open keeps it until it is closed."""
    live = (published / "current").readlink().name
    copies = sorted(
        path for path in published.iterdir() if path.is_dir() and not path.is_symlink() and path.name != live
    )
    for copy in copies[: max(0, len(copies) - (KEPT_COPIES - 1))]:
        _remove(copy)


def _remove(copy: Path) -> None:
    copy.chmod(0o755)
    shutil.rmtree(copy)
