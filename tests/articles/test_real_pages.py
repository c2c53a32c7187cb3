"""Real news pages of 41 countries: what becomes of them, how right it is, how long it takes."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.articles import (
    Labelled,
    Score,
    by_trafilatura,
    human_pages,
    is_right_date,
    newsroom_pages,
    read_or_reason,
    score,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tasks.articles.records import Article

pytestmark = [pytest.mark.shared, pytest.mark.slow]
TRUE_TEASERS = 1  # pages of the second set that hold the first sentences of a text that is sold


@pytest.fixture(scope="module")
def newsroom(shared: Path) -> list[tuple[Labelled, Article | str]]:
    """Return the pages of the newsroom set with what was read."""
    return [(page, read_or_reason(page)) for page in newsroom_pages(shared)]


@pytest.fixture(scope="module")
def articles(newsroom: list[tuple[Labelled, Article | str]]) -> list[tuple[Labelled, Article]]:
    """Return those of them that became articles."""
    return [(page, read) for page, read in newsroom if not isinstance(read, str)]


@pytest.fixture(scope="module")
def english(articles: list[tuple[Labelled, Article]]) -> list[tuple[Labelled, Article]]:
    """Return those in English."""
    return [(page, read) for page, read in articles if "en" in page.languages]


def scores_of(read: list[tuple[Labelled, Article]]) -> list[Score]:
    return [score(article.text, page.expected(article.text)) for page, article in read]


def test_every_page_is_an_article(
    newsroom: list[tuple[Labelled, Article | str]], articles: list[tuple[Labelled, Article]]
) -> None:
    assert len(newsroom) == 164
    assert len(articles) >= 0.98 * len(newsroom), [read for _, read in newsroom if isinstance(read, str)]


@pytest.mark.parametrize("half", [0, 1], ids=["even", "odd"])
def test_their_text_is_right(half: int, articles: list[tuple[Labelled, Article]]) -> None:
    scores = scores_of([one for one in articles if int(one[0].name.split()[0]) % 2 == half])
    assert statistics.median(one.f1 for one in scores) > 0.97
    assert statistics.median(one.ratio for one in scores) > 0.97
    assert statistics.mean(one.f1 for one in scores) > 0.95


def test_text_in_english_is_right(english: list[tuple[Labelled, Article]]) -> None:
    scores = scores_of(english)
    assert len(scores) == 62
    assert statistics.median(one.f1 for one in scores) > 0.98
    assert statistics.median(one.ratio for one in scores) > 0.98


def test_dates_are_right_to_the_minute(
    articles: list[tuple[Labelled, Article]], english: list[tuple[Labelled, Article]]
) -> None:
    for read in (articles, english):
        right = [is_right_date(article, page) and article.date_basis == "page" for page, article in read]
        assert sum(right) >= 0.95 * len(right)


def test_languages_are_right(articles: list[tuple[Labelled, Article]]) -> None:
    right = [article.language in page.languages for page, article in articles]
    assert sum(right) >= 0.98 * len(right)


def test_agreement_marks_the_texts_that_are_right(articles: list[tuple[Labelled, Article]]) -> None:
    sure = [one for one in articles if (one[1].agreement or 0) >= 0.95]
    unsure = [one for one in articles if (one[1].agreement or 0) < 0.95]
    assert len(sure) > 0.9 * len(articles)
    assert statistics.mean(one.f1 for one in scores_of(sure)) > 0.96
    assert statistics.mean(one.f1 for one in scores_of(unsure)) < statistics.mean(
        one.f1 for one in scores_of(sure)
    )


def test_it_is_better_than_trafilatura_where_people_marked_the_text(shared: Path) -> None:
    pages = human_pages(shared)
    read = [(page, read_or_reason(page)) for page in pages]
    reasons = [found for _, found in read if isinstance(found, str)]
    assert reasons == ["teaser"] * TRUE_TEASERS
    ours = [
        0.0 if isinstance(found, str) else score(found.text, page.expected(found.text)).f1
        for page, found in read
    ]
    theirs = [score(text, page.expected(text)).f1 for page in pages for text in [by_trafilatura(page)]]
    assert statistics.mean(ours) > 0.95
    assert statistics.mean(ours) > statistics.mean(theirs)


def test_no_page_takes_long(newsroom: list[tuple[Labelled, Article | str]]) -> None:
    started = time.process_time()
    for page, _ in newsroom[:40]:
        read_or_reason(page)
    assert time.process_time() - started < 40 / 5  # 25 a second on a machine that does nothing else
