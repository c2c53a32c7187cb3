"""The Prefect server and worker of this machine: where they are, and what their programs are told."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from base64 import b64encode
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Literal

from config.logs import LOGGING_FILE
from operations.processes import POLL_SECONDS, Background

if TYPE_CHECKING:
    from pathlib import Path

    from config.settings import Settings

HOST = "127.0.0.1"
POOL = "geostance"
ANSWER_SECONDS = 10
ASK_SECONDS = 30  # Prefect waits ten for its database
BUSY_SECONDS = 30
HEARTBEAT_SECONDS = 30
DAY_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Site:
    """Where geostance runs: `folder` keeps Prefect's home, logs and pid files, `checkout` the deployments."""

    folder: Path
    checkout: Path
    port: int
    password: str
    notify_url: str = field(default="", repr=False)
    log_format: Literal["text", "json"] = "text"
    run_days: int = 90

    @property
    def ui(self) -> str:
        """The address of the UI."""
        return f"http://{HOST}:{self.port}"

    @property
    def api(self) -> str:
        """The address that Prefect's clients are given."""
        return f"{self.ui}/api"

    @property
    def server(self) -> Background:
        """The server's program."""
        return self._background("server")

    @property
    def worker(self) -> Background:
        """The worker's program."""
        return self._background("worker")

    @property
    def server_command(self) -> tuple[str, ...]:
        """What starts the server."""
        return (*_prefect(), "server", "start", "--host", HOST, "--port", str(self.port))

    @property
    def worker_command(self) -> tuple[str, ...]:
        """What starts the worker."""
        return (*_prefect(), "worker", "start", "--pool", POOL, "--name", "geostance", "--type", "process")

    @property
    def settings(self) -> dict[str, str]:
        """The variables that set Prefect up: loopback, a home of our own, nobody told of anything."""
        told = {
            "PREFECT_HOME": str(self.folder / "prefect"),
            "PREFECT_API_URL": self.api,
            "PREFECT_SERVER_API_HOST": HOST,
            "PREFECT_SERVER_API_PORT": str(self.port),
            "PREFECT_SERVER_UI_API_URL": self.api,
            "PREFECT_UI_URL": self.ui,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_CLI_PROMPT": "false",
            "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS),
            # Runs that ended go with their tasks and log lines; Prefect keeps them for ever unless told so.
            "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
            "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(self.run_days * DAY_SECONDS),
            "DO_NOT_TRACK": "1",
        }
        if self.log_format == "json":
            told["PREFECT_LOGGING_SETTINGS_PATH"] = str(LOGGING_FILE)
        if self.password:
            told["PREFECT_API_AUTH_STRING"] = told["PREFECT_SERVER_API_AUTH_STRING"] = self.login
        return told

    @property
    def login(self) -> str:
        """What the UI asks for where a password is set."""
        return f"geostance:{self.password}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of all that is started: the user's, with Prefect set up for this site."""
        kept = {name: value for name, value in os.environ.items() if name != "PREFECT_PROFILE"}
        return kept | self.settings

    def _background(self, name: str) -> Background:
        # Prefect greets on standard output, which is no JSON.
        return Background(name, self.folder, logs_output=self.log_format == "text")

    def answers(self) -> bool:
        """Return whether the server answers."""
        try:
            urllib.request.urlopen(f"{self.api}/health", timeout=ANSWER_SECONDS).close()  # noqa: S310 - loopback
        except (OSError, ValueError):
            return False
        return True

    def ask(self, path: str, body: object | None = None, method: str | None = None) -> Any:  # noqa: ANN401 - whatever JSON says
        """Return the server's answer, None where that is empty. Raises OSError where it gives none.

        A server whose database is held says 503 and has done nothing: it is asked again.
        """
        headers = {"Content-Type": "application/json"}
        if self.password:
            headers["Authorization"] = f"Basic {b64encode(self.login.encode()).decode()}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.api}{path}", data, headers, method=method)  # noqa: S310 - loopback
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                with urllib.request.urlopen(request, timeout=ASK_SECONDS) as answer:  # noqa: S310
                    text = answer.read()
            except urllib.error.HTTPError as error:
                if error.code != HTTPStatus.SERVICE_UNAVAILABLE or time.monotonic() > deadline:
                    raise
                error.close()
                time.sleep(POLL_SECONDS)
            else:
                return json.loads(text) if text else None


def site_of(settings: Settings, checkout: Path) -> Site:
    """Return the site that the settings describe."""
    return Site(
        settings.operations_folder,
        checkout,
        settings.ui_port,
        settings.ui_password,
        settings.notify_url,
        settings.log_format,
        settings.run_days,
    )


def is_port_free(port: int) -> bool:
    """Return whether a server could listen at a port of loopback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _prefect() -> tuple[str, ...]:
    return (sys.executable, "-m", "prefect")
