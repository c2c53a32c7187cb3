"""The model that is shipped: its size, its recorded scores, and the same answers in any company.

After a change of model, `GEOSTANCE_SCORES=write python -m pytest tests/models/test_shipped.py` records the
scores anew; look at the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.pairs.data import is_held_out, read_corpus, read_marked
from models.pairs.evaluate import marked_scores, scored_pairs
from tasks.stances.classifier import UNREAD, PairQuery
from tasks.stances.extract import LEAST_CHANCE
from tasks.stances.extractor import MODEL_FOLDER, load_classifier

if TYPE_CHECKING:
    from models.pairs.data import Passage

RECORDED = Path(__file__).parent / "shipped_scores.json"
CORPUS = MODEL_FOLDER.parent / "corpus"
IS_WRITING = os.environ.get("GEOSTANCE_SCORES") == "write"
LARGEST_BYTES = 25 * 10**6
EACH = 4  # passages of each part of the corpus, of its development tenth


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    held = [one for one in read_corpus(CORPUS) if is_held_out(one.name, 0)]
    parts = sorted({one.name.split(":")[0] for one in held})
    return [one for part in parts for one in [h for h in held if h.name.startswith(f"{part}:")][:EACH]]


def answers(passages: list[Passage]) -> dict[str, list[list[object]]]:
    """Return code and probability, to two decimals, of each pair of a passage, by its name."""
    classifier = load_classifier()
    found = {}
    for one in passages:
        query = PairQuery(one.text, tuple((pair.holder, pair.target) for pair in one.pairs))
        scores = classifier.score([query])[0]
        found[one.name] = [[score.code, round(max(score.probabilities), 2)] for score in scores]
    return found


def test_the_file_is_small() -> None:
    assert (MODEL_FOLDER / "pairs.int8.onnx").stat().st_size <= LARGEST_BYTES


def test_it_gives_the_scores_on_record(passages: list[Passage]) -> None:
    found = answers(passages)
    if IS_WRITING:
        lines = (f"{json.dumps(name)}: {json.dumps(scores)}" for name, scores in found.items())
        RECORDED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    assert found.keys() == recorded.keys()
    for name, scores in found.items():
        assert [code for code, _ in scores] == [code for code, _ in recorded[name]], name
        for (_, probability), (_, expected) in zip(scores, recorded[name], strict=True):
            assert probability == pytest.approx(expected, abs=0.011), name


def test_order_and_company_change_no_answer(passages: list[Passage]) -> None:
    classifier = load_classifier()
    queries = [PairQuery(p.text, tuple((pair.holder, pair.target) for pair in p.pairs)) for p in passages]
    mixed = random.Random(1).sample(queries, len(queries))
    together = dict(zip([query.text for query in mixed], classifier.score(mixed), strict=True))
    for query in queries:
        alone = classifier.score([query])[0]
        assert [one.code for one in alone] == [one.code for one in together[query.text]]
        for one, other in zip(alone, together[query.text], strict=True):
            assert one.probabilities == pytest.approx(other.probabilities, abs=1e-4)


def test_a_glance_drops_pairs_that_take_no_stance_and_changes_no_other_answer(
    passages: list[Passage],
) -> None:
    queries = [PairQuery(p.text, tuple((pair.holder, pair.target) for pair in p.pairs)) for p in passages]
    every = [one for scores in load_classifier().score(queries) for one in scores]
    glanced = [one for scores in load_classifier().score(queries, LEAST_CHANCE) for one in scores]
    read = [(one, other) for one, other in zip(every, glanced, strict=True) if other is not UNREAD]
    dropped = [one for one, other in zip(every, glanced, strict=True) if other is UNREAD]
    assert len(dropped) > len(every) / 3
    assert sum(one.code != "NONE" for one in dropped) <= 1
    for one, other in read:
        assert one.code == other.code
        assert one.probabilities == pytest.approx(other.probabilities, abs=1e-4)


def test_a_glance_that_lets_nothing_through_reads_nothing() -> None:
    query = PairQuery("Iran condemned Israel.", (((0, 4), (15, 21)), ((15, 21), (0, 4))))
    assert load_classifier().score([query], least_chance=1.0) == ((UNREAD, UNREAD),)


@pytest.mark.shared
def test_it_scores_what_its_card_says(shared: Path) -> None:
    pairs = read_marked(shared / "benchmarks" / "plv_train.jsonl")
    scores = marked_scores(scored_pairs(pairs[::5], load_classifier(), None))
    assert scores["root_f1"] > 0.95  # it was trained on these: a sound file knows nearly all of them
