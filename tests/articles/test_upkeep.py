"""The archive's upkeep: whole days go, the oldest first; what is torn is told, and nothing else is lost."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tasks.articles.archive import Archive, index_of, list_archived
from tasks.articles.lookup import read_archived
from tasks.articles.upkeep import Torn, keep_archive
from tests.articles.test_archive import AT, files_of, response

if TYPE_CHECKING:
    from pathlib import Path

DAYS = 5
TODAY = AT.date() + timedelta(days=DAYS - 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an archive of five days with two pages each."""
    with closing(Archive(tmp_path)) as archive:
        for number in range(2 * DAYS):
            archive.append(response(number, at=AT + timedelta(days=number // 2)))
    return tmp_path


def test_without_a_setting_all_stays(folder: Path) -> None:
    kept = keep_archive(folder, None, date(2999, 1, 1))
    assert (kept.gone_days, kept.files, kept.responses, kept.torn) == ((), DAYS, 2 * DAYS, ())
    assert kept.bytes == sum(path.stat().st_size for path in files_of(folder))


@pytest.mark.parametrize("days", [1, 3, 5, 9])
def test_so_many_days_stay_today_not_counted(days: int, folder: Path) -> None:
    other = folder / "crawl.warc.gz"
    other.write_bytes(files_of(folder)[0].read_bytes())
    size = sum(path.stat().st_size for path in folder.iterdir() if path.name.endswith(".gz"))
    kept = keep_archive(folder, days, TODAY)
    gone = max(0, DAYS - 1 - days)
    assert kept.gone_days == tuple(AT.date() + timedelta(days=number) for number in range(gone))
    assert kept.gone_bytes + kept.bytes == size
    assert other in files_of(folder)
    assert len(list(folder.glob("*.index"))) == len(files_of(folder))
    assert (read_archived(folder, response(2 * DAYS - 1).url) is None) is False


def test_an_index_left_alone_by_whoever_was_killed_goes_as_well(folder: Path) -> None:
    first = files_of(folder)[0]
    first.unlink()
    keep_archive(folder, 30, TODAY)
    assert not index_of(first).exists()


def test_a_torn_end_is_told_and_costs_its_record_alone(folder: Path) -> None:
    path = files_of(folder)[-1]
    [first, last] = list_archived(path)
    path.write_bytes(path.read_bytes()[:-7])
    kept = keep_archive(folder, None, TODAY)
    assert kept.torn == (Torn(path.name, last.offset),)
    assert kept.responses == 2 * DAYS - 1
    assert list_archived(path) == [first]
    assert index_of(path).read_bytes().count(b"\n") == 1


def test_a_byte_that_turned_is_told(folder: Path) -> None:
    path = files_of(folder)[0]
    first, last = list_archived(path)
    content = bytearray(path.read_bytes())
    content[first.offset + first.length // 2] ^= 1
    path.write_bytes(content)
    assert keep_archive(folder, None, TODAY).torn == (Torn(path.name, first.offset),)
    assert list_archived(path) == [last]


@pytest.mark.parametrize("harm", ["absent", "torn"])
def test_an_index_that_falls_short_is_made_anew(harm: str, folder: Path) -> None:
    index = index_of(files_of(folder)[0])
    whole = index.read_bytes()
    index.unlink()
    if harm == "torn":
        index.write_bytes(whole[:-20])
    keep_archive(folder, None, TODAY)
    assert index.read_bytes() == whole


def test_an_archive_that_is_not_there_is_empty(tmp_path: Path) -> None:
    kept = keep_archive(tmp_path / "none", 9, TODAY)
    assert (kept.files, kept.gone_days, kept.torn) == (0, (), ())
