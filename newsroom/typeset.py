"""How an outlet sets its articles: straight or curly quotation marks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsroom.records import NewsArticle, Outlet

CLOSING = str.maketrans(
    {"'": "\N{RIGHT SINGLE QUOTATION MARK}", '"': "\N{RIGHT DOUBLE QUOTATION MARK}"},
)


def typeset(outlet: Outlet, article: NewsArticle) -> NewsArticle:
    """Return an article with the quotation marks that its outlet uses."""
    if outlet.quotes == "straight":
        return article
    return replace(
        article,
        title=curl(article.title),
        summary=curl(article.summary),
        paragraphs=tuple(curl(paragraph) for paragraph in article.paragraphs),
    )


def curl(text: str) -> str:
    """Return a text with curly quotation marks and apostrophes instead of straight ones."""
    text = re.sub(r"(^|[\s(\[])'", "\\1\N{LEFT SINGLE QUOTATION MARK}", text)
    text = re.sub(r'(^|[\s(\[])"', "\\1\N{LEFT DOUBLE QUOTATION MARK}", text)
    return text.translate(CLOSING)
