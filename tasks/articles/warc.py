"""WARC files of whoever wrote them: where their pages are, what of them is torn, and the responses."""

from __future__ import annotations

import io
import re
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from tasks.articles.archive import REQUESTED
from tasks.articles.members import whole_members
from tasks.errors import ArticleError, ConfigError
from tasks.feeds.records import Response

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    Place = tuple[int, int]  # where a record begins in its file, and its length there

SUFFIXES = (".warc", ".warc.gz")
OK = 200
HEAD_LENGTH = 2**16  # bytes that hold a record's own headers
_PAGE = re.compile(rb"^WARC-Type:[ \t]*(?:response|resource)[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,15})[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_START, _BETWEEN, _HEAD_END = b"WARC/1.", b"\r\n\r\nWARC/1.", b"\r\n\r\n"


def find_records(path: Path) -> tuple[tuple[Place, ...], tuple[int, ...]]:
    """Return the places of a file's pages, and where bytes begin that are no whole record.

    Raises ConfigError for a file that is one gzip member: nothing in it can be read without all before.
    """
    places, torn = [], []
    expected = 0
    with path.open("rb") as file:
        records = _compressed_records(file) if path.suffix == ".gz" else _plain_records(file)
        for offset, length, head in records:
            if offset != expected:
                torn.append(expected)
            expected = offset + length
            if _PAGE.search(head.partition(_HEAD_END)[0]):
                places.append((offset, length))
        if expected != file.seek(0, io.SEEK_END):
            torn.append(expected)
    return tuple(places), tuple(torn)


def read_record(path: Path, place: Place, most_bytes: int) -> Response:
    """Return the response at a place, decoded.

    Raises ArticleError: ``torn-record``, ``http-NNN`` for a page that was an error, ``too-large``.
    """
    offset, length = place
    subject = f"{path.name}@{offset}"
    try:
        with path.open("rb") as file:
            file.seek(offset)
            content = file.read(length)
        if path.suffix == ".gz":
            content = zlib.decompress(content, zlib.MAX_WBITS + 16)
        return _response(content, subject, most_bytes)
    except (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, zlib.error, EOFError) as error:
        raise ArticleError(subject, "torn-record", str(error)) from error


def _response(content: bytes, subject: str, most_bytes: int) -> Response:
    record = next(ArchiveIterator(io.BytesIO(content)), None)
    if record is None:
        raise ValueError("no record")
    fields, http = record.rec_headers, record.http_headers
    status = int(http.get_statuscode()) if http else OK
    if status != OK:
        raise ArticleError(fields.get_header("WARC-Target-URI") or subject, f"http-{status}", subject)
    body = record.content_stream().read(most_bytes + 1)
    if len(body) > most_bytes:
        raise ArticleError(subject, "too-large", f"more than {most_bytes} bytes")
    address = (fields.get_header("WARC-Target-URI") or "").strip("<>")
    fetched_at = datetime.fromisoformat(fields.get_header("WARC-Date") or "")
    headers = http.headers if http else [("Content-Type", fields.get_header("Content-Type") or "")]
    return Response(
        url=fields.get_header(REQUESTED) or address,
        final_url=address,
        status=status,
        headers=tuple(headers),
        body=body,
        fetched_at=fetched_at.replace(tzinfo=fetched_at.tzinfo or UTC),
    )


def _compressed_records(file: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """Yield offset, length and head of each record that is a whole gzip member."""
    for offset, length, content in whole_members(file, 0):
        own = _length_of(content[:HEAD_LENGTH])
        if own and content.startswith(_START, own):
            raise ConfigError(
                f"{file.name}: compressed as a whole, not by record; unpack it with gunzip first"
            )
        yield offset, length, content[:HEAD_LENGTH]


def _length_of(start: bytes) -> int:
    """Return how long the record at the start of bytes is by its own word, 0 where it does not say."""
    head, end, _ = start.partition(_HEAD_END)
    said = _LENGTH.search(head) if head.startswith(_START) and end else None
    return len(head) + len(end) + int(said[1]) + len(_HEAD_END) if said else 0


def _plain_records(file: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """Yield offset, length and head of each record that says how long it is, and is so long."""
    size = file.seek(0, io.SEEK_END)
    offset: int | None = 0
    while offset is not None and offset < size:
        file.seek(offset)
        head = file.read(HEAD_LENGTH)
        length = _length_of(head)
        if length and offset + length <= size:
            yield offset, length, head
            offset += length
        else:
            offset = _next_record(file, offset + 1)


def _next_record(file: BinaryIO, offset: int) -> int | None:
    """Return where the next record may begin, behind an offset."""
    while True:
        file.seek(offset)
        chunk = file.read(2**20)
        place = chunk.find(_BETWEEN)
        if place >= 0:
            return offset + place + len(_HEAD_END)
        if len(chunk) <= len(_BETWEEN):
            return None
        offset += len(chunk) - len(_BETWEEN)
