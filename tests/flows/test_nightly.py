"""Whole nights on the sample newsroom, as a user starts them: what is loaded, reported, published."""

from __future__ import annotations

import json
import random
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsroom.load import load_articles, load_outlets
from newsroom.replies import Reply, truncated
from newsroom.server import serve_newsroom
from tests.flows.conftest import RUN_SECONDS, list_feeds
from tests.flows.silence import PATIENT, silent_feed
from warehouse.store import query

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsroom.records import NewsArticle
    from tests.flows.conftest import Night

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
KILLS = 5
FEEDS = 8
FEW = 3  # articles an outlet: enough to see everything once


def few_articles(count: int = FEW) -> tuple[NewsArticle, ...]:
    """Return the newest articles of each outlet, and those entries that lead to none."""
    outlets = load_outlets()
    articles = load_articles(outlets)
    found: list[NewsArticle] = []
    for outlet in outlets:
        own = [one for one in articles if one.outlet_id == outlet.id]
        found += own[:count]
        found += [one for one in own[count:] if one.page != "article"]
    return tuple(found)


def test_a_night_and_the_next(night: Night, contents: Callable[[Path], object]) -> None:
    articles = few_articles()
    with serve_newsroom(articles) as newsroom:
        list_feeds(night, newsroom)
        report = night.run()
        kinds = [one.page for one in articles]
        assert report["state"] == "complete"
        assert report["new_count"] == len(articles)
        assert report["loaded_count"] == kinds.count("article")
        assert report["rejected_count"] == kinds.count("video") + kinds.count("missing") == 2
        assert {one["reason"] for one in report["rejections"]} == {"video", "http-404"}
        assert [one["feed_id"] for one in report["visits"] if one["outcome"] == "failed"] == [
            "silent-gazette"
        ]
        assert {one["language"] for one in report["languages"]} == {"en", "de"}
        assert report["stance_count"] > len(articles)
        assert all(one["bad_count"] == 0 for one in report["checks"] if one["severity"] == "error")
        published = query(night.published, "select stances from snapshot_info")[1]
        assert published == [(report["stance_count"],)]
        german = "select count(*) from stances where language <> 'en'"
        assert query(night.published, german)[1] == [(0,)]
        _see_artifacts(night)

        before, seen = contents(night.warehouse), len(newsroom.visits)
        again = night.run()
        assert (again["new_count"], again["stance_count"], again["rejected_count"]) == (0, 0, 0)
        assert contents(night.warehouse) == before
        visits = newsroom.visits[seen:]
        feeds = {feed.url.removeprefix(newsroom.base_url) for feed in newsroom.feeds}
        assert {visit.request.path for visit in visits} == feeds
        assert {visit.status for visit in visits} == {304, 503}

        newsroom.publish((*articles, replace(articles[0], slug="one-more")))
        third = night.run()
        assert (third["new_count"], third["loaded_count"]) == (1, 1)


def _see_artifacts(night: Night) -> None:
    """See that the report stands with the run in the Prefect UI."""
    latest = night.prefect.get("/artifacts/nightly-report/latest")
    assert "| silent-gazette | http-503 |" in latest["data"]
    page = night.published.parents[1] / "report.html"
    assert "Who stands where" in page.read_text(encoding="utf-8")
    assert str(page) in night.prefect.get("/artifacts/nightly-page/latest")["data"]
    feeds = night.prefect.get("/artifacts/nightly-feeds/latest")
    assert "silent-gazette" in str(feeds["data"])
    run = night.prefect.last_run()
    assert run["name"].startswith("nightly 20")
    tasks = night.prefect.get("/task_runs/filter", {"flow_runs": {"id": {"any_": [run["id"]]}}})
    names = {one["name"] for one in tasks}
    assert {"read feed: baltic-ledger", "gather articles: batch 1", "extract stances: batch 1"} <= names
    [finished] = night.prefect.events("geostance.nightly.finished", run["id"])
    assert finished["resource"]["prefect.resource.id"] == "geostance.nightly"
    assert finished["payload"]["feeds"] == FEEDS
    assert finished["payload"]["stances"] > 0
    assert Path(finished["payload"]["published"]).is_file()
    logs = night.prefect.get("/logs/filter", {"logs": {"flow_run_id": {"any_": [run["id"]]}}})
    assert sum(one["message"].startswith("feed fetched feed=") for one in logs) == FEEDS


def test_bad_feeds_cost_themselves_alone(night: Night) -> None:
    html = b"<!doctype html><html><body><h1>Welcome</h1></body></html>"
    with serve_newsroom(few_articles(1)) as newsroom:
        body = b"<rss version='2.0'><channel><title>Cut</title><item><title>One</title></item><item><tit"
        newsroom.add_routes(
            {
                "/html": Reply(200, {"Content-Type": "text/html"}, html),
                "/empty": Reply(200, {"Content-Type": "application/rss+xml"}, b""),
                "/cut": truncated(body * 50, kept=200),
            }
        )
        list_feeds(night, newsroom)
        text = night.feeds.read_text(encoding="utf-8")
        for name, url in (
            ("html", f"{newsroom.base_url}/html"),
            ("empty", f"{newsroom.base_url}/empty"),
            ("cut", f"{newsroom.base_url}/cut"),
            ("unreachable", "http://127.0.0.1:9/rss"),
        ):
            known = "country: GBR, language: en, kind: independent"
            text += f"- {{id: {name}, name: {name}, url: '{url}', {known}}}\n"
        night.feeds.write_text(text, encoding="utf-8")
        report = night.run()
        reasons = {one["feed_id"]: one["reason"] for one in report["visits"] if one["outcome"] == "failed"}
    assert reasons.keys() == {"silent-gazette", "html", "empty", "cut", "unreachable"}
    assert (reasons["html"], reasons["empty"], reasons["unreachable"]) == ("html", "empty", "refused")
    assert report["loaded_count"] > 0


def test_too_many_failed_feeds_fail_the_night_after_all_is_loaded(night: Night) -> None:
    with serve_newsroom(few_articles(1)) as newsroom:
        list_feeds(night, newsroom)
        report = night.run(
            code=1,
            GEOSTANCE_TOLERATED_FAILED_SHARE="0.1",
            GEOSTANCE_LEAST_FREE_GB="1e9",
            GEOSTANCE_LOG_FORMAT="json",
        )
    assert "1 of 8 feeds failed, 10% are tolerated" in report["stderr"]
    assert report["loaded_count"] > 0
    lines = report["stderr"].splitlines()
    assert lines[-1].startswith("geostance: "), report["stderr"]
    told = [json.loads(line) for line in lines[:-1]]
    assert sum(one["message"].startswith("feed fetched feed=") for one in told) == FEEDS
    run = night.prefect.last_run("FAILED")["id"]
    [failed] = night.prefect.events("geostance.nightly.failed", run)
    assert "1 of 8 feeds failed" in failed["payload"]["message"]
    [disk] = night.prefect.events("geostance.disk.low", run)
    assert disk["payload"]["folder"] == str(night.folder)
    assert query(night.published, "select stances from snapshot_info")[1] == [(report["stance_count"],)]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"GEOSTANCE_BATCH_SIZE": "0"}, "GEOSTANCE_BATCH_SIZE: input should be greater than or equal to 1"),
        ({"GEOSTANCE_FEEDS": "x"}, "feeds.yaml: cannot be read: No such file or directory"),
    ],
)
def test_wrong_settings_are_bad_use(night: Night, settings: dict[str, str], said: str) -> None:
    report = night.run(code=2, **settings)
    assert said in report["stderr"]
    assert "Traceback" not in report["stderr"]


def test_a_second_writer_is_told_who_is_first(night: Night) -> None:
    with serve_newsroom(few_articles(1)) as newsroom:
        list_feeds(night, newsroom)
        with night.start(**PATIENT) as first:
            with silent_feed(newsroom) as asked:
                assert asked.wait(RUN_SECONDS)
                late = night.run(code=1)
            first.communicate(timeout=RUN_SECONDS)
    assert f"process {first.pid}, since 20" in late["stderr"]
    assert first.returncode == 0


def test_a_killed_night_is_taken_up_again(
    make_night: Callable[[Path, Path], Night], tmp_path: Path, contents: Callable[[Path], object]
) -> None:
    with serve_newsroom(few_articles()) as newsroom:
        left_alone = make_night(tmp_path / "alone", tmp_path / "feeds.yaml")
        list_feeds(left_alone, newsroom)
        started = time.monotonic()
        left_alone.run(GEOSTANCE_BATCH_SIZE="5")
        seconds = time.monotonic() - started
        killed = make_night(tmp_path / "killed", tmp_path / "feeds.yaml")
        moments = random.Random(3)
        for _ in range(KILLS):
            with killed.start(GEOSTANCE_BATCH_SIZE="5") as process:
                time.sleep(moments.uniform(0.2, 0.95) * seconds)
                process.send_signal(signal.SIGKILL)
                process.communicate()
        killed.run(GEOSTANCE_BATCH_SIZE="5")
    assert contents(killed.warehouse) == contents(left_alone.warehouse)
    everything = "select * exclude (stance_id, recorded_utc, run_id) from stances order by all"
    assert query(killed.published, everything) == query(left_alone.published, everything)
