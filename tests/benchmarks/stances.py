"""How fast stances are read: `python -m tests.benchmarks.stances`.

Two sets of articles are read in one process with one thread, as a run does for each of its workers: some
put together from the sentence table of `tests/stances`, so that two thirds of their sentences name actors
who act, and, where they lie beside the checkout, the English texts of real pages. All times are seconds
of processor time, and an article is 500 words. Ratios are to parting the same text into words alone, and
to the encoder alone on the same sentences and pairs, each of which it reads. The second table is the curve
of speed and loss: pairs that at a first glance have less chance of a stance than `LEAST_CHANCE` are not
read further.
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
from rich.console import Console
from rich.table import Table

from tasks.stances import extract
from tasks.stances.candidates import candidates_of
from tasks.stances.extract import _query
from tasks.stances.extractor import load_extractor
from tasks.stances.pipeline import read_text
from tests.benchmarks.articles import human_pages, newsroom_pages
from tests.conftest import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tasks.stances.extractor import Extractor
    from tasks.stances.records import Stance

TABLE = Path(__file__).parents[1] / "stances" / "sentences.jsonl"
WORDS = 500
DAY = date(2024, 3, 1)
CHANCES = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3)
LOADING = """
import time
started = time.process_time()
from tasks.stances.extractor import load_extractor
load_extractor()
print(time.process_time() - started)
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


def real_articles() -> list[str]:
    """Return the English texts of the labelled pages, none where they are missing."""
    if not SHARED.is_dir():
        return []
    english = (page for page in newsroom_pages(SHARED) if "en" in page.languages)
    pages = [*english, *human_pages(SHARED)]
    return ["\n".join(part.strip("[]") for part in page.paragraphs) for page in pages]


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that the work takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def parts_table(name: str, texts: Sequence[str], extractor: Extractor) -> Table:
    """Return a table of what each part of reading takes."""
    blank = spacy.blank("en")
    sentences = [read_text(extractor.pipeline, text, DAY) for text in texts]
    asked = [[(s, found) for s in article if (found := candidates_of(s))] for article in sentences]
    queries = [[_query(sentence, found) for sentence, found in article] for article in asked]
    pairs = sum(len(query.pairs) for article in queries for query in article)
    took = {
        "words alone": seconds(lambda: [blank(text) for text in texts]),
        "sentences and mentions": seconds(lambda: [read_text(extractor.pipeline, t, DAY) for t in texts]),
        "encoder alone, every pair": seconds(lambda: [extractor.classifier.score(one) for one in queries]),
        "all": seconds(lambda: [extractor.read(text, DAY) for text in texts]),
    }
    count = articles_of(texts)
    held = sum(map(len, sentences))
    title = f"{name}: {len(texts)} texts, {count:.0f} articles, {held} sentences, {pairs} pairs"
    table = Table("", "CPU-s", "articles/CPU-s", "x words alone", "x encoder alone", title=title)
    for part, one in took.items():
        ratios = one / took["words alone"], one / took["encoder alone, every pair"]
        table.add_row(part, f"{one:.2f}", f"{count / one:.1f}", *(f"{ratio:.2f}" for ratio in ratios))
    return table


def curve_table(name: str, texts: Sequence[str], extractor: Extractor) -> Table:
    """Return a table of speed and stances by least chance."""
    table = Table("least chance", "articles/CPU-s", "stances", "lost", "new", title=f"{name}: speed and loss")
    shipped, every = extract.LEAST_CHANCE, set()
    for least in CHANCES:
        extract.LEAST_CHANCE = least
        started = time.process_time()
        found = {(n, *_key(one)) for n, text in enumerate(texts) for one in extractor.read(text, DAY)}
        took = time.process_time() - started
        every = every or found
        mark = " (shipped)" if least == shipped else ""
        lost, new = len(every - found), len(found - every)
        speed = f"{articles_of(texts) / took:.1f}"
        table.add_row(f"{least:g}{mark}", speed, str(len(found)), str(lost), str(new))
    extract.LEAST_CHANCE = shipped
    return table


def articles_of(texts: Sequence[str]) -> float:
    """Return how many articles of `WORDS` words the texts make."""
    return sum(len(text.split()) for text in texts) / WORDS


def _key(one: Stance) -> tuple[object, ...]:
    return one.holder_code, one.target_code, one.issue, one.code, one.start


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=40)
    made = articles(parser.parse_args().articles)
    loading = subprocess.run([sys.executable, "-c", LOADING], capture_output=True, text=True, check=True)
    extractor, console = load_extractor(), Console(width=110)
    show(console, "put together", made, extractor)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform != "darwin" else 1024**2
    )
    if texts := real_articles():
        show(console, "real pages", texts, extractor)
    console.print(f"loading {float(loading.stdout):.2f} s; most memory, put together: {memory:.0f} MB")


def show(console: Console, name: str, texts: Sequence[str], extractor: Extractor) -> None:
    """Print both tables of a set."""
    console.print(parts_table(name, texts, extractor), curve_table(name, texts, extractor))


if __name__ == "__main__":
    main()
