"""The pair classifier: what a sentence states between two of its mentions.

The only import of onnxruntime and tokenizers. The model and its card lie in `models/pairs/`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from models.pairs.labels import CODES, MODALITIES
from tasks.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from tokenizers import Encoding

    from tasks.stances.records import Modality

    Floats = NDArray[np.float32]

Span = tuple[int, int]
MAX_TOKENS = 192
MAX_ISSUE_TOKENS = 24
MAX_SPEAKER_TOKENS = 12
PAIRS_A_BATCH = 64
# Three of four pairs that the classifier learns from take no stance, one of twenty that somebody chooses:
# the odds of NONE are corrected by the odds of both (Saerens et al. 2002, doi:10.1162/089976602753284446).
GIVEN_NONE_ODDS = np.log((0.05 / 0.95) / (0.75 / 0.25))


@dataclass(frozen=True, slots=True)
class PairQuery:
    """A sentence and the ordered pairs to judge: character spans of holder and target.

    A target of None asks whether the holder takes a stance on a matter alone.
    """

    text: str
    pairs: tuple[tuple[Span, Span | None], ...]


@dataclass(frozen=True, slots=True)
class PairScore:
    """What the classifier says of one pair.

    `probabilities` follow `CODES` (NONE first) and sum to 1, and are those of a pair that was found in a
    text, where most take no stance; `given` are those of a pair that somebody chose, as people code the
    wire's sentences. `issue` and `speaker` are character spans of the sentence, None where it names none.
    """

    probabilities: tuple[float, ...]
    given: tuple[float, ...]
    modality: Modality
    issue: Span | None
    speaker: Span | None

    @property
    def code(self) -> str:
        """The most probable code, ``NONE`` included."""
        return CODES[int(np.argmax(self.probabilities))]

    @property
    def best_stance(self) -> str:
        """The most probable code but ``NONE`` of a given pair: what it is, if there is a stance."""
        return CODES[1 + int(np.argmax(self.given[1:]))]


_IS_NONE = np.array([code == "NONE" for code in CODES], dtype=np.float32)
_SURELY_NONE = (1.0, *(0.0 for _ in CODES[1:]))
UNREAD = PairScore(_SURELY_NONE, _SURELY_NONE, "asserted", None, None)


class PairClassifier:
    """Scores of ordered pairs, from the ONNX model in `folder`; safe to share between threads."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        model, tokenizer = folder / "pairs.int8.onnx", folder / "tokenizer.json"
        for path in (model, tokenizer):
            if not path.is_file():
                raise ModelError(
                    f"{path}: the stance model is missing; install geostance again or run 'make train'"
                )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # What is int8 on disk alone, the heads, becomes floats once and not at every sentence.
        options.add_session_config_entry("session.disable_quant_qdq", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        try:
            self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime raises its own untyped errors for a torn file
            raise ModelError(f"{model}: the stance model cannot be read: {error}") from error
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def score(
        self, queries: Sequence[PairQuery], least_chance: float = 0.0
    ) -> tuple[tuple[PairScore, ...], ...]:
        """Return the scores of every query's pairs, in order.

        Pairs whose chance of any stance is below `least_chance` at a first glance are not read further
        and get `UNREAD`. Sentences are read in batches of similar length. Padding moves the last digits
        of a score, so hand over whole texts: the same queries always get the same scores.
        """
        encodings = self._tokenizer.encode_batch([query.text for query in queries])
        scores: dict[int, tuple[PairScore, ...]] = {}
        for batch in _batches(queries, encodings):
            scores |= self._score_batch(batch, queries, encodings, least_chance)
        return tuple(scores.get(index, ()) for index in range(len(queries)))

    def _score_batch(
        self,
        batch: Sequence[int],
        queries: Sequence[PairQuery],
        encodings: Sequence[Encoding],
        least_chance: float,
    ) -> dict[int, tuple[PairScore, ...]]:
        length = max(min(len(encodings[index].ids), MAX_TOKENS) for index in batch)
        ids, mask = np.zeros((2, len(batch), length), dtype=np.int64)
        rows, marks = [], []
        for row, index in enumerate(batch):
            known = encodings[index].ids[:length]
            ids[row, : len(known)], mask[row, : len(known)] = known, 1
            for holder, target in queries[index].pairs:
                rows.append(row)
                marks.append(
                    (_marks(encodings[index], holder, length), _marks(encodings[index], target, length))
                )
        holders, targets = np.stack(marks, axis=1)
        feed = {
            "ids": ids,
            "mask": mask,
            "rows": np.array(rows),
            "holders": holders,
            "targets": targets,
            "least": np.array(least_chance, dtype=np.float32),
        }
        places, *outputs = cast("list[Floats]", self._session.run(None, feed))
        read = [UNREAD] * len(rows)
        for at, place in enumerate(places.tolist()):
            logits = [output[at] for output in outputs]
            read[place] = _pair_score(logits, encodings[batch[rows[place]]], holders[place])
        scores = iter(read)
        return {index: tuple(next(scores) for _ in queries[index].pairs) for index in batch}


def _batches(queries: Sequence[PairQuery], encodings: Sequence[Encoding]) -> list[list[int]]:
    """Return the indices of queries that have pairs, in batches of about `PAIRS_A_BATCH` pairs."""
    asked = [index for index, query in enumerate(queries) if query.pairs]
    asked.sort(key=lambda index: (len(encodings[index].ids), index))
    batches: list[list[int]] = []
    held = PAIRS_A_BATCH
    for index in asked:
        if held >= PAIRS_A_BATCH:
            batches.append([])
            held = 0
        batches[-1].append(index)
        held += len(queries[index].pairs)
    return batches


def _marks(encoding: Encoding, span: Span | None, length: int) -> Floats:
    """Return 1 on the tokens of the characters `span`, 0 elsewhere."""
    marks = np.zeros(length, dtype=np.float32)
    if span is None:
        return marks
    for position, (start, end) in enumerate(encoding.offsets[:length]):
        if start < span[1] and end > span[0] and end > start:
            marks[position] = 1
    return marks


def _pair_score(outputs: Sequence[Floats], encoding: Encoding, holder: Floats) -> PairScore:
    if not holder.any():  # the holder stands beyond the last token that is read
        return UNREAD
    codes, given, modalities, issue_starts, issue_ends, speaker_starts, speaker_ends = outputs
    return PairScore(
        _probabilities(codes),
        _probabilities(given + GIVEN_NONE_ODDS * _IS_NONE),
        cast("Modality", MODALITIES[int(modalities.argmax())]),
        _pointed(issue_starts, issue_ends, encoding, MAX_ISSUE_TOKENS),
        _pointed(speaker_starts, speaker_ends, encoding, MAX_SPEAKER_TOKENS),
    )


def _probabilities(logits: Floats) -> tuple[float, ...]:
    exponents = np.exp(logits - logits.max())
    return tuple(float(value) for value in exponents / exponents.sum())


def _pointed(starts: Floats, ends: Floats, encoding: Encoding, longest: int) -> Span | None:
    """Return the characters of the best token span, None where [CLS] scores best."""
    last = min(len(encoding.ids), len(starts)) - 1
    sums = starts[1:last, None] + ends[None, 1:last]
    allowed = np.triu(np.ones_like(sums, dtype=bool)) & ~np.triu(np.ones_like(sums, dtype=bool), longest)
    sums = np.where(allowed, sums, -np.inf)
    if not sums.size or starts[0] + ends[0] >= sums.max():
        return None
    first, final = np.unravel_index(int(sums.argmax()), sums.shape)
    offsets = encoding.offsets
    return int(offsets[int(first) + 1][0]), int(offsets[int(final) + 1][1])
