"""Programs in the background that outlive the command that started them, and are ended by their pid alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

END_SECONDS = 20.0  # between asking a program to end and ending it by force
POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Background:
    """A program in the background: its log and pid file stand in `folder` under its `name`.

    The log takes standard error, and standard output unless that is not wanted.
    """

    name: str
    folder: Path
    logs_output: bool = True

    @property
    def log(self) -> Path:
        """The file of what the program says."""
        return self.folder / f"{self.name}.log"

    @property
    def pid_file(self) -> Path:
        """The file that says which process it is."""
        return self.folder / f"{self.name}.pid"

    def start(self, command: Sequence[str], environment: Mapping[str, str], cwd: Path) -> int:
        """Return the pid of the program, started in a session of its own: Ctrl-C does not reach it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - our own command
                command,
                env=dict(environment),
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=log if self.logs_output else subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        process.returncode = 0  # it shall outlive this one: nobody waits for it
        started = _Started(process.pid, birth_of(process.pid) or "")
        self.pid_file.write_text(json.dumps(asdict(started)), encoding="utf-8")
        return process.pid

    @property
    def pid(self) -> int | None:
        """The pid, while the very process that was started lives; pids are used again, births are not."""
        try:
            started = _Started(**json.loads(self.pid_file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return started.pid if started.birth and birth_of(started.pid) == started.birth else None

    def end(self) -> bool:
        """Return whether the program ran; it has ended then, by force after `END_SECONDS`."""
        pid = self.pid
        if pid is not None:
            _signal(pid, signal.SIGTERM)
            deadline = time.monotonic() + END_SECONDS
            while self.pid is not None and time.monotonic() < deadline:
                time.sleep(POLL_SECONDS)
            if self.pid is not None:
                _signal(pid, signal.SIGKILL)
                while self.pid is not None:
                    time.sleep(POLL_SECONDS)
        self.pid_file.unlink(missing_ok=True)
        return pid is not None

    def last_words(self, lines: int = 8) -> str:
        """Return the last lines of the log."""
        with suppress(OSError):
            return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
        return ""


@dataclass(frozen=True, slots=True)
class _Started:
    pid: int
    birth: str


def birth_of(pid: int) -> str | None:
    """Return when a living process began, in the system's own words; None where there is none.

    A process that has ended and is not yet fetched by its parent counts as ended.
    """
    with suppress(ChildProcessError, OSError):
        os.waitpid(pid, os.WNOHANG)  # if it is a child of ours
    stat = Path(f"/proc/{pid}/stat")
    if stat.parent.parent.joinpath("self").exists():
        try:
            fields = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            return None
        return None if fields[0] in {"Z", "X"} else fields[19]  # field 22 of proc(5): start time
    shown = subprocess.run(  # noqa: S603
        ["/bin/ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, birth = shown.stdout.strip().partition(" ")
    return birth.strip() if state and not state.startswith("Z") else None


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
