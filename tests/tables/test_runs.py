"""Runs: begun, ended, abandoned, checked, reported."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tasks.errors import WarehouseBusyError, WarehouseError
from tasks.tables.load import load_batch, load_readings
from tasks.tables.records import DyadCount, LanguageCount, RejectionCount
from tasks.tables.runs import (
    close_run,
    hold_warehouse,
    open_run,
    recorded_run,
    run_checks,
    run_report,
    silent_feeds,
)
from warehouse.store import open_warehouse

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tables.conftest import Maker

SILENCE = """
insert into ops.feed_visit
select v.* replace (v.run_id + r.i as run_id, 0 as new_count) from ops.feed_visit as v, range(1, 9) as r(i)
"""


SHOW = """
insert into ops.feed_visit
select r.i, 'bbc', 'https://bbc.example/rss', timestamptz '2026-03-01' + to_days(r.i), $outcome,
    null, case $outcome when 'failed' then 'timeout' else '' end, '', 0,
    case when r.i <= $last_news and (r.i - 1) % $every = 0 then 3 else 0 end, 0
from range(1, $visits + 1) as r(i)
"""


def states(warehouse: Path) -> list[tuple[int, str]]:
    with open_warehouse(warehouse) as connection:
        return connection.execute("select run_id, state from ops.run order by run_id").fetchall()


def test_a_run_that_died_is_abandoned_by_the_next(warehouse: Path, make: Maker) -> None:
    assert open_run(warehouse, flow_run=None, now=make.now) == 2
    assert states(warehouse) == [(1, "abandoned"), (2, "running")]
    close_run(warehouse, 2, "complete", make.now)
    close_run(warehouse, 1, "complete", make.now)  # too late: it was given up
    assert states(warehouse) == [(1, "abandoned"), (2, "complete")]


def test_a_recorded_run_tells_how_it_ended(warehouse: Path, make: Maker) -> None:
    with recorded_run(warehouse, flow_run="good", now=lambda: make.now) as run_id:
        assert run_id == 2
    with (
        pytest.raises(KeyboardInterrupt),
        recorded_run(warehouse, flow_run="bad", now=lambda: make.now),
    ):
        raise KeyboardInterrupt
    assert states(warehouse)[1:] == [(2, "complete"), (3, "failed")]


def test_nothing_waits_in_the_log_after_a_run(warehouse: Path, make: Maker) -> None:
    close_run(warehouse, 1, "complete", make.now)
    assert not warehouse.with_name("geostance.duckdb.wal").exists()


def test_there_is_one_writer(warehouse: Path) -> None:
    with hold_warehouse(warehouse), pytest.raises(WarehouseBusyError), hold_warehouse(warehouse):
        pass


def test_the_report_accounts_for_everything(warehouse: Path, make: Maker) -> None:
    readings = (
        make.reading("bbc", tuple(make.entry(number) for number in range(1, 8))),
        make.reading("tass", (), outcome="failed", status=503, reason="http-503", rejections=()),
        make.reading("ard", (), outcome="unchanged", status=304, rejections=()),
        make.reading("bta", (), outcome="skipped", status=None, reason="gone", rejections=()),
        make.reading("ctk", (), outcome="skipped", status=None, reason="fresh", rejections=()),
    )
    load_readings(warehouse, 1, readings)
    outcomes = (
        make.loaded(1),
        make.loaded(2),
        make.loaded(3, language="ru"),
        make.failed(4, "http-404"),
        make.failed(5, "http-404"),
        make.failed(6, "timeout", is_retryable=True),
    )
    denied = make.stance(modality="denied")
    extractions = (make.extraction(1), make.extraction(2, "test-1", make.stance(), denied))
    load_batch(warehouse, 1, outcomes, extractions, make.now)
    checks = run_checks(warehouse, 1)
    close_run(warehouse, 1, "complete", make.now + timedelta(minutes=5))
    report = run_report(warehouse, 1)
    assert (report.flow_run, report.state) == ("flow-1", "complete")
    assert (report.started_at, report.finished_at) == (make.now, make.now + timedelta(minutes=5))
    assert [visit.feed_id for visit in report.fetched] == ["bbc"]
    assert [visit.feed_id for visit in report.unchanged] == ["ard"]
    assert [(visit.feed_id, visit.reason) for visit in report.failed] == [("tass", "http-503")]
    assert [visit.feed_id for visit in report.skipped] == ["bta", "ctk"]
    assert [visit.feed_id for visit in report.failing] == ["tass", "bta"]
    assert report.failed_share == pytest.approx(2 / 5)
    assert (report.seen_count, report.new_count) == (8, 7)
    assert (report.loaded_count, report.rejected_count, report.retry_count) == (3, 2, 1)
    assert report.pending_count == 2  # the one to try again, and one that no batch has met
    assert report.languages == (LanguageCount("en", 2), LanguageCount("ru", 1))
    assert (report.article_count, report.stance_count) == (3, 4)
    assert report.rejections == (
        RejectionCount("page", "http-404", 2, ("https://bbc.example/4", "https://bbc.example/5")),
        RejectionCount("entry", "no-link", 1, ("bbc item 9",)),
    )
    assert report.dyads == (DyadCount("RUS", "NATO", 2, -1.0), DyadCount("NATO", "RUS", 1, -1.0))
    assert report.checks == checks
    assert report.errors == ()


def test_a_run_that_is_not_there_is_named(warehouse: Path) -> None:
    with pytest.raises(WarehouseError, match="there is no run 77"):
        run_report(warehouse, 77)


@pytest.mark.parametrize(
    ("harm", "check"),
    [
        ("insert into core.stance from core.stance limit 1", "duplicate_key"),
        ("insert into ops.entry from ops.entry limit 1", "duplicate_key"),
        ("delete from core.article where article_id = 1", "loaded_without_article"),
        ("delete from core.article_text", "article_without_text"),
        ("delete from core.stance where code = 'ACCUSE'", "stance_count"),
        ("delete from core.extraction", "orphan_stance"),
        ("update core.extraction set article_id = 2, extractor = 'x' where article_id = 1", "two_in_force"),
        ("update ops.feed_visit set seen_count = 0", "unseen_items"),
        ("update core.stance set stance_date = date '2030-01-01'", "future_stance"),
        ("update core.stance set char_start = 1", "moved_sentence"),
        ("delete from core.actor where code = 'NATO'", "unknown_actor"),
        (SILENCE, "silent_feed"),
    ],
)
def test_each_check_finds_its_harm(warehouse: Path, make: Maker, harm: str, check: str) -> None:
    load_readings(warehouse, 1, (make.reading("bbc", (make.entry(1), make.entry(2))),))
    outcomes = (make.loaded(1), make.loaded(2))
    load_batch(warehouse, 1, outcomes, (make.extraction(1), make.extraction(2)), make.now)
    assert [one for one in run_checks(warehouse, 1) if one.bad_count] == []
    with open_warehouse(warehouse) as connection:
        connection.execute(harm)
    found = {one.name: one for one in run_checks(warehouse, 1) if one.bad_count}
    assert check in found
    assert found[check].sample


@pytest.mark.parametrize(
    ("every", "last_news", "visits", "outcome", "is_silent"),
    [
        (1, 10, 16, "fetched", False),
        (1, 10, 17, "fetched", True),
        (1, 10, 17, "unchanged", True),
        (1, 1, 8, "fetched", True),  # nothing since its first visit
        (7, 29, 56, "fetched", False),  # a weekly, three weeks without
        (7, 29, 57, "fetched", True),
        (1, 10, 40, "failed", False),  # told by its reason
    ],
)
def test_a_feed_is_silent_when_it_answers_and_brings_nothing_for_far_longer_than_usual(
    warehouse: Path, *, every: int, last_news: int, visits: int, outcome: str, is_silent: bool
) -> None:
    given = {"every": every, "last_news": last_news, "visits": visits, "outcome": outcome}
    with open_warehouse(warehouse) as connection:
        connection.execute(SHOW, given)
    assert silent_feeds(warehouse) == (("bbc",) if is_silent else ())
