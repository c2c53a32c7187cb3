"""Bytes become text: in the charset that the page is in, whatever it says of itself."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Names as browsers read them (Encoding Standard), where Python does not know them or means less:
# pages say Latin-1 and mean its superset.
MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "hz": "gb18030",
    "euc_kr": "cp949", "shift_jis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932", "big5": "big5hkscs",
    "x-x-big5": "big5hkscs", "iso-8859-8-i": "iso8859-8", "x-mac-cyrillic": "mac-cyrillic",
    "x-cp1250": "cp1250", "x-cp1251": "cp1251", "x-cp1252": "cp1252", "unicode": "utf-16-le",
}  # fmt: skip
# The charsets of the web. Python has others, some of them slow on purpose-made bytes.
WIDE = ("utf-8", "gb18030", "big5hkscs", "cp932", "euc_jp", "iso2022_jp", "cp949", "utf-16-le", "utf-16-be")
NARROW = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874",
    "cp866", "koi8-r", "koi8-u", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5", "iso8859-6", "iso8859-7",
    "iso8859-8", "iso8859-10", "iso8859-13", "iso8859-14", "iso8859-15", "iso8859-16", "mac-roman",
    "mac-cyrillic",
)  # fmt: skip
LATIN = frozenset({"cp1252", "cp1254", "iso8859-15"})
ESCAPE = b"\x1b"  # ISO-2022-JP is all ASCII, but for this
ASCII = bytes(range(128))
HEAD_LENGTH = 4096  # bytes; the standard looks at 1024, but some pages have long comments first
SAMPLE_LENGTH = 100_000
TOLERATED_SHARE = 0.01  # of the bytes beyond ASCII: a headline cut in the middle of a letter
STRANGE_SHARE, FEW_WORDS = 0.3, 10
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
_TAG, _TAG_BYTES = re.compile(r"<[^<>]*>"), re.compile(rb"<[^<>]*>")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_SHARED = (b"\xd0", b"\xdd", b"\xde", b"\xf0", b"\xfd", b"\xfe")
_TURKISH = (b"\xe7", b"\xfc")
_ICELANDIC = (b"\xe6", b"\xe1", b"\xf3", b"\xed", b"\xfa")


def decode_html(body: bytes, content_type: str | None = None) -> str:
    """Return the text of a page.

    A byte order mark decides; then whether the bytes are UTF-8, which nothing else is by chance; then
    what the header and the page declare, if the bytes can be that; then what they look like.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    declared = _declared(body, content_type)
    candidates = [*declared, "iso2022_jp", "utf-8"] if ESCAPE in body else ["utf-8", *declared]
    decoded = (_decoded(body, encoding) for encoding in candidates)
    text = next((text for text in decoded if text is not None), None)
    return body.decode(_guessed(body), "replace") if text is None else text


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """Return the charsets that the header and the head of the page name, as far as the web has them."""
    in_header = _IN_HEADER.search(content_type or "")
    names = [in_header[1]] if in_header else []
    names += [name.decode("ascii", "replace") for name in _DECLARED.findall(body[:HEAD_LENGTH])]
    return [known for name in names if (known := _known(name.lower()))]


def _known(name: str) -> str | None:
    if name in MEANT:
        return MEANT[name]
    try:
        name = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    name = MEANT.get(name, name)
    return name if name in WIDE or name in NARROW else None


def _decoded(body: bytes, encoding: str) -> str | None:
    """Return the text, None where the bytes are hardly in this encoding."""
    text = body.decode(encoding, "replace")
    broken = text.count("\ufffd")
    if broken:
        accents = len(body.translate(None, ASCII))
        if broken > max(TOLERATED_SHARE * accents, accents > FEW_WORDS):
            return None
    return None if encoding in LATIN and _is_other_script(text) else text


def _is_other_script(text: str) -> bool:
    """Return whether words in a Latin charset are accents throughout: Cyrillic or Greek, misread."""
    words = _LONG_WORD.findall(_TAG.sub(" ", text[:SAMPLE_LENGTH]))
    strange = sum(1 for word in words if not any(map(str.isascii, word)))
    return strange > FEW_WORDS and strange > STRANGE_SHARE * len(words)


def _guessed(body: bytes) -> str:
    """Return the charset that the bytes look like; of several that do alike, the most common one."""
    sample = _TAG_BYTES.sub(b" ", body[:SAMPLE_LENGTH])
    order = {codecs.lookup(name).name: place for place, name in enumerate((*NARROW, *WIDE))}
    matches = from_bytes(sample, cp_isolation=list(order))
    best = min(
        matches,
        key=lambda match: (match.chaos, -match.coherence, order[codecs.lookup(match.encoding).name]),
        default=None,
    )
    encoding = codecs.lookup(best.encoding).name if best else "cp1252"
    return "cp1254" if encoding in LATIN and _is_turkish(sample) else encoding


def _is_turkish(sample: bytes) -> bool:
    """Return whether text in a Latin charset is Turkish rather than Icelandic, which share six codes."""
    shared, turkish, icelandic = (sum(map(sample.count, codes)) for codes in (_SHARED, _TURKISH, _ICELANDIC))
    return shared > 0 and turkish > icelandic
