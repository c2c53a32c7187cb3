"""How well pages are read: `python -m tests.benchmarks.articles`.

Reads the labelled pages beside the checkout and prints, for each set and each way of reading, how much
of the text is right: mean precision, recall and F1 of words, medians of F1 and of difflib's ratio of
words, and pages per second of processor time. Then of how many pages date, title, authors and language are
right, by us and by trafilatura, which tells days alone.
Rules were made while looking at the pages with an even line number; the odd ones were only measured.
readability-lxml and newspaper4k are measured as well where they are installed (see `rivals.py`); nothing
else needs them.
"""

from __future__ import annotations

import gzip
import json
import re
import statistics
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from functools import partial
from typing import TYPE_CHECKING

import trafilatura
from bs4 import BeautifulSoup
from rich.console import Console
from rich.table import Table

from tasks.articles.body import Hints, read_body
from tasks.articles.decode import decode_html
from tasks.articles.page import parse_page
from tasks.articles.prune import prune
from tasks.articles.read import read_html
from tasks.articles.rules import page_rules
from tasks.articles.text import fold
from tasks.errors import ArticleError
from tests.benchmarks.rivals import RIVALS, Given, Reading, read_apart
from tests.conftest import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from tasks.articles.records import Article
    from tests.benchmarks.rivals import Rival

NOW = datetime(2027, 1, 1, tzinfo=UTC)  # after every page of the sets
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page and what people say is on it; `paragraphs` in brackets may or may not be taken for text."""

    name: str
    url: str
    body: bytes
    paragraphs: tuple[str, ...]
    title: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    languages: tuple[str, ...] = ()

    def expected(self, text: str) -> str:
        """Return the text that should have been found by whoever found `text`."""
        found = fold(text)
        chosen = (
            paragraph.strip("[]")
            for paragraph in self.paragraphs
            if not paragraph.startswith("[") or fold(paragraph)[:60] in found
        )
        return "\n".join(chosen)


@dataclass(frozen=True, slots=True)
class Facts:
    """What another program says of a page, in the words of ours."""

    title: str
    authors: tuple[str, ...]
    published_at: datetime | None
    language: str


@dataclass(frozen=True, slots=True)
class Score:
    """How like a text is to the one expected, in [0, 1]."""

    precision: float
    recall: float
    f1: float
    ratio: float


def newsroom_pages(shared: Path) -> list[Labelled]:
    """Return the real pages of 41 countries, in the order of their index."""
    folder = shared / "newsroom"
    rows = map(json.loads, (folder / "index.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        Labelled(
            name=f"{number} {row['publisher']}",
            url=row["url"],
            body=gzip.decompress((folder / row["page"]).read_bytes()),
            paragraphs=tuple(row["gold_body"].splitlines()),
            title=row["title"],
            authors=tuple(row["authors"]),
            published=datetime.fromisoformat(row["publishing_date"]),
            languages=tuple(row["languages"]),
        )
        for number, row in enumerate(rows)
    ]


def human_pages(shared: Path) -> list[Labelled]:
    """Return the pages whose paragraphs were marked by hand."""
    folder = shared / "pages"
    rows = json.loads((folder / "ground_truth.json").read_text(encoding="utf-8"))
    return [
        Labelled(name, row["url"], gzip.decompress((folder / "html" / name).read_bytes()), tuple(row["body"]))
        for name, row in rows.items()
    ]


def read_or_reason(page: Labelled) -> Article | str:
    """Return the article of a page, or the reason why there is none."""
    try:
        return read_html(page.body, page.url, NOW)
    except ArticleError as error:
        return error.reason


def score(text: str, expected: str) -> Score:
    """Return how like two texts are."""
    found, wanted = (_WORD.findall(one.replace("\u00ad", "").lower()) for one in (text, expected))
    shared = (Counter(found) & Counter(wanted)).total()
    ratio = SequenceMatcher(None, found, wanted, autojunk=False).ratio()
    if not shared:
        return Score(0.0, 0.0, 0.0, ratio)
    precision, recall = shared / len(found), shared / len(wanted)
    return Score(precision, recall, 2 * precision * recall / (precision + recall), ratio)


def is_right_date(article: Facts | Article, page: Labelled) -> bool:
    """Return whether the date is right to the minute.

    Where the label has no zone, the zone may be any; where it has no time either, the day must be right.
    """
    published, found = page.published, article.published_at
    if published is None or found is None:
        return False
    if published.tzinfo:
        return found.replace(second=0) == published.astimezone(UTC).replace(second=0, microsecond=0)
    apart = abs(found.replace(tzinfo=None) - published)
    return apart < timedelta(hours=14)


def is_right_day(article: Facts | Article, page: Labelled) -> bool:
    """Return whether the day is right, in UTC or where the page is from."""
    published, found = page.published, article.published_at
    if published is None or found is None:
        return False
    return found.date() in {published.date(), published.astimezone(UTC).date()}


def by_trafilatura(page: Labelled) -> str:
    """Return what trafilatura alone finds."""
    return trafilatura.extract(page.body, include_comments=False) or ""


def facts_by_trafilatura(page: Labelled) -> Facts:
    """Return what trafilatura says of a page: days without a time, names in one text."""
    found = trafilatura.extract_metadata(page.body, page.url)
    text = by_trafilatura(page)
    return Facts(
        title=found.title or "",
        authors=tuple(name for name in (found.author or "").split("; ") if name),
        published_at=datetime.fromisoformat(found.date).replace(tzinfo=UTC) if found.date else None,
        language=trafilatura.utils.language_classifier(text, "") or "",
    )


def by_careful_reading(page: Labelled) -> str:
    """Return what our own reading alone finds, without any hint of the page's metadata."""
    rules = page_rules()
    root = parse_page(decode_html(page.body), page.url).root
    prune(root, rules.names)
    return "\n".join(read_body(root, Hints(), rules.lines).paragraphs)


def by_length(page: Labelled) -> str:
    """Return our reading where it is 0.6 to 1.1 times as long as trafilatura's, else trafilatura's."""
    ours, theirs = by_careful_reading(page), by_trafilatura(page)
    return ours if not theirs or 0.6 <= len(ours) / len(theirs) <= 1.1 else theirs


def by_plain_bs4(page: Labelled) -> str:
    """Return all paragraphs that bs4 finds, wherever they stand."""
    soup = BeautifulSoup(decode_html(page.body), "lxml")
    return "\n".join(paragraph.get_text(" ", strip=True) for paragraph in soup.find_all("p"))


def by_us(page: Labelled) -> str:
    """Return the text of the article, nothing for a page that is rejected."""
    read = read_or_reason(page)
    return "" if isinstance(read, str) else read.text


def read_here(read: Callable[[Labelled], str], pages: Sequence[Labelled]) -> Reading:
    """Return what a way of reading in this process finds."""
    started = time.process_time()
    texts = [read(page) for page in pages]
    seconds = time.process_time() - started
    return Reading(texts, seconds, Counter("empty" for text in texts if not text.strip()))


def read_by_rival(rival: Rival, pages: Sequence[Labelled]) -> Reading:
    """Return what another program finds, given what ours is given: the page decoded."""
    return read_apart(rival, (Given(decode_html(page.body), page.url) for page in pages))


def text_rows(name: str, pages: Sequence[Labelled]) -> Iterable[tuple[str, ...]]:
    """Yield a row for each way of reading a set; a page without a text counts as an empty one."""
    ways: dict[str, Callable[[Sequence[Labelled]], Reading]] = {
        "geostance": partial(read_here, by_us),
        "its own reading alone": partial(read_here, by_careful_reading),
        "own or trafilatura, by length": partial(read_here, by_length),
        "trafilatura alone": partial(read_here, by_trafilatura),
        "plain bs4": partial(read_here, by_plain_bs4),
        **{rival.name: partial(read_by_rival, rival) for rival in RIVALS if rival.is_installed},
    }
    for way, read in ways.items():
        found = read(pages)
        scores = [score(text, page.expected(text)) for text, page in zip(found.texts, pages, strict=True)]
        yield (
            name,
            way,
            *(
                f"{statistics.mean(getattr(one, field) for one in scores):.3f}"
                for field in ("precision", "recall", "f1")
            ),
            *(f"{statistics.median(getattr(one, field) for one in scores):.3f}" for field in ("f1", "ratio")),
            f"{len(pages) / found.cpu_seconds:.1f}",
            ", ".join(f"{count} {why}" for why, count in found.lacking.most_common()) or "-",
        )


def fact_rows(name: str, pages: Sequence[Labelled]) -> Iterable[tuple[str, ...]]:
    """Yield of how many articles date, title, authors and language are right by us, and by trafilatura."""
    read = [(page, found) for page in pages if not isinstance(found := read_or_reason(page), str)]
    yield (name, "geostance", f"{len(read)} of {len(pages)}", *right_facts(read))
    theirs = [(page, facts_by_trafilatura(page)) for page in pages]
    yield (name, "trafilatura", f"{len(theirs)} of {len(pages)}", *right_facts(theirs))


def right_facts(read: Sequence[tuple[Labelled, Facts | Article]]) -> Iterable[str]:
    """Yield of how many pages each fact is right."""
    for facts in (
        [is_right_date(found, page) for page, found in read],
        [is_right_day(found, page) for page, found in read],
        [fold(found.title) == fold(page.title) for page, found in read],
        [found.authors == page.authors for page, found in read],
        [found.language in page.languages for page, found in read],
    ):
        yield f"{sum(map(bool, facts))} of {len(read)}"


def main() -> None:
    """Print the tables."""
    if not SHARED.is_dir():
        print("no labelled pages beside this checkout (../shared): nothing to measure")
        return
    every = newsroom_pages(SHARED)
    read_or_reason(every[0])  # loads what is loaded once
    english = [page for page in every if "en" in page.languages]
    halves = {"newsroom, even": every[::2], "newsroom, odd": every[1::2]}
    texts = Table(
        "pages", "read by", "precision", "recall", "F1", "median F1", "ratio", "pages/CPU-s", "no text"
    )
    for name, pages in {
        **halves,
        "newsroom, English": english,
        "marked by hand": human_pages(SHARED),
    }.items():
        for row in text_rows(name, pages):
            texts.add_row(*row)
    facts = Table("pages", "read by", "articles", "same minute", "same day", "title", "authors", "language")
    for name, pages in {**halves, "newsroom, English": english}.items():
        for row in fact_rows(name, pages):
            facts.add_row(*row)
    console = Console(width=140)
    console.print(texts)
    console.print(facts)


if __name__ == "__main__":
    main()
