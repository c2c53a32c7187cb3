"""Compressed bodies, opened piece by piece, so that a bomb is never whole in memory."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ACCEPTED = "gzip, deflate"
PIECE_BYTES = 2**16
GZIP_WINDOW = 16 + zlib.MAX_WBITS
GZIP_MAGIC = b"\x1f\x8b"
ZLIB_METHOD = 8
PLAIN = frozenset({"", "identity", "none", "utf-8", "utf8"})  # as servers put it


class BadEncodingError(ValueError):
    """The content encoding is broken, or is none that was asked for."""


class CutOffError(ValueError):
    """The compressed stream stops before its end."""


class TooLargeError(ValueError):
    """There are more bytes than allowed."""


def limited(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Yield the pieces as they are; raises TooLargeError as soon as there are more bytes than `limit`."""
    count = 0
    for piece in pieces:
        count += len(piece)
        if count > limit:
            raise TooLargeError(f"more than {limit} bytes")
        yield piece


def decompressed(chunks: Iterable[bytes], content_encoding: str) -> Iterator[bytes]:
    """Yield the decoded body in pieces of at most 64 KiB, or as they come where nothing is compressed.

    Raises BadEncodingError for an encoding that is broken or was not asked for, two on top of each
    other included, and CutOffError when the stream stops short.
    """
    coding = content_encoding.strip().lower()
    if coding in PLAIN:
        yield from chunks
    elif coding in {"gzip", "x-gzip", "deflate"}:
        try:
            yield from _inflated(chunks, is_gzip=coding != "deflate")
        except zlib.error as error:
            raise BadEncodingError(f"{coding}: {error}") from error
    else:
        raise BadEncodingError(f"the body is encoded as {coding[:40]!r}")


def _inflated(chunks: Iterable[bytes], *, is_gzip: bool) -> Iterator[bytes]:
    inflater = None
    for chunk in chunks:
        waiting = chunk
        while waiting:
            if inflater and inflater.eof and not (is_gzip and GZIP_MAGIC.startswith(waiting[:2])):
                return  # padding behind the end, which browsers pass over too
            if inflater is None or inflater.eof:  # gzip may be several streams one after another
                inflater = zlib.decompressobj(GZIP_WINDOW if is_gzip else _deflate_window(waiting))
            yield inflater.decompress(waiting, PIECE_BYTES)
            waiting = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
    while inflater and not inflater.eof:
        piece = inflater.decompress(b"", PIECE_BYTES)
        if not piece:
            raise CutOffError("the compressed body stops before its end")
        yield piece


def _deflate_window(start: bytes) -> int:
    """Return the window of a stream called "deflate": some servers leave out zlib's two bytes of header."""
    is_zlib = len(start) > 1 and start[0] & 0x0F == ZLIB_METHOD and int.from_bytes(start[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS
