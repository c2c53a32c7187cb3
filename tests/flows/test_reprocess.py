"""`geostance reprocess` against a real Prefect server: superseded, kept, brought back, killed and resumed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from newsroom.server import serve_newsroom
from tests.flows.conftest import RUN_SECONDS, list_feeds
from tests.flows.server import ROOT
from tests.flows.test_nightly import few_articles
from warehouse.store import open_warehouse, query

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.conftest import Night

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
# Another least confidence makes another extractor, as another model would.
LENIENT = {"GEOSTANCE_MIN_CONFIDENCE": "0.3", "GEOSTANCE_BATCH_SIZE": "1"}
IN_FORCE = """
select s.article_id, s.holder_code, s.target_code, s.code, s.char_start, s.confidence, s.extractor
from core.stance as s
join core.extraction as e using (article_id, extractor, revision)
where e.superseded_at is null
order by all
"""


def start(night: Night, *options: str, **settings: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "commands.main", "reprocess", "--json", *options]
    return subprocess.Popen(
        [*command, "--warehouse", str(night.warehouse)],
        env={**night.prefect.environment, "GEOSTANCE_FEEDS": str(night.feeds), **settings}, cwd=ROOT,
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def reprocess(night: Night, *options: str, **settings: str) -> dict[str, Any]:
    with start(night, *options, **settings) as process:
        out, err = process.communicate(timeout=RUN_SECONDS)
    assert process.returncode == 0, f"{out}\n{err}"
    report: dict[str, Any] = json.loads(out)
    return report


def rows(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_warehouse(warehouse) as connection:
        return connection.execute(sql).fetchall()


def loaded_batches(night: Night) -> int:
    """Return how many batches were loaded so far, as the server knows it: the warehouse has one user."""
    wanted = {"task_runs": {"name": {"like_": "load batch"}, "state": {"type": {"any_": ["COMPLETED"]}}}}
    return len(night.prefect.get("/task_runs/filter", wanted))


def test_articles_are_read_anew_also_after_a_kill(night: Night) -> None:
    with serve_newsroom(few_articles(1)) as newsroom:
        list_feeds(night, newsroom)
        night.run()
    strict = rows(night.warehouse, IN_FORCE)
    assert reprocess(night)["articles"] == 0

    # Killed once the first articles are read anew: those are stored, the others are as they were.
    lenient = "select count(*) from core.extraction where extractor like '%sure-0.3'"
    before = loaded_batches(night)
    with start(night, **LENIENT) as process:
        while loaded_batches(night) == before and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    [(halfway,)] = rows(night.warehouse, lenient)
    [(articles,)] = rows(night.warehouse, "select count(*) from core.extraction where superseded_at is null")
    assert halfway > 0

    done = reprocess(night, **LENIENT)
    assert done["articles"] == articles - halfway
    assert done["extractor"].endswith("+sure-0.3")
    now = rows(night.warehouse, IN_FORCE)
    assert len(now) > len(strict)
    assert {one[-1] for one in now} == {done["extractor"]}
    assert query(night.published, "select stances from snapshot_info")[1] == [(len(now),)]
    kept = rows(night.warehouse, "select count(*) from core.stance")
    assert kept == [(len(now) + len(strict),)]

    back = reprocess(night)
    assert back["articles"] == articles
    assert rows(night.warehouse, IN_FORCE) == strict
    assert rows(night.warehouse, "select count(*) from core.stance") == kept
    assert sum(one["gone"] for one in back["changes"]) > 0
    artifact = night.prefect.get("/artifacts/reprocess-changes/latest")
    assert f"# {articles} articles read anew" in artifact["data"]


# As an older reader could have left it: one article with a cookie notice in its text and the day of fetching,
# one that was taken for a listing, and all others as they are.
OLDER = """
update ops.entry set reader = 'older' where state = 'loaded';
update core.article set content_sha256 = 'older', published_at = fetched_at where article_id = $changed;
update core.article_text set text = 'We value your privacy.' where article_id = $changed;
update ops.entry set state = 'rejected', stage = 'article', reason = 'listing', article_id = null
where article_id = $taken;
delete from core.article where article_id = $taken;
delete from core.article_text where article_id = $taken;
delete from core.stance where article_id = $taken;
delete from core.extraction where article_id = $taken;
"""
ARTICLES = "select * exclude (run_id, revision, story_id) from core.article order by article_id"
TEXTS = "from core.article_text order by article_id"


def test_archived_pages_are_parsed_anew(night: Night) -> None:
    with serve_newsroom(few_articles(1)) as newsroom:
        list_feeds(night, newsroom)
        night.run()
    assert reprocess(night, "--parse")["pages"] == {}
    as_read = [rows(night.warehouse, sql) for sql in (ARTICLES, TEXTS, IN_FORCE)]
    [(changed,), (taken,)] = rows(
        night.warehouse,
        "select article_id from core.extraction order by stance_count desc, article_id limit 2",
    )
    with open_warehouse(night.warehouse) as connection:
        for statement in OLDER.split(";")[:-1]:
            named = {
                name: one for name, one in (("changed", changed), ("taken", taken)) if f"${name}" in statement
            }
            connection.execute(statement, named or None)
    done = reprocess(night, "--parse")
    assert done["pages"] == {"unchanged": len(as_read[0]) - 2, "changed": 1, "taken": 1}
    assert [rows(night.warehouse, sql) for sql in (ARTICLES, TEXTS, IN_FORCE)] == as_read
    assert rows(night.warehouse, "select article_id, cause from core.revision") == [(changed, "reader")]
    assert reprocess(night, "--parse")["pages"] == {}


def test_there_has_to_be_a_warehouse(night: Night) -> None:
    night.feeds.write_text("feeds: []\n", encoding="utf-8")
    with start(night) as process:
        _, err = process.communicate(timeout=RUN_SECONDS)
    assert process.returncode == 2
    assert "there is no warehouse yet" in err
