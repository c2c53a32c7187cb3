"""Where sentences of news start and end: rules, and the spaCy component that marks them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from spacy.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc

    from config.gazetteer import Wording

Span = tuple[int, int]
LONGEST_SENTENCE = 5000  # characters; what goes on without an end is cut, for it is looked through often

_STOP = re.compile(r"""(?P<mark>[.!?…]+)(?P<close>["'”’»)\]]*)(?=\s)""")
_LINE_END = re.compile(r"(?<![^\S\n])[^\S\n]*\n\s*")  # from where white space begins: once a run
_WORD_BEFORE = re.compile(r"[^\s(\[\"'“‘«—–/-]+$")
_WORD_AFTER = re.compile(r"""\s*(?P<open>["'“‘«(\[]*)(?P<word>[^\s,;:.!?"”’)]*)""")
_ACRONYM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]|[a-z]\.[a-z]")
_DATELINE = re.compile(
    r"""(?:[A-Z][A-Z.'’-]{2,}(?:[ /][A-Z][A-Z.'’-]+)*            # KYIV, NEW DELHI, BEIRUT/CAIRO
          (?:,\ [A-Z][\w.'’ ]{2,24})?                             # , Ukraine or , Feb. 4
          (?:\ \([A-Z][\w./,& ]{1,30}\))?                         # (Reuters)
        | [A-Z]\w+(?:\ [A-Z]\w+){0,2}(?:,\ [A-Z][\w. ]{2,24})?\ \([A-Z][\w./,& ]{1,30}\))
        \ ?[—–-]{1,2}\ (?=\S)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class SentenceRules:
    """The word lists that tell a full stop from the end of a sentence."""

    never: frozenset[str]
    before_figures: frozenset[str]
    before_starters: frozenset[str]
    starters: frozenset[str]
    saying: re.Pattern[str]


def sentence_rules(wording: Wording) -> SentenceRules:
    """Return the rules that the gazetteer's word lists make."""
    verbs = "|".join(map(re.escape, wording.saying))
    return SentenceRules(
        frozenset(wording.abbreviations),
        frozenset(wording.numbered),
        frozenset(wording.ending_abbreviations),
        frozenset(wording.starters),
        re.compile(rf"\s*(?:(?:[A-Z][\w.'’-]*|the|an?|one|his|her)\s+){{0,4}}(?:{verbs})\b"),
    )


def sentence_spans(text: str, rules: SentenceRules) -> tuple[Span, ...]:
    """Return the characters of each sentence, without the white space around it.

    A blank line always ends a sentence, a single line break too unless it only wraps the line. A
    dateline ("KYIV, Feb 4 —") is a sentence of its own.
    """
    spans = []
    for start, end in _paragraphs(text):
        dateline = _DATELINE.match(text, start, end)
        first = start
        if dateline:
            spans.append((start, start + len(dateline.group().rstrip())))
            first = dateline.end()
        for stop in (*_ends(text, first, end, rules), end):
            if text[first:stop].strip():
                spans.extend(_cut(text, *_trimmed(text, first, stop)))
            first = stop
    return tuple(spans)


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield a sentence in parts that are not too long, parted at white space where there is any."""
    while end - start > LONGEST_SENTENCE:
        space = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        stop = space if space > 0 else start + LONGEST_SENTENCE
        yield _trimmed(text, start, stop)
        start = _trimmed(text, stop, end)[0]
    yield start, end


def _trimmed(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def _paragraphs(text: str) -> Iterator[Span]:
    """Yield the parts between line breaks, wrapped lines joined."""
    start = 0
    for found in _LINE_END.finditer(text):
        if _only_wraps(text, found):
            continue
        if text[start : found.start()].strip():
            yield _trimmed(text, start, found.start())
        start = found.end()
    if text[start:].strip():
        yield _trimmed(text, start, len(text))


def _only_wraps(text: str, found: re.Match[str]) -> bool:
    before = text[found.start() - 1 : found.start()]
    after = text[found.end() : found.end() + 1]
    return found.group().count("\n") == 1 and after.islower() and before not in {".", "!", "?", "…", ""}


def _ends(text: str, start: int, end: int, rules: SentenceRules) -> Iterable[int]:
    for found in _STOP.finditer(text, start, end):
        if found.end() < end and _ends_sentence(text, start, found, rules):
            yield found.end()


def _ends_sentence(text: str, start: int, found: re.Match[str], rules: SentenceRules) -> bool:
    after = _WORD_AFTER.match(text, found.end())
    word = after["word"] if after else ""
    if word[:1].islower() and not (after and after["open"]):
        return False
    if found["mark"] != ".":
        asks = found["close"] and not found["mark"].endswith(("…", "..."))
        return not (asks and rules.saying.match(text, found.end()))
    if found["close"] and not found["close"].startswith(("'", "’")):
        return found["close"].strip(")]") != "" or not word[:1].islower()
    before = _WORD_BEFORE.search(text, max(start, found.start() - 30), found.start())
    return before is None or _ends_after(before.group(), word, rules)


def _ends_after(before: str, after: str, rules: SentenceRules) -> bool:
    """Return whether a sentence ends between a word with a full stop and the word that follows."""
    if before in rules.never:
        return False
    if before in rules.before_figures and after[:1].isdigit():
        return False
    is_initial = len(before) == 1 and before.isalpha() and before.isupper()
    if before in rules.before_starters or is_initial or _ACRONYM.fullmatch(before):
        return after in rules.starters
    return True


@Language.factory("sentences")
def _make_marker(nlp: Language, name: str) -> SentenceMarker:  # noqa: ARG001 - spaCy passes both
    return SentenceMarker()


class SentenceMarker:
    """Marks the first token of every sentence; `learn` the rules first."""

    rules: SentenceRules

    def learn(self, wording: Wording) -> None:
        """Take the word lists to go by."""
        self.rules = sentence_rules(wording)

    def __call__(self, doc: Doc) -> Doc:
        """Return the document with its sentence starts marked."""
        starts = iter(sentence_spans(doc.text, self.rules))
        upcoming = next(starts, None)
        marks = np.full((len(doc), 1), -1, dtype=np.int64)
        marks[:1] = 1
        for token in doc:
            if upcoming is not None and token.idx + len(token) > upcoming[0]:
                marks[token.i] = 1
                upcoming = next(starts, None)
        # All at once: for each token set alone spaCy looks through all the others.
        return doc.from_array(["SENT_START"], marks.astype(np.uint64))  # type: ignore[arg-type]  # as spaCy wants it
