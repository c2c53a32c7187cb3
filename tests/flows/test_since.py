"""`geostance ingest --since`: older entries are left out with their reason, and can be had later."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from newsroom.server import serve_newsroom
from tests.flows.conftest import RUN_SECONDS, list_feeds
from tests.flows.server import ROOT
from tests.flows.test_nightly import few_articles
from warehouse.store import open_warehouse

if TYPE_CHECKING:
    from tests.flows.conftest import Night

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
SINCE = "2022-04-20"


def test_what_is_dated_earlier_waits_for_a_run_without_the_option(night: Night) -> None:
    with serve_newsroom(few_articles(4)) as newsroom:
        list_feeds(night, newsroom)
        command = [sys.executable, "-m", "commands.main", "ingest", "--json", "--since", SINCE]
        done = subprocess.run(
            [*command, "--feeds", str(night.feeds), "--warehouse", str(night.warehouse)],
            env=dict(night.prefect.environment), cwd=ROOT, capture_output=True, text=True, check=False,
            timeout=RUN_SECONDS,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        first, second = json.loads(done.stdout), night.run()
    left_out = next(one["count"] for one in first["rejections"] if one["reason"] == "before-since")
    assert left_out > 0
    assert second["new_count"] == left_out
    with open_warehouse(night.warehouse) as connection:
        days = "select count(*) filter (published_at < ?), count(*) from ops.entry where first_run_id = ?"
        early, late = (connection.execute(days, [SINCE, run]).fetchone() for run in (1, 2))
    assert early == (0, first["new_count"])
    assert late == (left_out, left_out)
