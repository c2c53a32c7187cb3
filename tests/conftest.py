"""What all tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.flows.server import running_prefect
from tests.parts import Parting, refuse_strays, slow_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.flows.server import Prefect

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the tests be parted well where several workers run them."""
    if hasattr(config, "workerinput"):
        slow_first(items)
        refuse_strays(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Parting:
    """Return what parts the tests among workers."""
    return Parting(config, log)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of labelled data beside the checkout, or skip the test."""
    if not SHARED.is_dir():
        pytest.skip("no labelled data beside this checkout")
    return SHARED


def bare_environment() -> dict[str, str]:
    """Return the environment without what is set for Prefect and geostance."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "GEOSTANCE_"))
    }


@pytest.fixture(scope="session")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prefect]:
    """Yield a Prefect server that began with an empty database."""
    with running_prefect(tmp_path_factory.mktemp("prefect")) as running:
        yield running


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the copies that a demo published."""
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-m", "commands.main", "demo", "--folder", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=600,
        env=bare_environment(),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "published"
