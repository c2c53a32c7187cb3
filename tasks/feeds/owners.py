"""Which feed of the list a page belongs to, where no feed led to it: that of its outlet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tasks.feeds.parse import ListedFeed

FEED_HOSTS = ("www.", "feeds.", "feed.", "rss.")  # before the name of the outlet


@dataclass(frozen=True, slots=True)
class NoFeed:
    """What stands for a feed where saved pages belong to none: never read, of no country."""

    id: str = "import"
    name: str = "Saved pages of no feed"
    url: str = ""
    country: str = ""
    language: str = ""
    kind: str = "import"
    state_owned: bool | None = None
    enabled: bool = False


NO_FEED = NoFeed()


def owners(feeds: Iterable[ListedFeed]) -> Callable[[str], str]:
    """Return what tells the id of the feed that an address belongs to, that of `NO_FEED` for none.

    A feed owns its outlet's host and the hosts below; of several feeds of one outlet the first does.
    """
    by_host: dict[str, str] = {}
    for feed in feeds:
        if host := _outlet(feed.url):
            by_host.setdefault(host, feed.id)

    def feed_of(url: str) -> str:
        host = _outlet(url)
        while "." in host:
            if host in by_host:
                return by_host[host]
            host = host.partition(".")[2]
        return by_host.get(host, NO_FEED.id)

    return feed_of


def _outlet(url: str) -> str:
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
    prefix = next((one for one in FEED_HOSTS if host.startswith(one)), "")
    bare = host.removeprefix(prefix)
    return bare if "." in bare else host
