"""There is one writer, and who comes second is told who the first is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tasks.errors import WarehouseBusyError
from warehouse.lock import hold

if TYPE_CHECKING:
    from pathlib import Path

HOLDER = """
import sys
from pathlib import Path
from warehouse.lock import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_second_writer_is_told_who_writes_since_when(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with (
        hold(path),
        pytest.raises(WarehouseBusyError, match=rf"process {os.getpid()}, since 20\d\d-.*, is writing"),
        hold(path),
    ):
        pass
    with hold(path):
        pass


def test_a_killed_holder_holds_no_more(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "w.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(WarehouseBusyError, match=f"process {holder.pid}, since"), hold(path):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        with hold(path):
            pass


def test_a_lock_that_says_nothing_still_holds(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with hold(path):
        (tmp_path / "w.duckdb.lock").write_text("")
        with pytest.raises(WarehouseBusyError, match="another process is writing"), hold(path):
            pass
