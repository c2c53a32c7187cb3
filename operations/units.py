"""Units for systemd, so that server and worker come back after a reboot."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from operations.server import Site

SERVER, WORKER = "geostance-server.service", "geostance-worker.service"
_UNIT = """\
[Unit]
Description={description}
{order}
[Service]
WorkingDirectory={checkout}
EnvironmentFile={environment}
{before}ExecStart={command}
Restart=on-failure
RestartSec=10
TimeoutStartSec=300

[Install]
WantedBy=default.target
"""


def unit_folder() -> Path:
    """Return where the user's own units lie."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"


def write_units(site: Site, folder: Path) -> tuple[Path, Path]:
    """Return the two units written to `folder`; their environment lies in the site's, for its owner alone."""
    environment = _write_environment(site)
    common = {"checkout": _escaped(str(site.checkout)), "environment": _escaped(str(environment))}
    server = {
        "description": "geostance: Prefect server and UI",
        "order": "",
        "before": "",
        "command": _command(site.server_command),
    }
    worker = {
        "description": "geostance: Prefect worker",
        "order": f"Requires={SERVER}\nAfter={SERVER}\n",
        "before": f"ExecStartPre={_command((sys.executable, '-m', 'operations'))}\n",
        "command": _command(site.worker_command),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, own in ((SERVER, server), (WORKER, worker)):
        (folder / name).write_text(_UNIT.format(**common, **own), encoding="utf-8")
    return folder / SERVER, folder / WORKER


def _write_environment(site: Site) -> Path:
    """Return the file of what both units are told: Prefect's settings, and ours that stand in variables."""
    site.folder.mkdir(parents=True, exist_ok=True)
    ours = ("GEOSTANCE_", "PREFECT_API_DATABASE", "PREFECT_SERVER_METRICS")
    told = site.settings | {name: value for name, value in os.environ.items() if name.startswith(ours)}
    path = site.folder / "environment"
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text("".join(f"{name}={_quoted(value)}\n" for name, value in told.items()), encoding="utf-8")
    return path


def _command(words: tuple[str, ...]) -> str:
    """Return a command line as a unit holds it: quoted, without specifiers."""
    return " ".join(_escaped(_quoted(word)) for word in words)


def _quoted(word: str) -> str:
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escaped(text: str) -> str:
    return text.replace("%", "%%")
