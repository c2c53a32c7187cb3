"""Raw responses are kept: whole, findable, and safe from threads, killed writers and full disks."""

from __future__ import annotations

import errno
import io
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from warcio.archiveiterator import ArchiveIterator

from tasks.articles import archive as archiving
from tasks.articles.archive import (
    Archive,
    iterate_archived,
    list_archived,
    read_response,
    rebuild_index,
    shared_archive,
)
from tasks.articles.lookup import read_archived
from tasks.feeds.records import Response

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)
HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Encoding", "gzip"),
    ("Content-Length", "17"),
    ("Set-Cookie", "a=1"),
    ("set-cookie", "b=2"),
    ("ETag", '"x"'),
)


def response(number: int = 1, size: int = 2000, at: datetime = AT) -> Response:
    body = random.Random(number).randbytes(size)
    url = f"https://news.test/{number}?utm_source=rss"
    return Response(
        url, f"https://www.news.test/{number}", 200, HEADERS, body, at + timedelta(seconds=number)
    )


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Return an archive in a folder that is not there yet."""
    with closing(Archive(tmp_path / "archive")) as archive:
        yield archive


def append_as_another_process(folder: Path, kept: Response) -> None:
    with closing(Archive(folder)) as archive:
        archive.append(kept)


def files_of(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.warc.gz"))


def test_a_response_comes_back_as_it_was(archive: Archive, tmp_path: Path) -> None:
    kept = response()
    archive.append(kept)
    assert read_archived(tmp_path / "archive", kept.url) == kept
    assert read_archived(tmp_path / "archive", kept.final_url) == kept
    assert read_archived(tmp_path / "archive", "https://news.test/other") is None


@pytest.mark.parametrize(
    "body", [b"", b"\r\n\r\n", b"WARC/1.1\r\nWARC-Type: response\r\n\r\n", b"\x1f\x8b\x08" * 99]
)
def test_bodies_that_look_like_something_else(body: bytes, archive: Archive, tmp_path: Path) -> None:
    kept = replace(response(), body=body)
    archive.append(kept)
    assert read_archived(tmp_path / "archive", kept.url) == kept


def test_odd_headers_and_addresses(archive: Archive, tmp_path: Path) -> None:
    kept = replace(response(), url="https://news.test/größe?q=%C3%A4", headers=(("X", ""), ("Y", "a\r\n b")))
    archive.append(kept)
    read = read_archived(tmp_path / "archive", kept.url)
    assert read == replace(kept, headers=(("X", ""), ("Y", "a b")))


def test_of_several_the_latest_or_that_of_a_moment(archive: Archive, tmp_path: Path) -> None:
    first, second = response(), replace(response(), body=b"changed", fetched_at=AT + timedelta(hours=3))
    for kept in (second, first):
        archive.append(kept)
    assert read_archived(tmp_path / "archive", first.url) == second
    assert read_archived(tmp_path / "archive", first.url, first.fetched_at) == first
    assert read_archived(tmp_path / "archive", first.url, AT) is None


def test_each_utc_day_has_a_file(archive: Archive, tmp_path: Path) -> None:
    midnight = datetime(2026, 11, 24, tzinfo=UTC) - timedelta(seconds=1, microseconds=1)
    kept = [response(number, at=midnight) for number in (0, 1, 2)]
    for one in kept:
        archive.append(one)
    names = [path.name[:8] for path in files_of(tmp_path / "archive")]
    assert names == ["20261123", "20261124"]
    assert list(iterate_archived(tmp_path / "archive")) == kept
    assert list(iterate_archived(tmp_path / "archive", since=date(2026, 11, 24))) == kept[2:]


def test_other_programs_can_read_it(archive: Archive, tmp_path: Path) -> None:
    for number in range(3):
        archive.append(response(number))
    (path,) = files_of(tmp_path / "archive")
    records, headers = [], set()
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            url = record.rec_headers.get_header("WARC-Target-URI")
            records.append((record.rec_type, url, record.content_stream().read()))
            headers.update(name for name, _ in (record.http_headers.headers if record.http_headers else ()))
    assert records[0][0] == "warcinfo"
    assert "X-Archive-Orig-Content-Encoding" in headers
    assert not headers & {"Content-Encoding", "Content-Length"}
    assert [record[1] for record in records[1:]] == [f"https://www.news.test/{number}" for number in range(3)]
    assert [record[2] for record in records[1:]] == [response(number).body for number in range(3)]


def test_a_place_is_enough_to_read_a_response(archive: Archive, tmp_path: Path) -> None:
    places = [archive.append(response(number)) for number in range(5)]
    (path,) = files_of(tmp_path / "archive")
    assert list_archived(path) == places
    assert read_response(path, places[3]) == response(3)


def test_many_threads_write_at_once(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_whole = archiving._write_whole

    def write_slowly(file: io.FileIO, record: bytes) -> None:
        time.sleep(0.001)  # lets another thread go first, if it may
        write_whole(file, record)

    monkeypatch.setattr(archiving, "_write_whole", write_slowly)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda number: archive.append(response(number, size=5000)), range(200)))
    assert len(files_of(tmp_path / "archive")) == 1
    kept = sorted(iterate_archived(tmp_path / "archive"), key=lambda one: one.fetched_at)
    assert kept == [response(number, size=5000) for number in range(200)]


def test_the_index_can_be_made_anew(archive: Archive, tmp_path: Path) -> None:
    for number in range(4):
        archive.append(response(number))
    archive.close()
    (path,) = files_of(tmp_path / "archive")
    index = path.with_name(path.name.replace(".warc.gz", ".index"))
    whole = index.read_text()
    for left in ("", whole[: len(whole) // 2], whole.replace("offset", "ofset", 1)):
        index.write_text(left)
        assert read_archived(tmp_path / "archive", response(3).url) == response(3)
    index.unlink()
    assert list(iterate_archived(tmp_path / "archive")) == [response(number) for number in range(4)]
    assert rebuild_index(path) == 4
    assert index.read_text() == whole


def test_what_is_cut_off_costs_the_last_record_alone(archive: Archive, tmp_path: Path) -> None:
    places = [archive.append(response(number)) for number in range(3)]
    archive.close()
    (path,) = files_of(tmp_path / "archive")
    whole = path.read_bytes()
    for cut in (1, 7, 8, 9, 500, places[2].length - 2, places[2].length - 1):
        path.write_bytes(whole[:-cut])
        assert list(iterate_archived(tmp_path / "archive")) == [response(0), response(1)]
    path.write_bytes(whole[: places[2].offset])
    assert len(list(iterate_archived(tmp_path / "archive"))) == 2


@pytest.mark.parametrize("has_index", [True, False])
def test_what_is_appended_later_is_not_lost_behind_a_torn_record(
    has_index: bool,  # noqa: FBT001 - a column of the table
    archive: Archive,
    tmp_path: Path,
) -> None:
    folder = tmp_path / "archive"
    for number in range(3):
        archive.append(response(number))
    archive.close()
    (torn,) = files_of(folder)
    torn.write_bytes(torn.read_bytes()[:-100])
    append_as_another_process(folder, response(3))
    if not has_index:
        for path in folder.glob("*.index"):
            path.unlink()
    assert len(files_of(folder)) == 2
    assert set(iterate_archived(folder)) == {response(0), response(1), response(3)}


def test_broken_bytes_in_the_middle_cost_their_record_alone(archive: Archive, tmp_path: Path) -> None:
    places = [archive.append(response(number)) for number in range(3)]
    archive.close()
    (path,) = files_of(tmp_path / "archive")
    content = bytearray(path.read_bytes())
    content[places[1].offset + 200 : places[1].offset + 260] = bytes(60)
    path.write_bytes(content)
    path.with_name(path.name.replace(".warc.gz", ".index")).unlink()
    assert [one.url for one in list_archived(path)] == [response(0).url, response(2).url]


def test_a_full_disk_leaves_the_file_as_it_was(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.append(response(0))

    def write_a_part(file: io.FileIO, record: bytes) -> None:
        file.write(record[: len(record) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(archiving, "_write_whole", write_a_part)
        with pytest.raises(OSError, match="No space"):
            archive.append(response(1))
    archive.append(response(2))
    (path,) = files_of(tmp_path / "archive")
    with path.open("rb") as file:
        assert sum(1 for _ in ArchiveIterator(file)) == 3
    assert list(iterate_archived(tmp_path / "archive")) == [response(0), response(2)]


def test_a_write_that_takes_less_than_all_is_an_error() -> None:
    class Nearly(io.RawIOBase):
        def write(self, data: object) -> int:  # type: ignore[override]
            return len(bytes(data)) - 1

    with pytest.raises(OSError, match="took 3 of 4 bytes"):
        archiving._write_whole(Nearly(), b"1234")  # type: ignore[arg-type]


def test_a_child_process_writes_to_a_file_of_its_own(archive: Archive, tmp_path: Path) -> None:
    archive.append(response(0))
    code = (
        "import sys, pathlib; from tests.articles.test_archive import Archive, response\n"
        "archive = Archive(pathlib.Path(sys.argv[1])); archive.append(response(1)); archive.close()"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "archive")], check=True)
    archive.append(response(2))
    assert len(files_of(tmp_path / "archive")) == 2
    assert set(iterate_archived(tmp_path / "archive")) == {response(0), response(1), response(2)}


def test_a_forked_process_does_not_write_to_its_parent_s_file(archive: Archive, tmp_path: Path) -> None:
    archive.append(response(0))
    child = multiprocessing.get_context("fork").Process(target=archive.append, args=(response(1),))
    child.start()
    child.join()
    archive.append(response(2))
    assert len(files_of(tmp_path / "archive")) == 2
    assert set(iterate_archived(tmp_path / "archive")) == {response(0), response(1), response(2)}


def test_a_process_has_one_archive_a_folder(tmp_path: Path) -> None:
    assert shared_archive(tmp_path / "a") is shared_archive(tmp_path / "a")
    assert shared_archive(tmp_path / "a") is not shared_archive(tmp_path / "b")


def test_an_archive_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert list(iterate_archived(tmp_path / "none")) == []
    assert read_archived(tmp_path / "none", "https://news.test/1") is None


KEEP_WRITING = """\
import itertools, pathlib, sys, threading
from tests.articles.test_archive import Archive, response
archive = Archive(pathlib.Path(sys.argv[1]))
numbers = itertools.count()
def write():
    while True:
        number = next(numbers)
        archive.append(response(number, size=400_000))
        sys.stdout.write(f"{number}\\n")
        sys.stdout.flush()
for _ in range(4):
    threading.Thread(target=write).start()
"""


@pytest.mark.slow
def test_a_writer_that_is_killed_loses_nothing_that_was_written(tmp_path: Path) -> None:
    """Kill a process that writes in four threads, at four moments; all it said it had written is there."""
    moments = random.Random(7)
    said: set[int] = set()
    for kill in range(4):
        folder = tmp_path / str(kill)
        writer = subprocess.Popen(
            [sys.executable, "-c", KEEP_WRITING, str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout
        first = writer.stdout.readline()
        time.sleep(moments.uniform(0.05, 0.4))
        writer.send_signal(signal.SIGKILL)
        rest, _ = writer.communicate()
        said = {int(number) for number in (first + rest).split("\n")[:-1]}
        there = {one.url: one for one in iterate_archived(folder)}
        for number in said:
            assert there[response(number).url].body == response(number, size=400_000).body
        append_as_another_process(folder, response(10_000))
        assert len(list(iterate_archived(folder))) == len(there) + 1
    assert said


def test_index_lines_are_json(archive: Archive, tmp_path: Path) -> None:
    archive.append(response())
    (index,) = (tmp_path / "archive").glob("*.index")
    line = json.loads(index.read_text())
    assert line["url"] == response().url
    assert line["fetched_at"] == "2026-11-23T12:00:01.123456Z"
