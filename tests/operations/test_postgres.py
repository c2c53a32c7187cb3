"""`geostance up` with Prefect's database in a real PostgreSQL: runs stand there, and it outlives `down`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from commands.demo import feed_list
from newsroom.server import serve_newsroom
from operations.processes import birth_of
from tests.flows.silence import PATIENT, silent_feed
from tests.flows.test_nightly import few_articles
from tests.operations.home import RUN_SECONDS
from tests.operations.postgres import Postgres, binaries, running_postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.operations.home import Home

RUNS = "select r.id, r.state_type from flow_run r join flow f on f.id = r.flow_id where f.name = 'nightly'"
ENDED = f"{RUNS} and r.end_time is not null"

pytestmark = pytest.mark.slow


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    """Yield a server with an empty database for Prefect."""
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL here")
    with running_postgres(programs) as server:
        yield server


def test_a_night_with_runs_in_postgresql(postgres: Postgres, home: Home) -> None:
    home.environment |= PATIENT | {"PREFECT_API_DATABASE_CONNECTION_URL": postgres.url}
    with serve_newsroom(few_articles(1)) as newsroom:
        (home.folder / "feeds.yaml").write_text(feed_list(newsroom.feeds), encoding="utf-8")
        up = home.geostance("up")
        assert up.returncode == 0, up.stdout + up.stderr
        assert "next run: 20" in up.stdout
        night = home.begin_run()
        assert home.wait_for(night, "COMPLETED", "FAILED", "CRASHED") == "COMPLETED"
        status = home.geostance("status")
        assert status.returncode == 0, status.stdout
        assert "completed" in status.stdout
        assert postgres.ask(ENDED) == [f"{night}|COMPLETED"]

        # The database starts anew under a server that runs, and a run under way is settled in it.
        postgres.end()
        postgres.start()
        with silent_feed(newsroom) as asked:  # it cannot end by itself
            doomed = home.begin_run()
            assert asked.wait(RUN_SECONDS)
            down = home.geostance("down")  # a worker that has the time marks its run itself
    assert "server ended" in down.stdout
    assert (home.site.server.pid, home.site.worker.pid) == (None, None)
    assert sorted(postgres.ask(ENDED)) == sorted([f"{night}|COMPLETED", f"{doomed}|CRASHED"])
    assert birth_of(postgres.pid)
    assert not list(home.site.folder.rglob("prefect.db*"))  # SQLite was not asked
    assert "s3cret" not in up.stdout + status.stdout + down.stdout
    for log in (home.site.server.log, home.site.worker.log):
        assert "s3cret" not in log.read_text(encoding="utf-8")


def test_a_database_that_is_not_there_is_told(home: Home) -> None:
    home.environment["PREFECT_API_DATABASE_CONNECTION_URL"] = "postgresql+asyncpg://me:s3cret@127.0.0.1:9/no"
    up = home.geostance("up")
    assert up.returncode == 2
    assert "the server died" in up.stderr
    assert "s3cret" not in up.stderr
