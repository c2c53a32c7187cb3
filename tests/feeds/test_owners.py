"""Which feed a page belongs to that no feed led to."""

from __future__ import annotations

import pytest

from tasks.feeds.owners import NO_FEED, owners
from tests.feeds.conftest import FEED

ADDRESSES = {
    "paper": "https://www.paper.test/rss",
    "again": "https://paper.test/eu/rss",
    "wire": "http://feeds.wire.co.test/x",
}
FEEDS = [FEED.model_copy(update={"id": name, "url": url}) for name, url in ADDRESSES.items()]


@pytest.mark.parametrize(
    ("url", "owner"),
    [
        ("https://paper.test/a", "paper"),
        ("https://WWW.paper.test./a", "paper"),
        ("https://sport.paper.test/a", "paper"),
        ("https://www.wire.co.test/a", "wire"),
        ("https://newspaper.test/a", NO_FEED.id),
        ("https://co.test/a", NO_FEED.id),
        ("https://test/a", NO_FEED.id),
        ("http://[::1", NO_FEED.id),
        ("", NO_FEED.id),
    ],
)
def test_a_page_belongs_to_its_outlet_s_first_feed(url: str, owner: str) -> None:
    assert owners(FEEDS)(url) == owner


def test_without_feeds_nothing_belongs_anywhere() -> None:
    assert owners([])("https://paper.test/a") == NO_FEED.id
