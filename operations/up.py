"""Everything up, everything down: the same whatever runs already."""

from __future__ import annotations

import fcntl
import subprocess
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from operations.nights import make_up
from operations.notify import set_up_notices
from operations.server import POOL, is_port_free
from operations.zombies import settle_zombies
from tasks.errors import OperationsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from operations.server import Site

START_SECONDS = 180  # a cold laptop sets up Prefect's database first
SCHEDULE_SECONDS = 60
POLL_SECONDS = 0.5
SLOTS = 1  # runs at a time, of all deployments: the warehouse has one writer


def bring_up(site: Site, tell: Callable[[str], None]) -> None:
    """Start what does not run yet: the server, then the deployments, then the worker.

    `tell` is told of each step. Raises OperationsError where a port is taken, a program dies, or
    another command is at it.
    """
    with _alone(site):
        start_server(site, tell)
        prepare(site, tell)
        if site.worker.pid is None:
            site.worker.start(site.worker_command, site.environment, site.checkout)
            tell("worker started")
        else:
            tell("worker runs already")
        if not _is_scheduled(site):
            tell("no run is scheduled: are all schedules of prefect.yaml paused?")


def stay_up(site: Site) -> None:
    """Wait while server and worker run. Raises OperationsError when one of them is gone."""
    while True:
        for program in (site.server, site.worker):
            if program.pid is None:
                raise OperationsError(
                    f"the {program.name} died; the end of {program.log}:\n{program.last_words()}"
                )
        time.sleep(POLL_SECONDS)


def _is_scheduled(site: Site) -> bool:
    """Return whether a next run is there, as the server makes it soon after a deployment."""
    wanted = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}, "limit": 1}
    deadline = time.monotonic() + SCHEDULE_SECONDS
    while time.monotonic() < deadline:
        if site.ask("/flow_runs/filter", wanted):
            return True
        time.sleep(POLL_SECONDS)
    return False


def take_down(site: Site, tell: Callable[[str], None]) -> None:
    """End worker and server, if they are ours and run; runs under way are marked as crashed first."""
    with _alone(site):
        was_running = site.worker.end()
        tell("worker ended" if was_running else "no worker ran")
        if site.server.pid is not None and site.answers():
            for name in settle_zombies(site):
                tell(f"run {name} was under way and is marked as crashed; the next one takes up its work")
        tell("server ended" if site.server.end() else "no server ran")


def start_server(site: Site, tell: Callable[[str], None]) -> None:
    """Start the server, unless ours runs, and wait until it answers."""
    if site.server.pid is not None:
        tell(f"server runs already at {site.ui}")
    else:
        if not is_port_free(site.port):
            raise OperationsError(
                f"port {site.port} of {site.ui} is taken by another program; end that, or set ui_port in"
                " config/settings.yaml (GEOSTANCE_UI_PORT)"
            )
        site.server.start(site.server_command, site.environment, site.checkout)
        tell("server starting (a minute at first: Prefect makes its database)")
    _wait_for_server(site)


def _wait_for_server(site: Site) -> None:
    log, deadline = site.server.log, time.monotonic() + START_SECONDS
    while not site.answers():
        if site.server.pid is None:
            raise OperationsError(f"the server died; the end of {log}:\n{site.server.last_words()}")
        if time.monotonic() > deadline:
            raise OperationsError(f"the server does not answer after {START_SECONDS} s; see {log}")
        time.sleep(POLL_SECONDS)


def prepare(site: Site, tell: Callable[[str], None]) -> None:
    """Settle runs that died, make pool and deployments what prefect.yaml says, make up for missed nights."""
    if site.worker.pid is None:
        for name in settle_zombies(site):
            tell(f"run {name} died unnoticed and is marked as crashed; the next one takes up its work")
    _run_prefect(site, "work-pool", "create", "--type", "process", "--overwrite", POOL)
    site.ask(f"/work_pools/{POOL}", {"concurrency_limit": SLOTS}, "PATCH")
    _run_prefect(site, "deploy", "--all")
    tell("deployments are as prefect.yaml says")
    for words in set_up_notices(site, site.notify_url):
        tell(words)
    if site.worker.pid is None:
        for words in make_up(site, datetime.now(UTC)):
            tell(words)


def _run_prefect(site: Site, *arguments: str) -> None:
    command = [*site.server_command[:3], "--no-prompt", *arguments]
    done = subprocess.run(  # noqa: S603 - our own command
        command, env=site.environment, cwd=site.checkout, capture_output=True, text=True, check=False
    )
    if done.returncode:
        words = (done.stderr or done.stdout).strip().splitlines()[-8:]
        raise OperationsError(f"prefect {' '.join(arguments)} failed:\n" + "\n".join(words))


@contextmanager
def _alone(site: Site) -> Iterator[None]:
    """Hold the site against other commands. Raises OperationsError where one is at it."""
    site.folder.mkdir(parents=True, exist_ok=True)
    site.folder.chmod(0o700)  # logs and, with systemd, a password
    with (site.folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OperationsError(
                f"another 'geostance up' or 'down' is at {site.folder}; wait for it"
            ) from error
        yield
