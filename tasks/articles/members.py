"""The members of a gzip file, each found for itself, whatever became of its neighbours."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

CHUNK = 2**18
MEMBER_START = b"\x1f\x8b\x08"


def whole_members(file: BinaryIO, start: int) -> Iterator[tuple[int, int, bytes]]:
    """Yield offset, length and content of each whole gzip member; what is torn or broken is passed over."""
    offset: int | None = start
    while offset is not None:
        content, length = _member_at(file, offset)
        if content is not None:
            yield offset, length, content
        offset = _next_start(file, offset + length) if length else None


def _member_at(file: BinaryIO, offset: int) -> tuple[bytes | None, int]:
    """Return the content of the member at an offset, None for one that is not whole, and its length."""
    file.seek(offset)
    decompressor = zlib.decompressobj(zlib.MAX_WBITS + 16)
    parts: list[bytes] = []
    taken = 0
    while not decompressor.eof:
        chunk = file.read(CHUNK)
        if not chunk:
            return None, min(taken, 1)
        taken += len(chunk)
        try:
            parts.append(decompressor.decompress(chunk))
        except zlib.error:
            return None, 1
    return b"".join(parts), taken - len(decompressor.unused_data)


def _next_start(file: BinaryIO, offset: int) -> int | None:
    """Return where the next member may begin, at an offset or behind it."""
    overlap = len(MEMBER_START) - 1
    while True:
        file.seek(offset)
        chunk = file.read(CHUNK)
        place = chunk.find(MEMBER_START)
        if place >= 0:
            return offset + place
        if len(chunk) <= overlap:
            return None
        offset += len(chunk) - overlap
