"""A silent edit stays visible: what an article said before is kept, beside what it says now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tasks.articles.revision import Revisit
from tasks.feeds.records import Rejection
from tasks.tables.ledger import due_revisits, stored_articles
from tasks.tables.load import load_batch, load_readings, load_revisits
from tasks.tables.publish import publish
from tasks.tables.runs import open_run, run_checks
from warehouse.store import open_warehouse, query

if TYPE_CHECKING:
    from pathlib import Path

    from tasks.feeds.records import Entry
    from tests.tables.conftest import Maker

SUPPORTS, REJECTS = "Russia backed NATO. It said so.", "Russia rejected NATO. It said so."


def ask(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_warehouse(warehouse) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def loaded(warehouse: Path, make: Maker) -> Path:
    """Return the warehouse with article 1, which supports, and article 2."""
    load_readings(warehouse, 1, (make.reading("bbc", (make.entry(1), make.entry(2))),))
    supports = make.stance(code="SUPPORT", polarity=1, intensity=3.5, sentence="Russia backed NATO.", end=19)
    load_batch(
        warehouse,
        1,
        (make.loaded(1, text=SUPPORTS, content_sha256="one"), make.loaded(2)),
        (make.extraction(1, "test-1", supports), make.extraction(2)),
        make.now,
    )
    return warehouse


def worded(entry: Entry, **words: str) -> Entry:
    return replace(entry, **words)  # type: ignore[arg-type]


def changed(entry: Entry, make: Maker, **since: int) -> Entry:
    """Return an entry that its feed says to have been changed so long after the first night."""
    return replace(entry, updated_at=make.now + timedelta(**since))


def next_night(warehouse: Path, make: Maker, *entries: Entry, days: int = 1) -> int:
    """Return the run of a night on which the feed shows these entries."""
    run_id = open_run(warehouse, flow_run=None, now=make.now + timedelta(days=days))
    load_readings(warehouse, run_id, (make.reading("bbc", entries),), revisit_days=3)
    return run_id


def revise(warehouse: Path, make: Maker, run_id: int) -> None:
    """Load what article 1 says now: the contrary."""
    now = make.now + timedelta(days=1)
    entry = worded(make.entry(1), title="Russia rejects NATO")
    article = make.article(1, text=REJECTS, content_sha256="two", fetched_at=now, title="Russia rejects NATO")
    rejects = make.stance(code="REJECT", sentence="Russia rejected NATO.", end=21)
    load_revisits(
        warehouse,
        run_id,
        (Revisit(entry, "revised", article),),
        (make.extraction(1, "test-1", rejects),),
        now,
    )


def test_an_entry_changed_since_it_was_read_is_asked_for_again_though_its_words_stay(
    loaded: Path, make: Maker
) -> None:
    before, after = changed(make.entry(1), make, hours=-1), changed(make.entry(1), make, hours=5)
    next_night(loaded, make, before)
    assert due_revisits(loaded, 10) == {}
    run_id = next_night(loaded, make, after)
    assert due_revisits(loaded, 10) == {make.entry(1): 1}
    revise(loaded, make, run_id)
    next_night(loaded, make, after, days=2)
    assert due_revisits(loaded, 10) == {}
    next_night(loaded, make, replace(after, updated_at=make.now + timedelta(days=2)), days=3)
    assert list(due_revisits(loaded, 10).values()) == [1]


def test_a_time_of_change_that_is_to_come_or_that_all_entries_have_tells_nothing(
    loaded: Path, make: Maker
) -> None:
    next_night(loaded, make, changed(make.entry(1), make, days=1, hours=3))
    next_night(loaded, make, *(changed(make.entry(number), make, hours=5) for number in (1, 2)))
    assert due_revisits(loaded, 10) == {}


def test_an_entry_worded_anew_is_asked_for_again_once(loaded: Path, make: Maker) -> None:
    anew = worded(make.entry(1), title="Another title")
    next_night(loaded, make, anew, worded(make.entry(2), summary="Summary, 17"))
    assert due_revisits(loaded, 10) == {anew: 1}
    next_night(loaded, make, anew, days=2)
    assert due_revisits(loaded, 10) == {anew: 1}
    assert due_revisits(loaded, 0) == {}


@pytest.mark.parametrize("days", [1, 4])
def test_only_for_some_days(loaded: Path, make: Maker, days: int) -> None:
    next_night(loaded, make, worded(make.entry(1), title="Another title"), days=days)
    assert len(due_revisits(loaded, 10)) == (1 if days <= 3 else 0)


def test_another_feeds_words_are_its_own(loaded: Path, make: Maker) -> None:
    run_id = open_run(loaded, flow_run=None, now=make.now + timedelta(days=1))
    entry = worded(make.entry(1, "tass"), title="As TASS puts it")
    load_readings(loaded, run_id, (make.reading("tass", (entry,)),), revisit_days=3)
    assert due_revisits(loaded, 10) == {}


def test_a_revision_supersedes_and_keeps_what_was_said(loaded: Path, make: Maker, tmp_path: Path) -> None:
    run_id = next_night(loaded, make, worded(make.entry(1), title="Russia rejects NATO"))
    revise(loaded, make, run_id)
    assert due_revisits(loaded, 10) == {}
    assert stored_articles(loaded, [1])[1].text == REJECTS
    assert ask(loaded, "select revision, text, content_sha256 from core.revision") == [(1, SUPPORTS, "one")]
    assert [check for check in run_checks(loaded, run_id) if check.bad_count] == []
    published = publish(loaded, tmp_path / "published", make.now)
    now, before = (
        query(
            published,
            "select code from stance_rows('RUS', 'NATO', known_at := $at) where article_id = 1",
            {"at": at},
        )[1]
        for at in (None, "2026-03-01 12:00")
    )
    assert (now, before) == ([("REJECT",)], [("SUPPORT",)])
    assert query(published, "select change, code, sentence, title from stance_changes()")[1] == [
        ("dropped", "SUPPORT", "Russia backed NATO.", "Russia rejects NATO"),
        ("added", "REJECT", "Russia rejected NATO.", "Russia rejects NATO"),
    ]


def test_the_same_revision_again_changes_nothing(loaded: Path, make: Maker) -> None:
    run_id = next_night(loaded, make, worded(make.entry(1), title="Russia rejects NATO"))
    tables = ("core.article", "core.article_text", "core.revision", "core.extraction", "core.stance")
    kept = []
    for _ in range(2):
        revise(loaded, make, run_id)
        kept.append([ask(loaded, f"from {table} order by all") for table in tables])
    assert kept[0] == kept[1]


def test_an_extractor_that_reads_a_revision_anew_supersedes_its_own_kind(loaded: Path, make: Maker) -> None:
    revise(loaded, make, next_night(loaded, make, worded(make.entry(1), title="Russia rejects NATO")))
    load_batch(loaded, 2, (), (make.extraction(1, "test-2"),), make.now + timedelta(days=2))
    in_force = ask(
        loaded,
        "select extractor, revision from core.extraction where article_id = 1 and superseded_at is null",
    )
    assert in_force == [("test-2", 2)]
    assert ask(loaded, "select count(*), count(distinct stance_id) from core.stance") == [(6, 6)]


def test_what_fails_or_has_not_changed_is_settled(loaded: Path, make: Maker) -> None:
    run_id = next_night(loaded, make, *(worded(make.entry(one), title="Other") for one in (1, 2)))
    why = Rejection("https://bbc.example/2", "page", "http-404", "gone")
    revisits = (Revisit(make.entry(1), "unchanged"), Revisit(make.entry(2), "failed", rejection=why))
    load_revisits(loaded, run_id, revisits, (), make.now)
    assert due_revisits(loaded, 10) == {}
    assert ask(loaded, "select entry_id, state, reason from ops.revisit order by all") == [
        (1, "unchanged", None),
        (2, "failed", "http-404"),
    ]
    assert ask(loaded, "select count(*) from core.article") == [(2,)]
