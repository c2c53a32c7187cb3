"""The sample newsroom, read once and served once for all tests that only look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsroom.load import load_articles, load_outlets
from newsroom.server import serve_newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsroom.records import NewsArticle, Outlet
    from newsroom.server import Newsroom


@pytest.fixture(scope="session")
def outlets() -> Mapping[str, Outlet]:
    return {outlet.id: outlet for outlet in load_outlets()}


@pytest.fixture(scope="session")
def articles(outlets: Mapping[str, Outlet]) -> tuple[NewsArticle, ...]:
    return load_articles(outlets.values())


@pytest.fixture(scope="session")
def newsroom() -> Iterator[Newsroom]:
    with serve_newsroom() as running:
        yield running
