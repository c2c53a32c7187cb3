"""Articles to be read anew, their texts, and what changed: on the small warehouse of tests/warehouse."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tasks.stances.records import Extraction, StoredText
from tasks.tables.load import load_batch
from tasks.tables.reread import CodeChange, reading_changes, stale_articles, stored_texts
from tests.warehouse.conftest import ARTICLES, LOADED_AT, _stance, fill
from warehouse.store import open_warehouse

if TYPE_CHECKING:
    from pathlib import Path

LATER = LOADED_AT + timedelta(days=1)


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    fill(tmp_path / "geostance.duckdb")
    return tmp_path / "geostance.duckdb"


def reread(warehouse: Path, now: datetime, *extractions: Extraction) -> None:
    load_batch(warehouse, 1, (), extractions, now)


def test_what_another_extractor_read_is_stale(warehouse: Path) -> None:
    # The fifth article is in Russian; the latest come first.
    assert stale_articles(warehouse, "test-2", {"en"}, None, None) == (4, 3, 2, 1)
    assert stale_articles(warehouse, "test-2", {"en", "ru"}, None, None) == (5, 4, 3, 2, 1)
    assert stale_articles(warehouse, "test-1", {"en"}, None, None) == ()
    between = date(2022, 1, 5), date(2022, 1, 11)
    assert stale_articles(warehouse, "test-2", {"en"}, *between) == (3, 2)


def test_what_is_read_anew_is_stale_no_more(warehouse: Path) -> None:
    reread(warehouse, LATER, Extraction(4, "test-2", ()))
    assert stale_articles(warehouse, "test-2", {"en"}, None, None) == (3, 2, 1)
    assert stale_articles(warehouse, "test-1", {"en"}, None, None) == (4,)


def test_texts_come_with_their_day(warehouse: Path) -> None:
    assert stored_texts(warehouse, [3, 1]) == (
        StoredText(1, "x" * 60, date(2022, 1, 3)),
        StoredText(3, "x" * 60, date(2022, 1, 11)),
    )


def test_changes_are_counted_by_code(warehouse: Path) -> None:
    given = ARTICLES[0][3]
    same, moved = _stance(0, given[0]), replace(_stance(1, given[1]), code="ACCUSE")
    reread(warehouse, LATER, Extraction(1, "test-2", (same, moved)))
    # Before: ACCUSE, THREATEN, and GBR's ACCUSE; the THREATEN is an ACCUSE now, GBR's is gone.
    assert reading_changes(warehouse, LATER) == (
        CodeChange("ACCUSE", same=1, added=1, gone=1),
        CodeChange("THREATEN", same=0, added=0, gone=1),
    )
    assert reading_changes(warehouse, LATER + timedelta(seconds=1)) == ()


def test_nothing_is_lost_and_the_old_extractor_can_come_back(warehouse: Path) -> None:
    with open_warehouse(warehouse) as connection:
        before = connection.execute("select * from core.stance order by all").fetchall()
    reread(warehouse, LATER, Extraction(1, "test-2", ()))
    old = Extraction(1, "test-1", tuple(_stance(place, one) for place, one in enumerate(ARTICLES[0][3])))
    reread(warehouse, LATER + timedelta(days=1), old)
    with open_warehouse(warehouse) as connection:
        assert connection.execute("select * from core.stance order by all").fetchall() == before
        in_force = "select extractor from core.extraction where article_id = 1 and superseded_at is null"
        assert connection.execute(in_force).fetchall() == [("test-1",)]
