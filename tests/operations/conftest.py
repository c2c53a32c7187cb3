"""Sites of geostance: an empty home, and one whose server runs with deployments and without a worker."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from operations.server import Site
from operations.up import prepare, start_server
from tests.flows.server import ROOT, free_port, quiet_environment
from tests.operations.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """Yield an empty home; what it started is ended."""
    home = Home(tmp_path)
    yield home
    home.site.worker.end()
    home.site.server.end()


@contextmanager
def environment_of(site: Site) -> Iterator[None]:
    """Let this process have the environment of a site, and nobody else's, for a while."""
    hurried = {"PREFECT_SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS": "1"}
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("PREFECT_", "GEOSTANCE_"))]:
            patch.delenv(name)
        for name, value in (quiet_environment(site.folder / "prefect") | hurried).items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Yield a site whose server runs, prepared as `geostance up` does it; what is too old is gone at once."""
    site = Site(tmp_path_factory.mktemp("site"), ROOT, free_port(), "")
    try:
        with environment_of(site):
            start_server(site, lambda _: None)
            prepare(site, lambda _: None)
        yield site
    finally:
        site.server.end()


@pytest.fixture
def site(running_site: Site) -> Iterator[Site]:
    """Yield that site, in its environment."""
    with environment_of(running_site):
        yield running_site
