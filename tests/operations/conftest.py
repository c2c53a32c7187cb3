"""Sites of geostance: an empty home, and one whose server runs with deployments and without a worker."""

from __future__ import annotations

import os
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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Yield a site whose server runs, prepared as `geostance up` does it; what is too old is gone at once."""
    folder = tmp_path_factory.mktemp("site")
    site = Site(folder, ROOT, free_port(), "")
    hurried = {"PREFECT_SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS": "1"}
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("PREFECT_", "GEOSTANCE_"))]:
            patch.delenv(name)
        for name, value in (quiet_environment(folder / "prefect") | hurried).items():
            patch.setenv(name, value)
        try:
            start_server(site, lambda _: None)
            prepare(site, lambda _: None)
            yield site
        finally:
            site.server.end()
