"""Quotation marks as outlets set them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsroom.typeset import curl, typeset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsroom.records import NewsArticle, Outlet


@pytest.mark.parametrize(
    ("straight", "curly"),
    [
        ("India's", "India’s"),
        ('a "no" at last', "a “no” at last"),
        ('"No"', "“No”"),
        ("('yes')", "(‘yes’)"),
        ("the states' rights", "the states’ rights"),
        ("plain", "plain"),
    ],
)
def test_marks_curl_toward_what_they_enclose(straight: str, curly: str) -> None:
    assert curl(straight) == curly


def test_an_outlet_that_curls_does_so_in_headline_teaser_and_text(
    outlets: Mapping[str, Outlet], articles: tuple[NewsArticle, ...]
) -> None:
    own = [article for article in articles if article.outlet_id == "delhi-record"]
    curled = [typeset(outlets["delhi-record"], article) for article in own]
    assert "’" in "".join(article.title for article in curled)
    assert "’" in "".join(article.summary for article in curled)
    assert not any("'" in text for article in curled for text in (article.title, *article.paragraphs))


def test_the_others_leave_articles_as_they_are(
    outlets: Mapping[str, Outlet], articles: tuple[NewsArticle, ...]
) -> None:
    article = next(article for article in articles if article.outlet_id == "meridian-post")
    assert typeset(outlets["meridian-post"], article) is article
