"""A real Prefect server of the tests' own."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[2]
PORTS = 20_000, 32_000
START_SECONDS = 120
EVENT_SECONDS = 30


def free_port() -> int:
    """Return a port of loopback that nobody uses at the moment.

    It is none that systems give to whoever connects: by the time that a server takes it, one could be.
    """
    while True:
        port = random.randrange(*PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


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
        "GEOSTANCE_ALLOWED_HOSTS": "127.0.0.1",
        "GEOSTANCE_PER_HOST_DELAY_SECONDS": "0",
    }


@dataclass(frozen=True)
class Prefect:
    """A running Prefect server and the environment to reach it from."""

    api: str
    environment: Mapping[str, str]

    def last_run(self, state: str = "COMPLETED") -> dict[str, Any]:
        """Return the flow run that ended so last; deployments have runs that are only scheduled."""
        completed = {"state": {"type": {"any_": [state]}}}
        wanted = {"flow_runs": completed, "sort": "END_TIME_DESC", "limit": 1}
        [run] = self.get("/flow_runs/filter", wanted)
        found: dict[str, Any] = run
        return found

    def events(self, name: str, run: str) -> list[dict[str, Any]]:
        """Return the events of a name that a flow run emitted; they arrive soon after."""
        wanted = {"filter": {"event": {"name": [name]}, "related": {"id": [f"prefect.flow-run.{run}"]}}}
        deadline = time.monotonic() + EVENT_SECONDS
        while True:
            found: list[dict[str, Any]] = self.get("/events/filter", wanted)["events"]
            if found or time.monotonic() > deadline:
                return found
            time.sleep(0.2)

    def get(self, path: str, body: object | None = None) -> Any:  # noqa: ANN401 - whatever JSON says
        """Return the server's answer to a request."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.api}{path}", data, {"Content-Type": "application/json"})  # noqa: S310
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
            return json.load(answer)


@contextmanager
def running_prefect(home: Path) -> Iterator[Prefect]:
    """Yield a Prefect server with its database in `home`; it is ended by its pid."""
    port = free_port()
    api = f"http://127.0.0.1:{port}/api"
    environment = quiet_environment(home) | {
        "PREFECT_SERVER_UI_API_URL": api,
        "PREFECT_UI_URL": api.removesuffix("/api"),
    }
    home.mkdir(parents=True, exist_ok=True)
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            env=environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            _await_health(api, server, home / "server.log")
            yield Prefect(api, environment | {"PREFECT_API_URL": api})
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=30)


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
    raise TimeoutError(f"no Prefect server within {START_SECONDS} s: {log.read_text()}")
