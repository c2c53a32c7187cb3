"""What the present page reader makes of archived pages is stored beside what another made of them before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tasks.articles.reparse import ArchivedPage, Reparsed, StoredArticle, reader_version
from tasks.feeds.records import Rejection
from tasks.tables.load import load_batch, load_readings, load_reparsed
from tasks.tables.publish import publish
from tasks.tables.reread import pages_to_reparse, stale_articles
from tasks.tables.runs import open_run, run_checks
from warehouse.store import open_warehouse, query

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tables.conftest import Maker

OTHER_DAY = timedelta(days=-30)


def ask(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_warehouse(warehouse) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def loaded(warehouse: Path, make: Maker) -> Path:
    """Return a warehouse in which an older reader took entries 1 to 3 for articles, and refused 4 and 5."""
    entries = tuple(make.entry(number) for number in range(1, 6))
    load_readings(warehouse, 1, (make.reading("bbc", entries),))
    outcomes = (
        *(make.loaded(number) for number in (1, 2, 3)),
        make.refused(4, "listing"),
        make.refused(5, "teaser"),
    )
    load_batch(warehouse, 1, outcomes, tuple(make.extraction(number) for number in (1, 2, 3)), make.now)
    ask(warehouse, "update ops.entry set reader = 'an older one'")
    return warehouse


def page(make: Maker, number: int, *, is_stored: bool = True) -> ArchivedPage:
    article = make.article(number)
    stored = StoredArticle(
        article.article_id, article.fetched_at, article.title, article.content_sha256,
        article.published_at, article.language,
    )  # fmt: skip
    return ArchivedPage(make.entry(number), stored if is_stored else None)


def reparsed(make: Maker) -> tuple[Reparsed, ...]:
    """Return 1 with another text and day, 2 refused, 3 missing, 4 taken, 5 refused for another reason."""
    text = "Russia praised NATO. It said so."
    other = make.article(
        1, text=text, content_sha256="other", published_at=make.now + OTHER_DAY,
        published_date=(make.now + OTHER_DAY).date(),
    )  # fmt: skip
    why = Rejection("https://bbc.example/2", "article", "consent-wall", "a wall")
    lost = Rejection("https://bbc.example/3", "page", "not-archived", "gone")
    still = Rejection("https://bbc.example/5", "article", "no-text", "nothing")
    return (
        Reparsed(page(make, 1), "changed", other),
        Reparsed(page(make, 2), "refused", rejection=why),
        Reparsed(page(make, 3), "missing", rejection=lost),
        Reparsed(page(make, 4, is_stored=False), "taken", make.article(4)),
        Reparsed(page(make, 5, is_stored=False), "unchanged", rejection=still),
    )


def store(warehouse: Path, make: Maker) -> int:
    """Load what the present reader makes of the pages, a day later; return the run."""
    now = make.now + timedelta(days=1)
    run_id = open_run(warehouse, flow_run=None, now=now)
    praise = make.stance(code="SUPPORT", polarity=1, intensity=3.5, sentence="Russia praised NATO.", end=20)
    extractions = (make.extraction(1, "test-1", praise), make.extraction(4), make.extraction_of_nothing(2))
    load_reparsed(warehouse, run_id, reparsed(make), extractions, now)
    return run_id


IN_FORCE = """
select s.article_id, s.code from core.stance as s
join core.extraction as e using (article_id, extractor, revision)
where e.superseded_at is null order by all
"""


def test_all_pages_of_another_reader_are_to_be_parsed_and_none_twice(loaded: Path, make: Maker) -> None:
    found = pages_to_reparse(loaded, reader_version(), None, None)
    assert sorted(one.entry.entry_id for one in found) == [1, 2, 3, 4, 5]
    assert {one.entry.entry_id: one for one in found}[1] == page(make, 1)
    assert {one.entry.entry_id: one for one in found}[4] == page(make, 4, is_stored=False)
    assert pages_to_reparse(loaded, reader_version(), make.now.date() + timedelta(days=1), None) == ()
    assert pages_to_reparse(loaded, reader_version(), None, make.now.date() - timedelta(days=1)) == ()
    store(loaded, make)
    assert pages_to_reparse(loaded, reader_version(), None, None) == ()


def test_what_a_night_reads_is_of_the_present_reader(warehouse: Path, make: Maker) -> None:
    load_readings(warehouse, 1, (make.reading("bbc", (make.entry(1), make.entry(2), make.entry(3))),))
    outcomes = (make.loaded(1), make.refused(2, "teaser"), make.failed(3, "http-404"))
    load_batch(warehouse, 1, outcomes, (make.extraction(1),), make.now)
    readers = ask(warehouse, "select entry_id, reader from ops.entry order by entry_id")
    assert readers == [(1, reader_version()), (2, reader_version()), (3, None)]
    assert pages_to_reparse(warehouse, reader_version(), None, None) == ()


def test_a_changed_article_is_revised_with_its_day_and_the_former_kept(loaded: Path, make: Maker) -> None:
    before = ask(loaded, IN_FORCE)
    run_id = store(loaded, make)
    day = (make.now + OTHER_DAY).date()
    article = "select revision, content_sha256, published_date from core.article where article_id = 1"
    assert ask(loaded, article) == [(2, "other", day)]
    kept = "select article_id, revision, content_sha256, cause from core.revision order by all"
    assert ask(loaded, kept) == [(1, 1, "sha-of-text", "reader"), (2, 1, "sha-of-text", "reader")]
    now = ask(loaded, IN_FORCE)
    assert (1, "SUPPORT") in now
    assert {code for article_id, code in before if article_id == 1}.isdisjoint({"SUPPORT"})
    dates = "select distinct stance_date from core.stance where article_id = 1 and revision = 2"
    assert ask(loaded, dates) == [(day,)]
    assert not any(one.bad_count for one in run_checks(loaded, run_id))


def test_a_refused_article_keeps_its_row_and_an_empty_text_without_stances(loaded: Path, make: Maker) -> None:
    store(loaded, make)
    text = "select text, word_count from core.article_text join core.article using (article_id)"
    assert ask(loaded, f"{text} where article_id = 2") == [("", 0)]
    assert [one for one in ask(loaded, IN_FORCE) if one[0] == 2] == []
    assert stale_articles(loaded, "test-1", {"en"}, None, None) == ()


def test_a_missing_page_leaves_its_article_as_it_was(loaded: Path, make: Maker) -> None:
    before = [one for one in ask(loaded, IN_FORCE) if one[0] == 3]
    store(loaded, make)
    assert [one for one in ask(loaded, IN_FORCE) if one[0] == 3] == before
    state = "select state, reason, reader from ops.entry where entry_id = 3"
    assert ask(loaded, state) == [("loaded", None, reader_version())]


def test_a_page_refused_before_becomes_an_article(loaded: Path, make: Maker) -> None:
    store(loaded, make)
    entries = "select entry_id, state, reason, article_id from ops.entry where entry_id > 3 order by all"
    assert ask(loaded, entries) == [(4, "loaded", None, 4), (5, "rejected", "no-text", None)]
    assert (4, "ACCUSE") in ask(loaded, IN_FORCE)


def test_loaded_twice_it_is_the_same(loaded: Path, make: Maker) -> None:
    store(loaded, make)
    tables = ("core.article", "core.article_text", "core.revision", "core.stance", "ops.entry")
    once = [ask(loaded, f"from {table} order by all") for table in tables]
    run_id = open_run(loaded, flow_run=None, now=make.now + timedelta(days=2))
    again = tuple(one for one in reparsed(make) if one.state != "taken")
    load_reparsed(loaded, run_id, again, (make.extraction_of_nothing(2),), make.now + timedelta(days=2))
    assert [ask(loaded, f"from {table} order by all") for table in tables] == once


def test_analysts_see_that_a_reader_and_no_outlet_changed_it(loaded: Path, make: Maker) -> None:
    run_id = store(loaded, make)
    assert [one for one in run_checks(loaded, run_id) if one.severity == "error" and one.bad_count] == []
    copy = publish(loaded, loaded.parent / "published", make.now + timedelta(days=1))
    assert query(copy, "select * from stance_changes()")[1] == []
    assert query(copy, "select distinct cause from core.revision")[1] == [("reader",)]
    code = "select code from stance_evidence('RUS', 'NATO'{}) where url like '%/1'"
    assert query(copy, code.format(f", known_at := '{make.now}'"))[1] == [("ACCUSE",)]
    assert query(copy, code.format(""))[1] == [("SUPPORT",)]
