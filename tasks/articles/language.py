"""The language that a text is in."""

from __future__ import annotations

import functools
import re
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from py3langid.langid import LanguageIdentifier

SAMPLE_LENGTH = 1200  # characters; more tells no more
SURE = 0.9  # probability from which the text alone decides
TIE_SHARE = 0.2  # of the best probability that a language must have for the page's own word to count
# Labels of the model, and codes of pages, that are part of a language of ISO 639-1.
PART_OF = {
    "nb": "no", "nn": "no", "wuu": "zh", "yue": "zh", "cmn": "zh", "ary": "ar", "arz": "ar", "sdh": "ku",
    "uzs": "uz", "pcm": "en", "iw": "he", "in": "id",
}  # fmt: skip
_CODE = re.compile(r"[A-Za-z]{2,3}(?![A-Za-z])")
_CODE_LENGTH = 2
_loading = threading.Lock()


def find_language(text: str, hints: Iterable[str] = ()) -> str:
    """Return the ISO 639-1 code of a text's language.

    `hints` are what the page says, such as ``en-GB``, the best first; they only break ties.
    """
    with _loading:  # lest two threads load it at once; later calls find it loaded
        identifier = _identifier()
    ranks: dict[str, float] = {}
    for label, probability in identifier.rank(text[:SAMPLE_LENGTH]):
        code = PART_OF.get(label, label)
        if len(code) == _CODE_LENGTH:
            ranks[code] = ranks.get(code, 0.0) + probability
    best = max(ranks, key=ranks.__getitem__)
    if ranks[best] >= SURE:
        return best
    told = (code for hint in hints if (code := language_code(hint)))
    return next((code for code in told if ranks.get(code, 0.0) >= TIE_SHARE * ranks[best]), best)


def language_code(tag: str) -> str | None:
    """Return the ISO 639-1 code in a tag such as ``nb-NO`` or ``en_GB``; None where there is none."""
    code = _CODE.match(tag.strip())
    known = PART_OF.get(code[0].lower(), code[0].lower()) if code else ""
    return known if len(known) == _CODE_LENGTH else None


@functools.cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - a second to load

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
