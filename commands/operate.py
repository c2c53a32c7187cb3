"""`up`, `down` and `status`: Prefect server, worker and deployments on this machine."""

from __future__ import annotations

import signal
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tasks.errors import ConfigError

if TYPE_CHECKING:
    from config.settings import Settings
    from operations.server import Site

ENDED = ["COMPLETED", "FAILED", "CRASHED", "CANCELLED"]


def up(
    install: Annotated[
        bool, typer.Option("--install", help="Write systemd user units instead, which survive a reboot.")
    ] = False,
    foreground: Annotated[
        bool, typer.Option("--foreground", help="Stay, and end all when asked to end: for containers.")
    ] = False,
) -> None:
    """Start the Prefect server with its UI, a worker, and the nightly schedule, in the background.

    All of it listens on this machine alone. Call it again whenever you like: what runs stays. Logs and
    Prefect's database lie in [bold]warehouse/operations[/bold] (setting operations); another port is
    ui_port, a password for the UI ui_password. For PostgreSQL set PREFECT_API_DATABASE_CONNECTION_URL.
    """
    site = _site()
    if install:
        _install(site)
        return
    if foreground:
        _stay(site)
        return
    _start(site)
    typer.echo("see 'geostance status'; end it with 'geostance down'")


def _start(site: Site) -> None:
    from operations.up import bring_up

    console = Console()
    with console.status("starting"):
        bring_up(site, lambda words: console.print(escape(words), highlight=False))
    console.print(f"UI: {site.ui}", highlight=False)
    if site.password:
        console.print(f"it asks for {escape(site.login)}", highlight=False)
    for line in _runs(site):
        console.print(escape(line), highlight=False)


def _stay(site: Site) -> None:
    """Wait until SIGTERM, Ctrl-C or the death of server or worker, and end what runs."""
    from operations.up import stay_up

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _start(site)
        stay_up(site)
    except KeyboardInterrupt:
        typer.echo("ending")
    finally:
        down()


def down() -> None:
    """End the worker and the server that 'geostance up' started, and nothing else.

    A run under way is marked as crashed; the next one takes up its work. Nothing is lost.
    """
    from operations.up import take_down

    console = Console()
    with console.status("ending"):
        take_down(_site(), lambda words: console.print(escape(words), highlight=False))


def status() -> None:
    """Show whether server and worker run, the last and the next run, and how fresh the warehouse is.

    Exit code 1 where server or worker does not run.
    """
    from config.settings import load_settings

    site = _site()
    server, worker = site.server.pid, site.worker.pid
    is_well = server is not None and worker is not None and site.answers()
    stopped = "does not run; 'geostance up' starts it"
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_row("server", f"{site.ui}, pid {server}" if server else stopped)
    if server and not site.answers():
        table.add_row("", f"does not answer; see {site.server.log}")
    table.add_row("worker", f"pid {worker}" if worker else stopped)
    for line in _runs(site):
        name, _, words = line.partition(": ")
        table.add_row(name, escape(words))
    table.add_row("warehouse", escape(_freshness(load_settings())))
    table.add_row("logs", str(site.folder))
    Console().print(table, highlight=False)
    if not is_well:
        raise typer.Exit(1)


def _site() -> Site:
    from config.settings import home_folder, load_settings
    from operations.server import site_of

    checkout = home_folder()
    if not (checkout / "prefect.yaml").is_file():
        raise ConfigError(f"{checkout}: no prefect.yaml here; run this in a checkout of geostance")
    return site_of(load_settings(), checkout)


def _install(site: Site) -> None:
    from operations.units import SERVER, WORKER, unit_folder, write_units

    for path in write_units(site, unit_folder()):
        typer.echo(f"wrote {path}")
    typer.echo("start them now and at each boot:")
    typer.echo("    systemctl --user daemon-reload")
    typer.echo(f"    systemctl --user enable --now {SERVER} {WORKER}")
    typer.echo('    loginctl enable-linger "$USER"    # also while you are not logged in')


def _runs(site: Site) -> list[str]:
    """Return a line on the last run, the one under way, and the next; none where no server answers."""
    asked = (
        ("last run", ENDED, "END_TIME_DESC", "end_time"),
        ("running", ["RUNNING"], "START_TIME_ASC", "start_time"),
    )
    lines: list[str] = []
    with suppress(OSError):
        for what, states, sort, moment in asked:
            lines.extend(
                f"{what}: {run['name']}, {run['state_name'].lower()}, {_moment(run[moment])}"
                for run in site.ask("/flow_runs/filter", _wanted(states, sort))
            )
        # A run has its name from its day, once it begins: until then Prefect makes one up.
        for run in site.ask("/flow_runs/filter", _wanted(["SCHEDULED"], "EXPECTED_START_TIME_ASC")):
            lines.append(f"next run: {_moment(run['expected_start_time'])}")  # noqa: PERF401 - one at most
    return lines


def _wanted(states: list[str], sort: str) -> dict[str, Any]:
    return {"flow_runs": {"state": {"type": {"any_": states}}}, "sort": sort, "limit": 1}


def _moment(text: str | None) -> str:
    moment = datetime.fromisoformat(text) if text else datetime.now(UTC)
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _freshness(settings: Settings) -> str:
    from commands.published import read_published
    from warehouse.store import query

    try:
        path = read_published(settings.published_folder).path
    except ConfigError:
        return "nothing published yet"
    _, [(published, stances)] = query(path, "select published_utc, stances from snapshot_info")
    return f"{stances:,} stances, published {published:%Y-%m-%d %H:%M} UTC, {path}"
