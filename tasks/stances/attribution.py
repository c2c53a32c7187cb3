"""Who a sentence is attributed to, where it says so in so many words.

The classifier points at the reporter of each stance; it misses some that stand far from the pair.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tasks.stances.mentions import Mention, ReadSentence

_SAY = r"(?:said|says|say|told reporters|reported|reports|announced|claimed|claims|alleged|alleges|added)"
_PEOPLE = r"(?:\s+(?:officials?|diplomats?|officers?|sources|media|spokes(?:man|woman|person)))?"
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today)"
_WHEN = rf"(?:\s+(?:(?:late|early)\s+)?(?:on\s+)?{_DAY})?"
_CLOSES = re.compile(rf"{_PEOPLE}\s+{_SAY}{_WHEN}\s*[.\"'”’]*\s*$")
_BREAKS_IN = re.compile(rf"{_PEOPLE}\s+{_SAY}{_WHEN}\s*,")
_OPENS = re.compile(rf"{_PEOPLE}\s+{_SAY}{_WHEN}\s+that\b")
_INVERTED = re.compile(rf"[,”\"'’]\s*{_SAY}\s+(?:the\s+)?$")
_ACCORDING = re.compile(r"\baccording\s+to\s+(?:the\s+)?$", re.IGNORECASE)
_COMMA = re.compile(r"[,”\"'’]\s*(?:the\s+)?$", re.IGNORECASE)
_START = re.compile(r"^\W*(?:the\s+)?$", re.IGNORECASE)


def attributed_to(sentence: ReadSentence) -> Mention | None:
    """Return the actor that the sentence as a whole is attributed to; None where that is not plain.

    "..., Oman said.", "Hamas says that ...", "X, Czech officials say, ...", "According to Oman, ...".
    """
    found = [mention for mention in sentence.mentions if _reports(mention, sentence)]
    return found[0] if len({mention.code for mention in found}) == 1 else None


def is_cited(mention: Mention, sentence: ReadSentence) -> bool:
    """Return whether the mention stands there only as the source: "according to Oman"."""
    return bool(_ACCORDING.search(sentence.text[: mention.start - sentence.start]))


def _reports(mention: Mention, sentence: ReadSentence) -> bool:
    if mention.kind != "actor":
        return False
    before = sentence.text[: mention.start - sentence.start]
    after = sentence.text[mention.end - sentence.start :]
    if is_cited(mention, sentence) or _INVERTED.search(before):
        return True
    if _COMMA.search(before) and (_CLOSES.match(after) or _BREAKS_IN.match(after)):
        return True
    return bool(_START.match(before) and _OPENS.match(after))
