"""Loading: whole or not at all, once however often, superseding and never overwriting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tasks.errors import WarehouseError
from tasks.feeds.records import FeedState
from tasks.tables.ledger import feed_states, pending_entries
from tasks.tables.load import load_batch, load_readings
from tasks.tables.runs import open_run, run_checks
from warehouse.store import open_warehouse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tables.conftest import Maker


def ask(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_warehouse(warehouse) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def read(warehouse: Path, make: Maker) -> Path:
    """Return the warehouse with entries 1 to 5 pending."""
    entries = tuple(make.entry(number) for number in range(1, 6))
    assert load_readings(warehouse, 1, (make.reading("bbc", entries),)) == 5
    return warehouse


def test_readings_fill_the_ledger(read: Path, make: Maker) -> None:
    assert feed_states(read) == {"bbc": FeedState("bbc", "etag-bbc", None)}
    assert pending_entries(read, 5) == tuple(make.entry(number) for number in range(1, 6))
    assert ask(read, "select seen_count, new_count, rejected_count from ops.feed_visit") == [(6, 5, 1)]
    assert ask(read, "select subject, reason, first_run_id from ops.rejection") == [
        ("bbc item 9", "no-link", 1)
    ]


def test_the_same_readings_again_change_nothing(read: Path, make: Maker) -> None:
    tables = ("entry", "feed_visit", "feed_state", "rejection")
    before = [ask(read, f"from ops.{table} order by all") for table in tables]
    load_readings(read, 1, (make.reading("bbc", tuple(make.entry(number) for number in range(1, 6))),))
    assert [ask(read, f"from ops.{table} order by all") for table in tables] == before


def test_a_later_run_adds_only_what_is_new(read: Path, make: Maker) -> None:
    run_id = open_run(read, flow_run=None, now=make.now)
    state = FeedState(
        "bbc", "etag-2", "yesterday", "https://bbc.example/rss", 1.25, make.now, "backing-off", 2,
        "https://bbc.example/new", 3, make.now.date(),
    )  # fmt: skip
    reading = make.reading("bbc", (make.entry(9), make.entry(5)), state=state)
    assert load_readings(read, run_id, (reading,)) == 1
    # Older runs' entries come first, each run's in the order of the feed.
    assert [entry.entry_id for entry in pending_entries(read, 5)] == [1, 2, 3, 4, 5, 9]
    assert feed_states(read) == {"bbc": state}
    assert ask(read, "select first_run_id, last_run_id from ops.rejection") == [(1, 2)]


def test_an_entry_in_two_feeds_is_one(warehouse: Path, make: Maker) -> None:
    readings = (make.reading("tass", (make.entry(1, "tass"),)), make.reading("bbc", (make.entry(1),)))
    assert load_readings(warehouse, 1, readings) == 1
    assert [entry.feed_id for entry in pending_entries(warehouse, 5)] == ["tass"]
    assert ask(warehouse, "select feed_id, new_count from ops.feed_visit order by all") == [
        ("bbc", 0),
        ("tass", 1),
    ]


def test_a_failed_visit_keeps_its_reason(warehouse: Path, make: Maker) -> None:
    reading = make.reading(
        "bbc", (), outcome="failed", status=None, reason="timeout", detail="30 s", rejections=()
    )
    assert load_readings(warehouse, 1, (reading,)) == 0
    assert ask(warehouse, "select outcome, status, reason, detail from ops.feed_visit") == [
        ("failed", None, "timeout", "30 s")
    ]


def test_a_batch_settles_its_entries(read: Path, make: Maker) -> None:
    outcomes = (make.loaded(1), make.failed(2, "http-404"), make.failed(3, "timeout", is_retryable=True))
    load_batch(read, 1, outcomes, (make.extraction(1),), make.now)
    assert ask(read, "select entry_id, state, reason, attempts, article_id from ops.entry order by 1") == [
        (1, "loaded", None, 1, 1),
        (2, "rejected", "http-404", 1, None),
        (3, "pending", "timeout", 1, None),
        (4, "pending", None, 0, None),
        (5, "pending", None, 0, None),
    ]
    assert [entry.entry_id for entry in pending_entries(read, 5)] == [3, 4, 5]
    assert ask(read, "select article_id, feed_id, entry_id, title, published_date from core.article") == [
        (1, "bbc", 1, "Title 1", make.now.date())
    ]
    assert ask(
        read, "select holder_code, target_code, stance_date, feed_id, char_start from core.stance"
    ) == [
        ("RUS", "NATO", make.now.date(), "bbc", 0),
        ("NATO", "RUS", make.now.date(), "bbc", 21),
    ]
    bad = [one for one in run_checks(read, 1) if one.bad_count]
    assert bad == []


def test_the_same_batch_again_changes_nothing(
    read: Path, make: Maker, contents: Callable[[Path], object]
) -> None:
    outcomes = (make.loaded(1), make.failed(2, "http-404"), make.failed(3, "timeout", is_retryable=True))
    load_batch(read, 1, outcomes, (make.extraction(1),), make.now)
    before = contents(read)
    load_batch(read, 1, outcomes, (make.extraction(1),), make.now)
    assert contents(read) == before


def test_a_settled_entry_stays_settled(read: Path, make: Maker, contents: Callable[[Path], object]) -> None:
    load_batch(read, 1, (make.loaded(1),), (make.extraction(1),), make.now)
    before = contents(read)
    run_id = open_run(read, flow_run=None, now=make.now)
    load_batch(read, run_id, (make.failed(1, "http-500"),), (), make.now)
    assert contents(read) == before


def test_an_entry_is_given_up_after_so_many_nights(read: Path, make: Maker) -> None:
    for night in (1, 2, 3):
        assert 1 in {entry.entry_id for entry in pending_entries(read, 3)}
        outcome = make.failed(1, "timeout", is_retryable=True)
        load_batch(read, night, (outcome,), (), make.now, max_attempts=3)
        open_run(read, flow_run=None, now=make.now)
    assert ask(read, "select state, reason, attempts from ops.entry where entry_id = 1") == [
        ("rejected", "timeout", 3)
    ]


def test_an_entry_that_came_through_late_keeps_no_reason(read: Path, make: Maker) -> None:
    load_batch(read, 1, (make.failed(1, "timeout", is_retryable=True),), (), make.now)
    run_id = open_run(read, flow_run=None, now=make.now)
    load_batch(read, run_id, (make.loaded(1),), (make.extraction(1),), make.now)
    assert ask(read, "select state, reason, attempts from ops.entry where entry_id = 1") == [
        ("loaded", None, 2)
    ]


@pytest.mark.parametrize("together", [True, False])
def test_two_entries_of_one_article_make_one(read: Path, make: Maker, *, together: bool) -> None:
    first = make.loaded(1)
    second = make.loaded(2, article_id=1)
    calls = ((first, second),) if together else ((first,), (second,))
    for outcomes in calls:
        load_batch(read, 1, outcomes, tuple(make.extraction(1) for _ in outcomes), make.now)
    assert ask(read, "select article_id, entry_id from core.article") == [(1, 1)]
    assert ask(read, "select count(*) from core.article_text") == [(1,)]
    assert ask(read, "select count(*) from core.stance") == [(2,)]
    assert ask(
        read, "select entry_id, state, article_id from ops.entry where state = 'loaded' order by 1"
    ) == [
        (1, "loaded", 1),
        (2, "loaded", 1),
    ]


def test_another_extractor_supersedes_and_keeps_what_was(read: Path, make: Maker) -> None:
    load_batch(read, 1, (make.loaded(1),), (make.extraction(1),), make.now)
    newer = make.extraction(1, "test-2", make.stance(code="REJECT", intensity=-4.0))
    load_batch(read, 1, (), (newer,), make.now)
    extractions = "select extractor, stance_count, superseded_at is null from core.extraction order by 1"
    assert ask(read, extractions) == [("test-1", 2, False), ("test-2", 1, True)]
    assert ask(read, "select extractor, count(*) from core.stance group by 1 order by 1") == [
        ("test-1", 2),
        ("test-2", 1),
    ]
    # Back to the first extractor: it is in force again, nothing is stored twice.
    load_batch(read, 1, (), (make.extraction(1),), make.now)
    assert ask(read, extractions) == [("test-1", 2, True), ("test-2", 1, False)]
    assert ask(read, "select count(*) from core.stance") == [(3,)]
    assert [one for one in run_checks(read, 1) if one.severity == "error" and one.bad_count] == []


def test_another_wording_of_a_known_article_leaves_its_stances(read: Path, make: Maker) -> None:
    load_batch(read, 1, (make.loaded(1),), (make.extraction(1),), make.now)
    revised = make.loaded(2, article_id=1, text="Revised.", content_sha256="sha-of-revision")
    load_batch(read, 1, (revised,), (make.extraction(1, "test-2"),), make.now)
    assert ask(read, "select extractor, superseded_at from core.extraction") == [("test-1", None)]
    assert ask(read, "select state from ops.entry where entry_id = 2") == [("loaded",)]


def test_findings_alike_in_everything_are_all_kept(read: Path, make: Maker) -> None:
    twice = make.extraction(1, "test-1", make.stance(), make.stance())
    load_batch(read, 1, (make.loaded(1),), (twice,), make.now)
    assert ask(read, "select count(*), count(distinct stance_id) from core.stance") == [(2, 2)]


def test_an_article_in_a_language_not_read_has_no_extraction(read: Path, make: Maker) -> None:
    load_batch(read, 1, (make.loaded(1, language="ru"),), (), make.now)
    assert ask(read, "select state from ops.entry where entry_id = 1") == [("loaded",)]
    assert ask(read, "select count(*) from core.extraction") == [(0,)]


def test_a_value_out_of_bounds_stores_nothing(
    read: Path, make: Maker, contents: Callable[[Path], object]
) -> None:
    before = contents(read)
    wrong = make.extraction(2, "test-1", make.stance(confidence=1.5))
    with pytest.raises(WarehouseError, match="confidence"):
        load_batch(read, 1, (make.loaded(1), make.loaded(2)), (make.extraction(1), wrong), make.now)
    assert contents(read) == before


def test_half_a_surrogate_pair_fails_nothing(read: Path, make: Maker) -> None:
    broken = make.loaded(1, title="Half \ud83d", text="Russia \udc00accused\0 NATO.", authors=("\ud83d",))
    stance = make.stance(sentence="Russia \udc00accused\0 NATO.", start=0, end=22)
    load_batch(read, 1, (broken,), (make.extraction(1, "test-1", stance),), make.now)
    assert ask(read, "select title, authors from core.article") == [("Half \ufffd", ["\ufffd"])]
    assert ask(read, "select text from core.article_text") == [("Russia \ufffdaccused\ufffd NATO.",)]
    assert [one for one in run_checks(read, 1) if one.bad_count] == []


def test_words_that_look_like_sql_are_words(read: Path, make: Maker) -> None:
    evil = "'); drop table core.article; --"
    load_batch(read, 1, (make.loaded(1, title=evil),), (), make.now)
    assert ask(read, "select title from core.article") == [(evil,)]
