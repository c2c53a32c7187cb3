"""How fast stances are read: `python -m tests.benchmarks.stances`.

Articles of about 500 words are put together from the sentence table of `tests/stances` and read in one
process with one thread, as a run does for each of its workers. Ratios are to parting the same text into
words alone, and to the encoder alone on the same sentences and pairs. Wall times vary with what else the
machine does; ratios hardly do.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import spacy

from tasks.stances.extract import _query, candidates_of
from tasks.stances.extractor import load_extractor
from tasks.stances.pipeline import read_text

if TYPE_CHECKING:
    from collections.abc import Callable

TABLE = Path(__file__).parents[1] / "stances" / "sentences.jsonl"
WORDS = 500
DAY = date(2024, 3, 1)
LOADING = """
import time
started = time.perf_counter()
from tasks.stances.extractor import load_extractor
load_extractor()
print(time.perf_counter() - started)
"""


def articles(count: int) -> list[str]:
    """Return texts of about `WORDS` words; a third of their sentences name no two actors."""
    rng = random.Random(7)
    rows = [json.loads(line)["text"] for line in TABLE.read_text(encoding="utf-8").splitlines()]
    plain = "The committee will look at the figures again in the autumn, when more of them are in."
    made = []
    for _ in range(count):
        text: list[str] = []
        while sum(len(part.split()) for part in text) < WORDS:
            text.append(plain if rng.random() < 1 / 3 else rng.choice(rows))
        made.append(" ".join(text))
    return made


def seconds(work: Callable[[], object]) -> float:
    """Return how long the work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=40)
    texts = articles(parser.parse_args().articles)
    loading = subprocess.run([sys.executable, "-c", LOADING], capture_output=True, text=True, check=True)
    extractor, blank = load_extractor(), spacy.blank("en")
    sentences = [read_text(extractor.pipeline, text, DAY) for text in texts]
    queries = [
        [_query(sentence, asked) for sentence in article if (asked := candidates_of(sentence))]
        for article in sentences
    ]
    pairs = sum(len(query.pairs) for article in queries for query in article)
    took = {
        "words alone": seconds(lambda: [blank(text) for text in texts]),
        "sentences and mentions": seconds(
            lambda: [read_text(extractor.pipeline, text, DAY) for text in texts]
        ),
        "encoder alone": seconds(lambda: [extractor.classifier.score(article) for article in queries]),
        "all": seconds(lambda: [extractor.read(text, DAY) for text in texts]),
    }
    words = sum(len(text.split()) for text in texts) // len(texts)
    print(f"{len(texts)} articles of {words} words: {sum(map(len, sentences))} sentences, {pairs} pairs")
    for name, one in took.items():
        ratio = one / took["words alone"]
        print(f"{name:<24}{one:>8.2f} s {len(texts) / one:>8.1f} articles/s {ratio:>7.1f} x words alone")
    encoder = took["encoder alone"]
    print(f"all / encoder alone {took['all'] / encoder:.2f}; pairs/s {pairs / encoder:.0f}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform != "darwin" else 1024**2
    )
    print(f"loading {float(loading.stdout):.2f} s; most memory {memory:.0f} MB")


if __name__ == "__main__":
    main()
