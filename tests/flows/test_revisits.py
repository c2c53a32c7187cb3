"""Entries that their feeds word anew are asked for again, slow servers beside others."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from commands.demo import feed_list
from newsroom.load import load_articles, load_outlets
from newsroom.server import serve_newsroom
from newsroom.site import site_routes

if TYPE_CHECKING:
    from newsroom.records import NewsArticle
    from newsroom.replies import Reply, Request
    from newsroom.server import Newsroom
    from tests.flows.conftest import Night

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
PATIENCE_SECONDS = 60


def first_of(outlet_id: str) -> NewsArticle:
    """Return an outlet's newest article that is one."""
    return next(
        one for one in load_articles(load_outlets()) if (one.outlet_id, one.page) == (outlet_id, "article")
    )


def meet(newsrooms: tuple[Newsroom, Newsroom], articles: tuple[NewsArticle, NewsArticle]) -> list[bool]:
    """Let servers answer for their articles once both are asked; the list fills with whether they were."""
    met: list[bool] = []
    both = threading.Barrier(2)
    for newsroom, article in zip(newsrooms, articles, strict=True):
        routes = site_routes(newsroom.outlets, (article,), newsroom.base_url)
        [path] = [path for path in routes if article.slug in path]

        def wait(request: Request, page: object = routes[path]) -> Reply:
            try:
                both.wait(PATIENCE_SECONDS)
                met.append(True)
            except threading.BrokenBarrierError:
                met.append(False)
            return page(request)  # type: ignore[operator]

        newsroom.add_routes({path: wait})
    return met


def test_batches_are_asked_for_again_side_by_side(night: Night) -> None:
    ledger, gazette = first_of("baltic-ledger"), first_of("straits-wire")
    with serve_newsroom((ledger,)) as one, serve_newsroom((gazette,)) as other:
        feeds = [feed for feed in one.feeds if feed.id == "baltic-ledger"]
        feeds += [feed for feed in other.feeds if feed.id == "straits-wire"]
        night.feeds.write_text(feed_list(feeds), encoding="utf-8")
        assert night.run()["loaded_count"] == len(feeds)

        edited = (
            replace(ledger, title=f"{ledger.title}, again"),
            replace(gazette, title=f"{gazette.title}, again"),
        )
        one.publish(edited[:1])
        other.publish(edited[1:])
        met = meet((one, other), edited)
        again = night.run(GEOSTANCE_BATCH_SIZE="1")
        assert met == [True, True]
        assert (again["revisit_count"], again["revised_count"]) == (2, 2)
