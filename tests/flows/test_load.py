"""`geostance load` against a real Prefect server: each page counted, twice adds nothing, kill and resume."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.articles.samples import BASE_URL, sample_articles
from tests.articles.test_warc import record, write
from tests.flows.conftest import RUN_SECONDS
from tests.flows.server import ROOT
from warehouse.store import open_warehouse, query

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.flows.conftest import Night

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
WRITTEN = datetime(2022, 6, 1, tzinfo=UTC)
PAGES = 6


def start(night: Night, *paths: Path, **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "commands.main", "load", "--json", "--warehouse", str(night.warehouse),
         *map(str, paths)],
        env={**night.prefect.environment, "GEOSTANCE_FEEDS": str(night.feeds), **settings}, cwd=ROOT,
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def load(night: Night, *paths: Path, **settings: str) -> dict[str, Any]:
    with start(night, *paths, **settings) as process:
        out, err = process.communicate(timeout=RUN_SECONDS)
    assert process.returncode == 0, f"{out}\n{err}"
    report: dict[str, Any] = json.loads(out)
    return {name: value for name, value in report.items() if name != "run_id"}


def rows(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_warehouse(warehouse) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def saved(night: Night) -> Path:
    """Return a folder of six pages with notes, one without, one that is no article, and a torn WARC file."""
    night.feeds.write_text(
        f"feeds: [{{id: sample, name: Sample, url: '{BASE_URL}/rss', country: GBR, language: en,"
        " kind: independent}]\n",
        encoding="utf-8",
    )
    folder = night.folder / "saved"
    folder.mkdir()
    samples = [one for one in sample_articles() if one.outlet.language == "en"][: PAGES + 3]
    for number, one in enumerate(samples[:PAGES]):
        page = folder / f"{number}.html"
        page.write_bytes(one.body)
        (folder / f"{number}.html.json").write_text(json.dumps({"url": one.url}), encoding="utf-8")
        os.utime(page, (WRITTEN.timestamp(), WRITTEN.timestamp()))
    (folder / "again.html").write_bytes(samples[0].body)
    (folder / "again.html.json").write_text(json.dumps({"url": samples[0].url}), encoding="utf-8")
    (folder / "bare.html").write_bytes(samples[PAGES].body)
    (folder / "wall.html").write_bytes(b"<html><body><p>Nothing to be read.")
    crawl = write(
        folder / "crawl.warc.gz", record(1, samples[PAGES + 1].body), record(2, b"x", status="404 Not Found"),
        record(3, samples[PAGES + 2].body),
    )  # fmt: skip
    crawl.write_bytes(crawl.read_bytes()[:-50])
    return folder


LEFT = {"pages": 12, "known": 1, "articles": 8, "rejected": {"http-404": 1, "no-text": 1, "torn-record": 1}}


def test_every_page_is_accounted_for_and_twice_adds_nothing(
    night: Night, saved: Path, contents: Callable[[Path], object]
) -> None:
    assert load(night, saved) == LEFT
    ledger = "select feed_id, state, count(*) from ops.entry group by all order by all"
    assert rows(night.warehouse, ledger) == [
        ("import", "loaded", 2), ("import", "rejected", 1), ("sample", "loaded", PAGES),
    ]  # fmt: skip
    reasons = rows(
        night.warehouse, "select feed_id, stage, reason, subject from ops.rejection order by reason"
    )
    assert [one[:3] for one in reasons] == [
        ("import", "page", "http-404"), ("import", "page", "torn-record"),
    ]  # fmt: skip
    dates = rows(night.warehouse, "select date_basis, fetched_at, published_date from core.article")
    assert {one[0] for one in dates} == {"page", "fetched"}  # one outlet dates its feeds alone
    assert sum(1 for one in dates if one[1].astimezone(UTC) == WRITTEN) == PAGES
    assert {one[2].year for one in dates if one[0] == "page"} <= {2021, 2022}
    assert query(night.published, "select stances > 0 from snapshot_info")[1] == [(True,)]
    assert rows(night.warehouse, "select * from ops.feed_visit") == []
    before = contents(night.warehouse)

    again = load(night, saved)
    assert (again["pages"], again["known"], again["articles"]) == (12, 10, 0)
    assert again["rejected"] == {"http-404": 1, "torn-record": 1}
    assert contents(night.warehouse) == before


def test_a_load_that_was_killed_goes_on(
    night: Night, saved: Path, contents: Callable[[Path], object], make_night: Callable[[Path, Path], Night]
) -> None:
    def loaded() -> int:
        wanted = {"task_runs": {"name": {"like_": "load saved"}, "state": {"type": {"any_": ["COMPLETED"]}}}}
        return len(night.prefect.get("/task_runs/filter", wanted))

    one_by_one = {"GEOSTANCE_BATCH_SIZE": "1"}
    before = loaded()
    with start(night, saved, **one_by_one) as process:
        while loaded() < before + 3 and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    [(halfway,)] = rows(night.warehouse, "select count(*) from ops.entry where state <> 'pending'")
    assert 0 < halfway < 9
    assert rows(night.warehouse, "select * from ops.entry where state = 'pending'") == []
    assert load(night, saved)["known"] >= halfway

    undisturbed = make_night(night.folder / "undisturbed", night.feeds)
    load(undisturbed, saved)
    assert contents(night.warehouse) == contents(undisturbed.warehouse)


def test_nothing_to_load_says_so(night: Night) -> None:
    with start(night, night.folder) as process:
        _, err = process.communicate(timeout=RUN_SECONDS)
    assert process.returncode == 2
    assert "no web page and no WARC file in it" in err
