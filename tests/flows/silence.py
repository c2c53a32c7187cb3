"""A feed that keeps a night waiting for as long as a test wants it to be under way."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from newsroom.replies import Reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsroom.replies import Request
    from newsroom.server import Newsroom

FAILING = "silent-gazette"  # answers 503 anyway
PATIENT = {"GEOSTANCE_REQUEST_TIMEOUT_SECONDS": "300", "GEOSTANCE_REQUEST_DEADLINE_SECONDS": "600"}


@contextmanager
def silent_feed(newsroom: Newsroom) -> Iterator[threading.Event]:
    """Yield an event that is set once the night asks for the feed, which is answered at the end of the block.

    The night has to be as `PATIENT` as that takes.
    """
    [url] = [feed.url for feed in newsroom.feeds if feed.id == FAILING]
    asked, over = threading.Event(), threading.Event()

    def wait(_: Request) -> Reply:
        asked.set()
        over.wait()
        return Reply(503)

    newsroom.add_routes({url.removeprefix(newsroom.base_url): wait})
    try:
        yield asked
    finally:
        over.set()
