"""Raw responses, kept as WARC files: written once, read again by whoever has a better parser one day.

Each process writes files of its own, one a UTC day, each record a gzip member of its own. A process
that is killed in the middle of a record leaves a torn member at the end of its file: readers pass over
it, and nobody ever appends to that file again. Beside each file stands an index, one JSON object a
line; it only saves time and is made anew from the file wherever it falls short.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import secrets
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tasks.articles.members import whole_members
from tasks.feeds.records import Response

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from io import FileIO
    from pathlib import Path

VERSION = "WARC/1.1"  # the first whose dates have fractions of a second
REQUESTED = "X-Requested-URI"  # where redirects began
ORIGINAL = "X-Archive-Orig-"
# They describe what came over the wire; the body kept is decoded.
WIRE_HEADERS = frozenset({"content-encoding", "content-length", "transfer-encoding"})
COMPRESSION = 5  # half the time of zlib's 9, for 2 % more bytes
HEAD_LENGTH = 4096  # bytes of a record that hold its own headers
SUFFIX = ".warc.gz"
DATE = "%Y-%m-%dT%H:%M:%S.%fZ"
_LINE_BREAK = re.compile(r"[\r\n]+\s*")


@dataclass(frozen=True, slots=True)
class ArchivedAt:
    """Where a response is in a file, and what it answered; `fetched_at` is written as in the record."""

    offset: int
    length: int
    url: str
    final_url: str
    fetched_at: str


class Archive:
    """Appends responses to the files of this process, from any of its threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._file: _OpenFile | None = None

    def append(self, response: Response) -> ArchivedAt:
        """Keep a response; return where it is.

        Raises OSError where the disk is full or the like; then the file is as before.
        """
        record = _compressed(_response_record(response))
        with self._lock:
            file = self._file_of(response.fetched_at.astimezone(UTC).date())
            where = ArchivedAt(
                offset=file.append(record),
                length=len(record),
                url=response.url,
                final_url=response.final_url,
                fetched_at=date_text(response.fetched_at),
            )
            file.note(where)
        return where

    def close(self) -> None:
        """Close the file; the next response opens another."""
        with self._lock:
            self._close()

    def _file_of(self, day: date) -> _OpenFile:
        if self._file is None or self._file.day != day or self._file.process_id != os.getpid():
            self._close()
            self._file = _OpenFile(self._folder, day)
        return self._file

    def _close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None


class _OpenFile:
    """One file that this process appends to, with its index."""

    def __init__(self, folder: Path, day: date) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.day, self.process_id = day, os.getpid()
        path = (
            folder
            / f"{day:%Y%m%d}-{datetime.now(UTC):%H%M%S}-{self.process_id}-{secrets.token_hex(3)}{SUFFIX}"
        )
        self._records = path.open("xb", buffering=0)
        self._index = index_of(path).open("xb", buffering=0)
        self.append(_compressed(_info_record(path.name)))

    def append(self, record: bytes) -> int:
        """Write a record in one go, or nothing of it; return where it begins."""
        start = self._records.tell()
        try:
            _write_whole(self._records, record)
        except OSError:
            self._records.seek(start)
            self._records.truncate()
            raise
        return start

    def note(self, where: ArchivedAt) -> None:
        """Add a line to the index."""
        self._index.write(json.dumps(asdict(where)).encode() + b"\n")

    def close(self) -> None:
        """Close the file and its index."""
        self._records.close()
        self._index.close()


def _write_whole(file: FileIO, record: bytes) -> None:
    written = file.write(record)
    if written != len(record):  # a disk that is nearly full
        raise OSError(f"the archive took {written} of {len(record)} bytes")


_shared: dict[Path, Archive] = {}
_shared_lock = threading.Lock()


def shared_archive(folder: Path) -> Archive:
    """Return the process's archive in a folder, the same for all of its threads."""
    with _shared_lock:
        return _shared.setdefault(folder, Archive(folder))


def iterate_archived(folder: Path, since: date | None = None) -> Iterator[Response]:
    """Yield all responses of a folder, fetched on the UTC day `since` or later, in the order of the files."""
    for path in archive_files(folder):
        for where in list_archived(path):
            if since is None or where.fetched_at >= f"{since:%Y-%m-%d}":
                yield read_response(path, where)


def read_response(path: Path, where: ArchivedAt) -> Response:
    """Return the response at a place in a file."""
    with path.open("rb") as file:
        file.seek(where.offset)
        return _response(gzip.decompress(file.read(where.length)))


def list_archived(path: Path) -> list[ArchivedAt]:
    """Return what a file holds, in its order: by its index, and from the file where that ends too early."""
    known = _read_index(path)
    end = max((where.offset + where.length for where in known), default=0)
    return [*known, *_scan(path, end)]


def rebuild_index(path: Path) -> int:
    """Write the index of a file anew; return how many responses the file holds."""
    lines = [json.dumps(asdict(where)) + "\n" for where in _scan(path, 0)]
    beside = index_of(path).with_suffix(".new")
    beside.write_text("".join(lines), encoding="ascii")
    beside.replace(index_of(path))
    return len(lines)


def archive_files(folder: Path) -> list[Path]:
    """Return the files of a folder, those of the oldest day first."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def index_of(path: Path) -> Path:
    """Return where the index of a file is."""
    return path.with_name(path.name.removesuffix(SUFFIX) + ".index")


def _read_index(path: Path) -> list[ArchivedAt]:
    """Return the entries of an index; a torn line, or one for bytes that the file lacks, is none."""
    try:
        lines = index_of(path).read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    size = path.stat().st_size
    entries = []
    for line in lines:
        try:
            where = ArchivedAt(**json.loads(line))
            if where.offset + where.length <= size:
                entries.append(where)
        except (ValueError, TypeError):
            continue
    return entries


def _scan(path: Path, start: int) -> Iterator[ArchivedAt]:
    """Yield the places of the responses in a file from a byte on."""
    with path.open("rb") as file:
        for offset, length, record in whole_members(file, start):
            if b"\r\nWARC-Type: response\r\n" not in record[:HEAD_LENGTH]:
                continue
            response = _response(record)
            yield ArchivedAt(offset, length, response.url, response.final_url, date_text(response.fetched_at))


def _compressed(record: bytes) -> bytes:
    return gzip.compress(record, COMPRESSION, mtime=0)


def _info_record(name: str) -> bytes:
    """Return the record that opens a file and says what it is."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False, warc_version=VERSION)
    info = {
        "software": "geostance",
        "format": VERSION,
        "description": "responses decoded from their encoding",
    }
    writer.write_record(writer.create_warcinfo_record(name, info))
    return buffer.getvalue()


def _response_record(response: Response) -> bytes:
    """Return the record of a response; the names of headers that hold no more of the body are marked."""
    headers = [
        (ORIGINAL + name if name.lower() in WIRE_HEADERS else name, _LINE_BREAK.sub(" ", value))
        for name, value in response.headers
    ]
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False, warc_version=VERSION)
    record = writer.create_warc_record(
        response.final_url,
        "response",
        payload=io.BytesIO(response.body),
        length=len(response.body),
        http_headers=StatusAndHeaders(str(response.status), headers, protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": date_text(response.fetched_at), REQUESTED: response.url},
    )
    writer.write_record(record)
    return buffer.getvalue()


def _response(content: bytes) -> Response:
    record = next(ArchiveIterator(io.BytesIO(content)))
    fields, http = record.rec_headers, record.http_headers
    final_url = fields.get_header("WARC-Target-URI")
    moment = datetime.strptime(fields.get_header("WARC-Date"), DATE).replace(tzinfo=UTC)
    return Response(
        url=fields.get_header(REQUESTED) or final_url,
        final_url=final_url,
        status=int(http.get_statuscode()),
        headers=tuple((name.removeprefix(ORIGINAL), value) for name, value in http.headers),
        body=record.raw_stream.read(),
        fetched_at=moment,
    )


def date_text(moment: datetime) -> str:
    """Return a moment as records and indices write it."""
    return moment.astimezone(UTC).strftime(DATE)
