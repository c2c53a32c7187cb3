"""Score the shipped classifier on labelled pairs: ``python -m models.pairs.evaluate --help``.

Needs none of the training tools. Human-coded pairs (``--marked``) are scored as the field does: actors
given, NONE not allowed, CONCEDE and RETREAT as one; the corpus as it is labelled, NONE included. With
``--fold`` only the tenth is scored that training with the same fold held out.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from models.pairs.data import is_held_out, overlap, read_corpus, read_marked
from models.pairs.scores import calibration, code_scores, label_scores, macro_f1
from tasks.stances.classifier import PairClassifier, PairQuery
from tasks.stances.extractor import load_plover

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from models.pairs.data import Pair, Passage
    from tasks.stances.classifier import PairScore

HERE = Path(__file__).parent


def scored_pairs(
    passages: Iterable[Passage], classifier: PairClassifier, fold: int | None
) -> list[tuple[Pair, PairScore]]:
    """Return each pair with what the classifier says of it, passage by passage."""
    found: list[tuple[Pair, PairScore]] = []
    for passage in passages:
        if fold is not None and not is_held_out(passage.name, fold):
            continue
        query = PairQuery(passage.text, tuple((pair.holder, pair.target) for pair in passage.pairs))
        found.extend(zip(passage.pairs, classifier.score([query])[0], strict=True))
    return found


def marked_scores(scored: Sequence[tuple[Pair, PairScore]]) -> dict[str, float]:
    """Return `code_scores` of the pairs, and the share that the classifier alone would call NONE."""
    truth, guess = [pair.codes[0] for pair, _ in scored], [score.best_stance for _, score in scored]
    called_none = sum(score.given[0] == max(score.given) for _, score in scored) / len(scored)
    return code_scores(truth, guess, load_plover()) | {"called_none": called_none}


def corpus_scores(scored: Sequence[tuple[Pair, PairScore]]) -> dict[str, float]:
    """Return macro-F1 over codes with NONE, and how often modality and matter are right."""
    truth, guess = [pair.codes[0] for pair, _ in scored], [score.code for _, score in scored]
    held = [(pair, score) for pair, score in scored if pair.modality]
    stated = [score for pair, score in scored if pair.modality]
    called = [pair for pair, score in scored if score.code != "NONE"]
    return {
        "pairs": len(scored),
        "code_f1": macro_f1(truth, guess),
        "stance_precision": sum(pair.modality is not None for pair in called) / len(called),
        "stance_recall": sum(score.code != "NONE" for score in stated) / len(stated),
        "modality_accuracy": sum(pair.modality == score.modality for pair, score in held) / len(held),
        "matter_overlap": sum(_overlap(pair.issue, score.issue) for pair, score in held) / len(held),
        "calibration_error": calibration(
            [max(score.probabilities) for _, score in scored],
            [score.code in pair.codes for pair, score in scored],
        )[0],
    }


def _overlap(first: tuple[int, int] | None, second: tuple[int, int] | None) -> bool:
    if first is None or second is None:
        return first is second
    return overlap(first, second)


def main() -> None:
    """Print the scores as one JSON object a set."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--marked", type=Path, help="JSON lines of human-coded pairs")
    parser.add_argument("--corpus", type=Path, default=HERE.parent / "corpus")
    parser.add_argument("--fold", type=int, help="score this tenth alone (0 to 9)")
    parser.add_argument("--folder", type=Path, default=HERE, help="where the model is")
    parser.add_argument("--codes", action="store_true", help="F1 of each code too")
    arguments = parser.parse_args()
    classifier = PairClassifier(arguments.folder)
    sets = [("corpus", read_corpus(arguments.corpus), corpus_scores)]
    if arguments.marked:
        sets.append((arguments.marked.stem, read_marked(arguments.marked), marked_scores))
    for name, passages, scores_of in sets:
        scored = scored_pairs(passages, classifier, arguments.fold)
        print(json.dumps({"set": name} | {key: round(value, 3) for key, value in scores_of(scored).items()}))
        if arguments.codes:
            truth = [pair.codes[0] for pair, _ in scored]
            guess = [score.code if "NONE" in truth else score.best_stance for _, score in scored]
            print(json.dumps({one.label: round(one.f1, 2) for one in label_scores(truth, guess)}))


if __name__ == "__main__":
    main()
