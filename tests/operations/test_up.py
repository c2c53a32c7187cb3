"""`geostance up`, `status`, `down` in an empty home, and runs that die under them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from commands.demo import feed_list
from newsroom.server import serve_newsroom
from operations.processes import birth_of
from operations.server import Site
from tests.flows.server import ROOT
from tests.flows.silence import PATIENT, silent_feed
from tests.flows.test_nightly import few_articles
from tests.operations.home import RUN_SECONDS
from warehouse.store import query

if TYPE_CHECKING:
    from tests.operations.home import Home

pytestmark = pytest.mark.slow


def test_up_runs_nights_and_survives_what_dies(home: Home) -> None:
    assert home.geostance("status").returncode == 1
    home.environment |= PATIENT | {"GEOSTANCE_LOG_FORMAT": "json"}
    with serve_newsroom(few_articles(1)) as newsroom:
        (home.folder / "feeds.yaml").write_text(feed_list(newsroom.feeds), encoding="utf-8")
        up = home.geostance("up")
        assert up.returncode == 0, up.stdout + up.stderr
        server, worker = home.site.server.pid, home.site.worker.pid
        assert server
        assert worker
        assert "next run: 20" in up.stdout
        assert "geostance:pa55" in up.stdout

        again = home.geostance("up")
        assert "server runs already" in again.stdout
        assert "worker runs already" in again.stdout
        assert (home.site.server.pid, home.site.worker.pid) == (server, worker)
        with pytest.raises(OSError, match="401"):
            Site(home.site.folder, ROOT, home.port, "").ask("/flow_runs/filter", {})

        night = home.begin_run()
        assert home.wait_for(night, "COMPLETED", "FAILED", "CRASHED") == "COMPLETED"
        published = home.folder / "published" / "current" / "geostance.duckdb"
        [(stances,)] = query(published, "select stances from snapshot_info")[1]
        assert stances > 0
        told = [json.loads(line) for line in home.site.worker.log.read_text(encoding="utf-8").splitlines()]
        assert sum(one["message"].startswith("run loaded feeds=") for one in told) == 1
        status = home.geostance("status")
        assert status.returncode == 0
        assert "completed" in status.stdout

        with silent_feed(newsroom) as asked:
            doomed = home.begin_run()
            assert asked.wait(RUN_SECONDS)
            home.kill_worker()
        while birth_of(worker):
            time.sleep(0.1)
        assert home.geostance("status").returncode == 1
        third = home.geostance("up")
        assert "is marked as crashed" in third.stdout, third.stdout + third.stderr
        assert home.wait_for(doomed, "CRASHED", "COMPLETED") == "CRASHED"
        after = home.begin_run()
        assert home.wait_for(after, "COMPLETED", "FAILED", "CRASHED") == "COMPLETED"
        assert query(published, "select stances from snapshot_info")[1] == [(stances,)]

        down = home.geostance("down")
        assert "server ended" in down.stdout
        assert (home.site.server.pid, home.site.worker.pid, birth_of(server)) == (None, None, None)
        assert "no server ran" in home.geostance("down").stdout


def test_a_port_that_is_taken_is_named(home: Home) -> None:
    with serve_newsroom(few_articles(1)) as newsroom:
        home.environment["GEOSTANCE_UI_PORT"] = newsroom.base_url.rpartition(":")[2]
        up = home.geostance("up")
    assert up.returncode == 2
    assert "is taken by another program" in up.stderr


def test_in_the_foreground_all_ends_with_it(home: Home) -> None:
    (home.folder / "feeds.yaml").write_text("feeds: []\n", encoding="utf-8")
    command = [sys.executable, "-m", "commands.main", "up", "--foreground"]
    with subprocess.Popen(
        command, env=home.environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        for line in process.stdout:
            if line.startswith("next run: "):
                break
        server, worker = home.site.server.pid, home.site.worker.pid
        assert server
        assert worker
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, out + err
    assert "server ended" in out
    assert (birth_of(server), birth_of(worker)) == (None, None)
