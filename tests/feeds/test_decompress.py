"""Compressed bodies, however they are cut into chunks."""

from __future__ import annotations

import gzip
import zlib

import pytest

from tasks.feeds.decompress import PIECE_BYTES, CutOffError, TooLargeError, decompressed, limited

BODY = bytes(range(256)) * 1000


def chunks(body: bytes, size: int) -> list[bytes]:
    """Return a body in chunks."""
    return [body[start : start + size] for start in range(0, len(body), size)]


@pytest.mark.parametrize("size", [1, 2, 7, 1000, 10**6])
def test_chunks_may_end_anywhere(size: int) -> None:
    two = gzip.compress(BODY) + gzip.compress(b"more")
    assert b"".join(decompressed(chunks(two, size), "gzip")) == BODY + b"more"
    assert b"".join(decompressed(chunks(zlib.compress(BODY), max(2, size)), "deflate")) == BODY


def test_pieces_stay_small_however_well_it_was_packed() -> None:
    sizes = [len(piece) for piece in decompressed([gzip.compress(bytes(10**7))], "gzip")]
    assert sum(sizes) == 10**7
    assert max(sizes) <= PIECE_BYTES


def test_a_stream_cut_off_is_no_body() -> None:
    packed = gzip.compress(BODY)
    for kept in (1, 5, 20, len(packed) - 1):
        with pytest.raises(CutOffError):
            list(decompressed([packed[:kept]], "gzip"))


def test_no_bytes_are_an_empty_body() -> None:
    assert list(decompressed([], "gzip")) == []


def test_the_limit_is_told_at_once() -> None:
    pieces = limited(iter([b"abc", b"d", b"e"]), 3)
    assert next(pieces) == b"abc"
    with pytest.raises(TooLargeError):
        next(pieces)
