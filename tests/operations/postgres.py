"""A real PostgreSQL of the tests' own, on loopback, run by a user without rights as the server demands."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.flows.server import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

START_SECONDS = 60
END_SECONDS = 30
USER = "postgres"  # whom Debian's package makes; root may not run the server
PASSWORD = "s3cret"  # noqa: S105 - of a server that a test starts
HURRIED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=127.0.0.1")


def binaries() -> Path | None:
    """Return the folder of the server's programs, None where it is not installed."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return debian[-1].parent if debian else None


class Postgres:
    """A server in a folder, and in it a database that an ordinary role owns."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder, self.port = programs, folder, free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The database, as SQLAlchemy names it."""
        return f"postgresql+asyncpg://keeper:{PASSWORD}@127.0.0.1:{self.port}/prefect"

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self._process
        return self._process.pid

    def make(self) -> None:
        """Make the server's files, and start it with a role and an empty database."""
        password = self.folder / "password"
        password.write_text(f"{PASSWORD}\n", encoding="ascii")
        self._run(
            "initdb", "-D", "data", "-U", USER, "--pwfile", "password", "--auth", "scram-sha-256",
            "--encoding", "UTF8", "--locale", "C", "--no-sync",
        )  # fmt: skip
        self.start()
        self.ask(f"create role keeper login password '{PASSWORD}'", role=USER, database="postgres")
        self.ask("create database prefect owner keeper", role=USER, database="postgres")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = [self.programs / "postgres", "-D", "data", "-p", str(self.port), "-k", self.folder]
        with (self.folder / "server.log").open("a") as log:
            self._process = subprocess.Popen(
                [*command, *(f"-c{option}" for option in HURRIED)],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                **_as_whom(),
            )  # fmt: skip
        ready = [self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        deadline = time.monotonic() + START_SECONDS
        while subprocess.run(ready, check=False).returncode:
            said = (self.folder / "server.log").read_text()
            assert self._process.poll() is None, said
            assert time.monotonic() < deadline, said
            time.sleep(0.1)

    def end(self) -> None:
        """End the server, whoever is connected."""
        if self._process:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(timeout=END_SECONDS)
            self._process = None

    def ask(self, sql: str, *, role: str = "keeper", database: str = "prefect") -> list[str]:
        """Return the answer's lines, fields parted by bars."""
        done = subprocess.run(
            [self.programs / "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", role, "-d", database,
             "-v", "ON_ERROR_STOP=1", "-XAtqc", sql],
            env=os.environ | {"PGPASSWORD": PASSWORD}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.programs / program, *arguments],
            cwd=self.folder, capture_output=True, text=True, check=False, **_as_whom(),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


def _as_whom() -> dict[str, Any]:
    """Return as whom to start programs that root may not run."""
    return {} if os.geteuid() else {"user": USER, "group": USER, "extra_groups": []}


@contextmanager
def running_postgres(programs: Path) -> Iterator[Postgres]:
    """Yield a server whose files lie in a folder of its own; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="geostance-postgres-") as name:
        folder = Path(name)
        if not os.geteuid():
            shutil.chown(folder, USER)
        server = Postgres(programs, folder)
        try:
            server.make()
            yield server
        finally:
            server.end()
