"""One writer at a time: a lock file beside what is written, freed by the system when its holder dies."""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tasks.errors import WarehouseBusyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold `path` for writing during the block; `path` with ``.lock`` added names the holder.

    Raises WarehouseBusyError, naming the process and since when, while another one holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.with_name(path.name + ".lock")
    # The file stays when it is free: removing it would let two processes lock two files of one name.
    with lock.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WarehouseBusyError(
                f"{path}: {_holder(lock)} is writing; try again when it is done"
            ) from error
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _holder(lock: Path) -> str:
    """Return words for who holds the lock, as far as it says."""
    try:
        held = json.loads(lock.read_text(encoding="utf-8"))
        return f"process {held['pid']}, since {held['since']},"
    except (ValueError, KeyError, TypeError):
        return "another process"
