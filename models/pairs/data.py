"""The corpus as training examples: passages with marked pairs, tokenised once."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.pairs.labels import CODES, MODALITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tokenizers import Encoding, Tokenizer

MAX_TOKENS = 192
YIELDS = ("CONCEDE", "RETREAT")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """One ordered pair of a passage; spans are characters, `target` None for an issue alone.

    `codes` has one label, or several of equal weight where the text states several stances.
    """

    holder: Span
    target: Span | None
    codes: tuple[str, ...]
    modality: str | None = None
    issue: Span | None = None
    speaker: Span | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage and its labelled pairs; `name` is its file and line.

    With `is_given` every pair was chosen because it takes a stance: it tells codes apart, but not
    stances from none.
    """

    name: str
    text: str
    pairs: tuple[Pair, ...]
    is_given: bool = False


@dataclass(frozen=True, slots=True)
class TokenPair:
    """A pair in token positions; spans are half-open, (0, 0) stands for none."""

    holder: Span
    target: Span
    code_weights: tuple[float, ...]
    modality: int
    issue: Span
    speaker: Span


@dataclass(frozen=True, slots=True)
class TokenPassage:
    """A tokenised passage; `ids` begin with [CLS] and end with [SEP]."""

    name: str
    ids: tuple[int, ...]
    pairs: tuple[TokenPair, ...]
    is_given: bool = False


def overlap(first: Span, second: Span) -> bool:
    """Return whether two spans share a character, or a token."""
    return first[0] < second[1] and second[0] < first[1]


def find_span(text: str, wanted: str | None) -> Span | None:
    """Return the characters of `wanted` in `text`; ``"Russia#2"`` is its second occurrence."""
    if not wanted:
        return None
    word, _, nth = wanted.rpartition("#")
    if not (word and nth.isdigit()):
        word, nth = wanted, "1"
    start = -1
    for _ in range(int(nth)):
        start = text.find(word, start + 1)
        if start < 0:
            message = f"{wanted!r} is not in {text!r}"
            raise ValueError(message)
    return start, start + len(word)


def read_corpus(folder: Path, parts: str = "") -> tuple[Passage, ...]:
    """Return the passages of the corpus files (``*.jsonl``, as the code book describes them).

    `parts` are the names' first letters that are read; all where there are none.
    """
    return tuple(
        passage
        for path in sorted(folder.glob(f"[{parts}]*.jsonl" if parts else "*.jsonl"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (passage := _read_passage(f"{path.stem}:{number}", json.loads(line))).pairs
    )


def _read_passage(name: str, row: dict[str, object]) -> Passage:
    text = str(row["t"])
    stances: list[list[str | None]] = row["s"]  # type: ignore[assignment]
    nones: list[list[str | None]] = row["n"]  # type: ignore[assignment]
    grouped: dict[tuple[Span, Span | None], list[list[str | None]]] = defaultdict(list)
    for stance in stances:
        holder = find_span(text, stance[0])
        if holder:
            grouped[holder, find_span(text, stance[1])].append(stance)
    pairs = [_stance_pair(text, key, group) for key, group in grouped.items()]
    for first, second in nones:
        holder, target = find_span(text, first), find_span(text, second)
        if holder and target and (holder, target) not in grouped:
            pairs.append(Pair(holder, target, ("NONE",)))
    pairs.extend(_alone_pairs(pairs))
    return Passage(name, text, tuple(pairs))


def read_marked(path: Path) -> tuple[Passage, ...]:
    """Return the passages of a file of human-coded pairs, each with the one pair that it marks.

    JSON lines with `marked` text (``<s>source</s>``, ``<t>target</t>``) and `root`, a PLOVER code;
    YIELD, which merges CONCEDE and RETREAT, is taken for both. A line that marks no source holds
    no pair to judge and is left out.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    read = (
        read_marked_row(f"{path.stem}:{number}", json.loads(line)) for number, line in enumerate(lines, 1)
    )
    return tuple(passage for passage in read if passage)


def read_marked_row(name: str, row: dict[str, str]) -> Passage | None:
    """Return the passage of one such object; None where it marks no source.

    Raises KeyError for a key that is missing, or a mark that is closed and was not opened.
    """
    spans: dict[str, Span] = {}
    text, starts = "", {}
    for part in re.split(r"(</?[st]>)", row["marked"]):
        if part in {"<s>", "<t>"}:
            starts[part[1]] = len(text)
        elif part in {"</s>", "</t>"}:
            spans[part[2]] = (starts[part[2]], len(text))
        else:
            text += part
    codes = YIELDS if row["root"] == "YIELD" else (row["root"],)
    if "s" not in spans:
        return None
    return Passage(name, text, (Pair(spans["s"], spans.get("t"), codes),), is_given=True)


def _stance_pair(text: str, key: tuple[Span, Span | None], group: list[list[str | None]]) -> Pair:
    first = group[0]
    codes = tuple(dict.fromkeys(str(stance[2]) for stance in group))
    return Pair(key[0], key[1], codes, str(first[4]), find_span(text, first[3]), find_span(text, first[5]))


def _alone_pairs(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Yield (holder, no target) -> NONE for every actor that takes no stance on a matter alone.

    Nobody labelled whether an actor that takes one toward somebody, over a matter, takes one on that
    matter as well: it is left unasked. What it denies having done is no stance, and tells nothing.
    """
    known = list(pairs)
    alone = {pair.holder for pair in known if pair.target is None}
    unclear = {pair.holder for pair in known if pair.target and pair.issue and pair.modality != "denied"}
    actors = {pair.holder for pair in known} | {pair.target for pair in known if pair.target}
    for actor in sorted(actors - alone - unclear):
        yield Pair(actor, None, ("NONE",))


def is_held_out(name: str, fold: int, folds: int = 10) -> bool:
    """Return whether the passage belongs to the part `fold` of `folds`, by its line (-1: to none)."""
    return fold >= 0 and int(name.split(":")[1]) % folds == fold


def tokenise(passages: Iterable[Passage], tokenizer: Tokenizer) -> list[TokenPassage]:
    """Return the passages in tokens; without pairs beyond `MAX_TOKENS`, and passages with none."""
    known = list(passages)
    encodings = tokenizer.encode_batch([passage.text for passage in known])
    read = (_token_passage(*both) for both in zip(known, encodings, strict=True))
    return [passage for passage in read if passage.pairs]


def _token_passage(passage: Passage, encoding: Encoding) -> TokenPassage:
    ids = tuple(encoding.ids[:MAX_TOKENS])
    pairs = (_token_pair(pair, encoding, len(ids)) for pair in passage.pairs)
    return TokenPassage(passage.name, ids, tuple(pair for pair in pairs if pair), passage.is_given)


def token_span(encoding: Encoding, span: Span | None) -> Span:
    """Return the half-open token span of the characters `span`; (0, 0) for none."""
    if span is None:
        return 0, 0
    tokens = [
        index
        for index, (start, end) in enumerate(encoding.offsets)
        if start < span[1] and end > span[0] and end > start
    ]
    return (tokens[0], tokens[-1] + 1) if tokens else (0, 0)


def _token_pair(pair: Pair, encoding: Encoding, length: int) -> TokenPair | None:
    holder, target = token_span(encoding, pair.holder), token_span(encoding, pair.target)
    issue, speaker = token_span(encoding, pair.issue), token_span(encoding, pair.speaker)
    if max(holder[1], target[1], issue[1], speaker[1]) >= length or holder == (0, 0):
        return None
    weights = [0.0] * len(CODES)
    for code in pair.codes:
        weights[CODES.index(code)] = 1 / len(pair.codes)
    modality = MODALITIES.index(pair.modality) if pair.modality else -1
    return TokenPair(holder, target, tuple(weights), modality, issue, speaker)
