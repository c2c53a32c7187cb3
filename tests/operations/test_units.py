"""The systemd units: what they hold, and that systemd can read them."""

from __future__ import annotations

import shutil
import stat
import subprocess
from typing import TYPE_CHECKING

import pytest

from operations.server import Site
from operations.units import write_units

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.setenv("GEOSTANCE_CONTACT", 'a "b" 100%')
    checkout = tmp_path / "check out"
    checkout.mkdir()
    return write_units(Site(tmp_path / "site", checkout, 4321, "s3cret"), tmp_path / "units")


def test_the_password_stands_where_its_owner_alone_can_read_it(
    units: tuple[Path, Path], tmp_path: Path
) -> None:
    environment = tmp_path / "site" / "environment"
    assert stat.S_IMODE(environment.stat().st_mode) == 0o600
    text = environment.read_text(encoding="utf-8")
    assert 'PREFECT_SERVER_API_AUTH_STRING="geostance:s3cret"' in text
    assert 'GEOSTANCE_CONTACT="a \\"b\\" 100%"' in text
    assert all("s3cret" not in unit.read_text(encoding="utf-8") for unit in units)


def test_the_worker_waits_for_server_and_deployments(units: tuple[Path, Path]) -> None:
    server, worker = (unit.read_text(encoding="utf-8") for unit in units)
    assert '"server" "start" "--host" "127.0.0.1" "--port" "4321"' in server
    assert "Requires=geostance-server.service\nAfter=geostance-server.service" in worker
    assert '"-m" "operations"' in worker
    assert worker.index("ExecStartPre") < worker.index("ExecStart=")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_reads_them(units: tuple[Path, Path]) -> None:
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", *map(str, units)], capture_output=True, text=True, check=False
    )
    assert "geostance-" not in done.stderr, done.stderr
