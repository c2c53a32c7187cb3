"""A real Prefect server of the tests' own, and the command line run against it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commands.demo import feed_list
from warehouse.store import open_warehouse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from newsroom.server import Newsroom

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120
RUN_SECONDS = 240


def free_port() -> int:
    """Return a port of loopback that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def quiet_environment(home: Path) -> dict[str, str]:
    """Return an environment in which Prefect keeps to a home of the tests' own."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "GEOSTANCE_"))
    }
    return kept | {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "NO_PROXY": "127.0.0.1",
        "COLUMNS": "160",
        "GEOSTANCE_PER_HOST_DELAY_SECONDS": "0",
    }


@dataclass(frozen=True)
class Prefect:
    """A running Prefect server and the environment to reach it from."""

    api: str
    environment: Mapping[str, str]

    def get(self, path: str, body: object | None = None) -> Any:  # noqa: ANN401 - whatever JSON says
        """Return the server's answer to a request."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.api}{path}", data, {"Content-Type": "application/json"})  # noqa: S310
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
            return json.load(answer)


@pytest.fixture(scope="session")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prefect]:
    """Yield a Prefect server with an empty database; it is ended by its pid."""
    home = tmp_path_factory.mktemp("prefect")
    port = free_port()
    environment = quiet_environment(home)
    log = (home / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
        env=environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    try:
        api = f"http://127.0.0.1:{port}/api"
        _await_health(api, server, home / "server.log")
        yield Prefect(api, environment | {"PREFECT_API_URL": api})
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)
        log.close()


def _await_health(api: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(f"{api}/health", timeout=2).close()  # noqa: S310 - loopback
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"no Prefect server within {START_SECONDS} s: {log.read_text()}")


@dataclass(frozen=True)
class Night:
    """A warehouse of a test and the feeds that its nights read."""

    prefect: Prefect
    folder: Path
    feeds: Path

    @property
    def warehouse(self) -> Path:
        """The DuckDB file."""
        return self.folder / "geostance.duckdb"

    @property
    def published(self) -> Path:
        """The published copy."""
        return self.folder / "published" / "current" / "geostance.duckdb"

    def start(self, **settings: str) -> subprocess.Popen[str]:
        """Return the running `geostance ingest` of this night."""
        return subprocess.Popen(
            [sys.executable, "-m", "commands.main", "ingest", "--json",
             "--feeds", str(self.feeds), "--warehouse", str(self.warehouse)],
            env={**self.prefect.environment, **settings}, cwd=ROOT, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, *, code: int = 0, **settings: str) -> dict[str, Any]:
        """Return the report of a whole night that ends with this exit code."""
        with self.start(**settings) as process:
            out, err = process.communicate(timeout=RUN_SECONDS)
        assert process.returncode == code, f"{out}\n{err}"
        report: dict[str, Any] = json.loads(out) if out.strip() else {}
        return report | {"stderr": err}


@pytest.fixture(scope="session")
def make_night(prefect: Prefect) -> Callable[[Path, Path], Night]:
    """Return a function that makes a night of a folder and a feed list."""

    def make(folder: Path, feeds: Path) -> Night:
        folder.mkdir(parents=True, exist_ok=True)
        return Night(prefect, folder, feeds)

    return make


@pytest.fixture
def night(prefect: Prefect, tmp_path: Path) -> Night:
    """Return a night with an empty warehouse and no feeds yet."""
    return Night(prefect, tmp_path, tmp_path / "feeds.yaml")


# What a run leaves behind, but for the runs' own numbers, and the times and order of what it did.
CONTENTS = (
    "select feed_id, etag, last_modified from ops.feed_state order by all",
    "select * exclude (first_run_id, last_run_id, attempts, place) from ops.entry order by all",
    "select * exclude (first_run_id, last_run_id) from ops.rejection order by all",
    "select * exclude (run_id, fetched_at) from core.article order by all",
    "select * from core.article_text order by all",
    "select * exclude (run_id, recorded_at) from core.extraction order by all",
    "select * exclude (run_id, recorded_at) from core.stance order by all",
)


@pytest.fixture(scope="session")
def contents() -> Callable[[Path], object]:
    """Return a function that reads all that nights left in a warehouse, sorted."""

    def read(warehouse: Path) -> list[list[tuple[Any, ...]]]:
        with open_warehouse(warehouse) as connection:
            return [connection.execute(sql).fetchall() for sql in CONTENTS]

    return read


def list_feeds(night: Night, newsroom: Newsroom) -> None:
    """Let the night read the feeds of a newsroom."""
    night.feeds.write_text(feed_list(newsroom.feeds), encoding="utf-8")
