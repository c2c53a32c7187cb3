"""Bytes become text in the charset that they are in, whatever the server or the page says."""

# ruff: noqa: RUF001 - letters of other scripts and languages are the point

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tasks.articles.decode import decode_html

if TYPE_CHECKING:
    from pathlib import Path

SENTENCES = {
    "cp1251": "Россия отвергла ультиматум и заявила, что не намерена вести переговоры под давлением.",
    "koi8-r": "Россия отвергла ультиматум и заявила, что не намерена вести переговоры под давлением.",
    "cp1250": "Polska zażądała wyjaśnień od ambasadora. České ministerstvo odmítlo obvinění, řekl mluvčí.",
    "cp1252": "Der Außenminister erklärte, Österreich werde die „Maßnahmen“ unterstützen – noch heute.",
    "cp1253": "Η Ελλάδα απέρριψε τις δηλώσεις του υπουργού Εξωτερικών της Τουρκίας.",
    "cp1254": "Dışişleri Bakanı, İsveç'in üyeliğini desteklediğini söyledi; Türkiye açıklama yaptı.",
    "cp1255": "ישראל דחתה את ההצעה והודיעה כי לא תנהל משא ומתן",
    "cp1256": "رفضت إيران الاتفاق وقالت إنها لن تتفاوض تحت الضغط",
    "cp932": "政府は中国の発表を強く非難した。外務省は声明を出した。",
    "euc_jp": "政府は中国の発表を強く非難した。外務省は声明を出した。",
    "iso2022_jp": "政府は中国の発表を強く非難した。外務省は声明を出した。",
    "gb18030": "中国外交部发言人表示强烈反对美国的做法。",
    "big5": "中國外交部發言人表示強烈反對美國的做法。",
    "cp949": "정부는 북한의 미사일 발사를 강력히 규탄했다.",
}
LABELS = {
    "cp1251": "windows-1251", "cp1250": "iso-8859-2", "cp1252": "iso-8859-1", "cp1254": "iso-8859-9",
    "cp932": "Shift_JIS", "gb18030": "gb2312", "cp949": "euc-kr", "euc_jp": "euc-jp", "koi8-r": "KOI8-R",
}  # fmt: skip


def html(sentence: str, charset: str = "") -> str:
    declared = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{declared}<title>News</title></head><body><p>{sentence}</p></body></html>"


@pytest.mark.parametrize("encoding", SENTENCES)
def test_an_undeclared_charset_is_told_by_the_bytes(encoding: str) -> None:
    sentence = SENTENCES[encoding]
    assert sentence in decode_html(html(f"{sentence} {sentence}").encode(encoding))


@pytest.mark.parametrize("encoding", sorted(LABELS.keys() - {"cp1250"}))
def test_a_declared_charset_is_believed_and_widened_as_browsers_do(encoding: str) -> None:
    sentence, label = SENTENCES[encoding], LABELS[encoding]
    assert sentence in decode_html(html(sentence, label).encode(encoding))
    assert sentence in decode_html(html(sentence).encode(encoding), f'text/html; charset="{label}"')


def test_the_header_goes_before_the_page() -> None:
    body = html("ďábel", "iso-8859-1").encode("iso8859-2")
    assert "ďábel" in decode_html(body, "text/html; charset=iso-8859-2")


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(mark: str) -> None:
    text = html("Россия и Türkiye", "windows-1252")
    assert decode_html(text.encode(mark), "text/html; charset=iso-8859-1") == text


def test_what_is_utf8_is_never_taken_for_latin() -> None:
    text = html("Präsident Müller", "iso-8859-1")
    assert decode_html(text.encode(), "text/html; charset=ISO-8859-1") == text


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1252", "no-such-charset", "idna"])
def test_a_charset_that_the_bytes_cannot_be_in_is_not_believed(declared: str) -> None:
    sentence = SENTENCES["cp1251"]
    body = html(f"{sentence} {sentence}", declared).encode("cp1251")
    assert sentence in decode_html(body, f"text/html; charset={declared}")


def test_one_broken_letter_does_not_make_a_page_something_else() -> None:
    body = html("Präsident Müller kündigte Maßnahmen für Österreich an, hieß es später.").encode()
    text = decode_html(body[:-25] + b"\xc3" + body[-25:])
    assert "Präsident Müller kündigte" in text
    assert text.count("\ufffd") == 1


def test_turkish_is_not_icelandic() -> None:
    sentence = "Dışişleri Bakanı, Brüksel'de mevkidaşıyla görüştü ve İsveç'in üyeliğini değerlendirdi."
    assert sentence in decode_html(html(sentence).encode("cp1254"))


def test_icelandic_is_not_turkish() -> None:
    sentence = "Forsætisráðherra sagði að Ísland myndi styðja Úkraínu áfram, þrátt fyrir þrýsting."
    assert sentence in decode_html(html(f"{sentence} {sentence}").encode("cp1252"))


def test_nothing_is_nothing() -> None:
    assert decode_html(b"") == ""


@pytest.mark.shared
def test_turkish_without_a_declaration(shared: Path) -> None:
    text = decode_html((shared / "nasty/06d_iso8859_9.html").read_bytes())
    assert "Cumhurbaşkanı Erdoğan" in text
    assert "İsveç'in üyeliğini" in text
