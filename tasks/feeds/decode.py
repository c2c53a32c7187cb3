"""Bytes become text: the encoding that a document is really in, whatever it says."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Encodings that a language was written in before UTF-8; what is neither UTF-8 nor declared is in one of
# them. Without that hint Turkish was taken for Baltic, Hebrew for Cyrillic, short Japanese for Korean;
# Western European texts are told well without.
OLD_ENCODINGS = {
    "ar": ("cp1256",), "fa": ("cp1256",), "ur": ("cp1256",),
    "az": ("cp1254", "cp1251"), "tr": ("cp1254",), "el": ("cp1253",), "he": ("cp1255",),
    "be": ("cp1251", "koi8_r"), "bg": ("cp1251",), "kk": ("cp1251",), "mk": ("cp1251",),
    "ru": ("cp1251", "koi8_r"), "sr": ("cp1251", "cp1250"), "uk": ("cp1251", "koi8_u"),
    "cs": ("cp1250",), "hr": ("cp1250",), "hu": ("cp1250",), "pl": ("cp1250", "iso8859_2"),
    "ro": ("cp1250",), "sk": ("cp1250",), "sl": ("cp1250",),
    "et": ("cp1257",), "lt": ("cp1257",), "lv": ("cp1257",),
    "ja": ("cp932", "euc_jp"), "ko": ("cp949",), "zh": ("gb18030", "big5"),
    "th": ("cp874",), "vi": ("cp1258",),
}  # fmt: skip
TOLERATED_SHARE = 0.1  # of what is not ASCII may be broken in a document that is UTF-8 all the same
SEVEN_BIT = ("iso2022", "hz", "utf-7", "utf7")  # which look like ASCII
DETECTED_FROM = 2**16
NOT_ASCII = re.compile(rb"[\x80-\xff]+")
TAG = re.compile(rb"<[^<>]*>")


def decode_text(body: bytes, content_type: str | None, language: str = "") -> str:
    """Return a document's text, never longer than its bytes.

    A byte order mark counts most. Then what is UTF-8, but for a broken byte here or there, is UTF-8:
    no other encoding looks like it by chance, while many servers call everything ISO 8859-1. Then
    what HTTP says, and what the document says; then the encodings that its language (ISO 639-1) used
    to have, or a guess from the bytes.
    """
    encoding, mark = read_bom(body)
    if encoding and mark:
        return body[len(mark) :].decode(encoding, "replace")
    declared = tuple(_declared(body, content_type))
    certain = [name for name in declared if name.startswith(SEVEN_BIT)] + _sniffed(body)
    return (
        _decoded_by(certain, body)
        or _mostly_utf8(body)
        or _decoded_by(declared, body)
        or body.decode(_guessed(body, language), "replace")
    )


def _decoded_by(encodings: Iterable[str], body: bytes) -> str | None:
    for encoding in encodings:
        with suppress(UnicodeError, LookupError):
            return body.decode(encoding)
    return None


def _declared(body: bytes, content_type: str | None) -> Iterator[str]:
    """Yield what HTTP and the document declare, each widened as browsers do (ISO 8859-1 to cp1252).

    Not UTF-8, UTF-16 or UTF-32: they show themselves, and anything at all can be read as UTF-16.
    """
    for name in (http_content_type_encoding(content_type or None), html_body_declared_encoding(body)):
        known = resolve_encoding(name) if name else None
        if known and not known.startswith(("utf-8", "utf_8", "utf-16", "utf_16", "utf-32", "utf_32")):
            yield known


def _sniffed(body: bytes) -> list[str]:
    """Return UTF-16 without its mark, told by the zero beside the first angle (XML 1.0, appendix F)."""
    return {b"<\x00": ["utf-16-le"], b"\x00<": ["utf-16-be"]}.get(body[:2], [])


def _mostly_utf8(body: bytes) -> str | None:
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd") - body.count("\ufffd".encode())
    if not broken:  # the common case; counting what is foreign takes longer than decoding
        return text
    foreign = sum(len(found[0]) for found in NOT_ASCII.finditer(body))
    return text if broken <= foreign * TOLERATED_SHARE else None


def _guessed(body: bytes, language: str) -> str:
    words = TAG.sub(b" ", body[:DETECTED_FROM])
    encodings = OLD_ENCODINGS.get(language, ())
    best = from_bytes(words, cp_isolation=list(encodings) or None).best()
    return best.encoding if best else (encodings[0] if encodings else "cp1252")
