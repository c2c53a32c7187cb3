"""Bytes become text, whatever they claim to be."""

# ruff: noqa: RUF001 - other languages have letters that look like ours
from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest

from tasks.feeds.decode import decode_text

if TYPE_CHECKING:
    from pathlib import Path

RUSSIAN = "Россия и США обсудили гарантии безопасности"
OLD = [
    ("ru", "cp1251", RUSSIAN),
    ("ru", "koi8_r", RUSSIAN),
    ("uk", "cp1251", "Україна та її союзники обговорили санкції"),
    ("tr", "iso8859_9", "Cumhurbaşkanı Erdoğan İsveç'in üyeliğini değerlendirdi"),
    ("he", "cp1255", "שר החוץ אמר כי ישראל תגיב"),
    ("ar", "cp1256", "وزير الخارجية يرفض الاتهامات"),
    ("el", "cp1253", "Ο υπουργός Εξωτερικών της Ελλάδας"),
    ("cs", "cp1250", "Český prezident řekl, že země podpoří Ukrajinu"),
    ("fr", "cp1252", "Le président français a condamné l’invasion à Genève"),
    ("ja", "shift_jis", "日米首脳会談、安全保障で合意"),
    ("ja", "euc_jp", "日米首脳会談、安全保障で合意。両国は協力を確認した"),
    ("zh", "gb18030", "外交部回应美方制裁：坚决反对，将采取必要措施"),
    ("ko", "euc_kr", "한미 정상회담 안보 협력 합의"),
]


def feed(text: str, declared: str = "") -> str:
    """Return a feed of one title."""
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return f"{declaration}<rss><channel><item><title>{text}</title></item></channel></rss>"


@pytest.mark.parametrize("content_type", [None, "application/rss+xml", "text/xml; charset=ISO-8859-1"])
def test_utf8_is_utf8_whatever_the_server_says(content_type: str | None) -> None:
    assert decode_text(feed(RUSSIAN).encode(), content_type) == feed(RUSSIAN)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_a_mark_counts_most_and_is_gone(mark: bytes, encoding: str) -> None:
    body = mark + feed(RUSSIAN, "windows-1251").encode(encoding)
    assert decode_text(body, "text/xml; charset=koi8-r") == feed(RUSSIAN, "windows-1251")


@pytest.mark.parametrize(("language", "encoding", "text"), OLD)
def test_what_is_not_declared_is_in_an_old_encoding_of_the_language(
    language: str, encoding: str, text: str
) -> None:
    assert decode_text(feed(text).encode(encoding), None, language) == feed(text)


@pytest.mark.parametrize(("language", "encoding", "text"), OLD)
def test_what_is_declared_is_taken_at_its_word(language: str, encoding: str, text: str) -> None:  # noqa: ARG001
    by_http = decode_text(feed(text).encode(encoding), f"text/xml; charset={encoding}")
    assert by_http == feed(text)
    assert decode_text(feed(text, encoding).encode(encoding), "text/xml") == feed(text, encoding)


def test_http_counts_more_than_the_document() -> None:
    body = feed(RUSSIAN, "koi8-r").encode("cp1251")
    assert RUSSIAN in decode_text(body, 'application/xml; charset="windows-1251"')


def test_latin_1_is_windows_1252_as_in_browsers() -> None:
    assert "“Nein”" in decode_text(feed("“Nein”", "iso-8859-1").encode("cp1252"), None)


def test_seven_bit_encodings_look_like_ascii_and_are_not() -> None:
    text = feed("日米首脳会談", "iso-2022-jp")
    assert decode_text(text.encode("iso2022_jp"), None) == text


@pytest.mark.parametrize("declared", ["utf-8", "no-such-encoding", "utf-16", "zlib"])
def test_a_wrong_declaration_misleads_nobody(declared: str) -> None:
    assert RUSSIAN in decode_text(feed(RUSSIAN, declared).encode("cp1251"), "text/xml; charset=utf-8", "ru")
    assert RUSSIAN in decode_text(feed(RUSSIAN, declared).encode(), None)


def test_a_broken_byte_costs_that_byte() -> None:
    body = feed(RUSSIAN * 5, "iso-8859-1").encode()
    cut = body[: body.index("безоп".encode()) + 1] + body[body.index("безоп".encode()) + 2 :]
    text = decode_text(cut, "text/xml; charset=iso-8859-1")
    assert text.count("\ufffd") == 1
    assert "Россия и США" in text


def test_nothing_is_nothing() -> None:
    assert decode_text(b"", None) == ""


@pytest.mark.parametrize("name", ["06a_cp1251_no_declaration", "06b_cp1251_declared_utf8", "06c_utf16le_bom"])
@pytest.mark.parametrize("language", ["ru", "en", ""])
def test_the_encodings_of_the_labelled_data(shared: Path, name: str, language: str) -> None:
    body = (shared / "nasty" / f"{name}.xml").read_bytes()
    assert "Путин и Си Цзиньпин провели переговоры" in decode_text(body, None, language)
