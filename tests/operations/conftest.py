"""Sites of geostance: an empty home, and one whose server runs with deployments and without a worker."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from operations.server import Site
from operations.up import prepare
from tests.flows.server import ROOT, quiet_environment, running_prefect
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
    """Yield a site with a server of its own, prepared as `geostance up` does it."""
    folder = tmp_path_factory.mktemp("site")
    with running_prefect(folder / "prefect") as server:
        site = Site(folder, ROOT, int(server.api.split(":")[2].split("/")[0]), "")
        with pytest.MonkeyPatch.context() as patch:
            for name in [name for name in os.environ if name.startswith(("PREFECT_", "GEOSTANCE_"))]:
                patch.delenv(name)
            for name, value in quiet_environment(folder / "prefect").items():
                patch.setenv(name, value)
            prepare(site, lambda _: None)
            yield site
