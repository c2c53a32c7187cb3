"""Nights of the command line against a real Prefect server."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from commands.demo import feed_list
from tests.flows.server import ROOT
from warehouse.store import open_warehouse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from newsroom.server import Newsroom
    from tests.flows.server import Prefect

RUN_SECONDS = 240


@dataclass(frozen=True)
class Night:
    """A warehouse of a test and the feeds that its nights read."""

    prefect: Prefect
    folder: Path
    feeds: Path

    @property
    def warehouse(self) -> Path:
        """The DuckDB file."""
        return self.folder / "geostance.duckdb"

    @property
    def published(self) -> Path:
        """The published copy."""
        return self.folder / "published" / "current" / "geostance.duckdb"

    def start(self, **settings: str) -> subprocess.Popen[str]:
        """Return the running `geostance ingest` of this night."""
        return subprocess.Popen(
            [sys.executable, "-m", "commands.main", "ingest", "--json",
             "--feeds", str(self.feeds), "--warehouse", str(self.warehouse)],
            env={**self.prefect.environment, **settings}, cwd=ROOT, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, *, code: int = 0, **settings: str) -> dict[str, Any]:
        """Return the report of a whole night that ends with this exit code."""
        with self.start(**settings) as process:
            out, err = process.communicate(timeout=RUN_SECONDS)
        assert process.returncode == code, f"{out}\n{err}"
        report: dict[str, Any] = json.loads(out) if out.strip() else {}
        return report | {"stderr": err}


@pytest.fixture(scope="session")
def make_night(prefect: Prefect) -> Callable[[Path, Path], Night]:
    """Return a function that makes a night of a folder and a feed list."""

    def make(folder: Path, feeds: Path) -> Night:
        folder.mkdir(parents=True, exist_ok=True)
        return Night(prefect, folder, feeds)

    return make


@pytest.fixture
def night(prefect: Prefect, tmp_path: Path) -> Night:
    """Return a night with an empty warehouse and no feeds yet."""
    return Night(prefect, tmp_path, tmp_path / "feeds.yaml")


# What a run leaves behind, but for the runs' own numbers, and the times and order of what it did.
CONTENTS = (
    "select feed_id, etag, last_modified from ops.feed_state order by all",
    "select * exclude (first_run_id, last_run_id, attempts, place) from ops.entry order by all",
    "select * exclude (first_run_id, last_run_id) from ops.rejection order by all",
    "select * exclude (run_id, fetched_at) from core.article order by all",
    "select * from core.article_text order by all",
    "select * exclude (run_id, recorded_at) from core.extraction order by all",
    "select * exclude (run_id, recorded_at) from core.stance order by all",
)


@pytest.fixture(scope="session")
def contents() -> Callable[[Path], object]:
    """Return a function that reads all that nights left in a warehouse, sorted."""

    def read(warehouse: Path) -> list[list[tuple[Any, ...]]]:
        with open_warehouse(warehouse) as connection:
            return [connection.execute(sql).fetchall() for sql in CONTENTS]

    return read


def list_feeds(night: Night, newsroom: Newsroom) -> None:
    """Let the night read the feeds of a newsroom."""
    night.feeds.write_text(feed_list(newsroom.feeds), encoding="utf-8")
