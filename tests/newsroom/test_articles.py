"""The sample articles: how many, when, how long, and in whose words."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from newsroom.load import ARTICLES_FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsroom.records import NewsArticle, Outlet

FILES = sorted(ARTICLES_FOLDER.rglob("*.md"))
QUOTED = re.compile(r"[\"“„]([^\"”“]+)[\"”“]")
FIRST_DAY, LAST_DAY = date(2021, 11, 1), date(2022, 4, 30)


def test_six_outlets_or_more_are_up_and_publish_sixty_articles_or_more(
    outlets: Mapping[str, Outlet], articles: tuple[NewsArticle, ...]
) -> None:
    up = {outlet.id for outlet in outlets.values() if not outlet.is_down}
    counts = Counter(article.outlet_id for article in articles if article.page == "article")
    assert len(up) >= 6
    assert counts.total() >= 60
    assert counts.keys() == up
    assert min(counts.values()) >= 8


def test_every_file_is_an_entry_of_some_feed(articles: tuple[NewsArticle, ...]) -> None:
    assert len(articles) == len(FILES)


def test_articles_are_dated_from_november_to_april_and_come_newest_first(
    articles: tuple[NewsArticle, ...],
) -> None:
    days = [article.published_at.date() for article in articles]
    assert min(days) >= FIRST_DAY
    assert max(days) <= LAST_DAY
    assert days == sorted(days, reverse=True)
    assert len({(day.year, day.month) for day in days}) == 6  # no month is empty


def test_one_entry_leads_to_a_player_and_one_nowhere(articles: tuple[NewsArticle, ...]) -> None:
    odd = {article.page: article.outlet_id for article in articles if article.page != "article"}
    assert odd == {"video": "capitol-courier", "missing": "meridian-post"}


def test_articles_are_as_long_as_news_are(articles: tuple[NewsArticle, ...]) -> None:
    odd = {
        article.slug: (len(article.paragraphs), word_count(article))
        for article in articles
        if article.page == "article"
        if not (4 <= len(article.paragraphs) <= 8 and 120 <= word_count(article) <= 260)
    }
    assert not odd


def test_what_stands_between_quotation_marks_is_short(articles: tuple[NewsArticle, ...]) -> None:
    # Real persons' words are reported, not put into their mouths; the few that are quoted are on record.
    quoted = [words for article in articles for text in texts(article) for words in QUOTED.findall(text)]
    assert set(quoted) == {"no limits", "cannot remain in power,", "rock solid"}


def test_headlines_and_teasers_are_no_copies(articles: tuple[NewsArticle, ...]) -> None:
    for field in ("title", "summary", "slug"):
        assert len({getattr(article, field) for article in articles}) == len(articles)


def word_count(article: NewsArticle) -> int:
    return sum(len(paragraph.split()) for paragraph in article.paragraphs)


def texts(article: NewsArticle) -> tuple[str, ...]:
    return (article.title, article.summary, *article.paragraphs)
