"""Ways into the user's own network: `python -m tests.benchmarks.guard`.

Tries every way of `tests/feeds/inside.py` against a server of loopback: asked for directly, behind a
redirect, and through a proxy, save for names, which are the proxy's to judge. Prints why each is refused;
fails where one is open.
"""

from __future__ import annotations

import os
import sys

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from config.settings import Settings
from tasks.feeds.fetch import Fetcher
from tests.feeds.inside import (
    OPEN,
    WAYS,
    WRITTEN,
    asked_directly,
    behind_a_proxy,
    behind_a_redirect,
)


def main() -> None:
    """Print the table."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        os.environ.pop(name, None)
        os.environ.pop(name.upper(), None)
    bounds = {"per_host_delay_seconds": 0, "request_timeout_seconds": 1}
    guarded = Fetcher(Settings(**bounds))
    sent_on = Fetcher(Settings(**bounds, allowed_hosts=("start.test",)))
    table = Table("way", "address", "directly", "redirected to", "through a proxy")
    found: list[str] = []
    for way in WAYS:
        answers = [asked_directly(guarded, way), behind_a_redirect(sent_on, way)]
        if way in WRITTEN:
            answers.append(behind_a_proxy(guarded, way))
        found += answers
        table.add_row(way.kind, escape(way.address.replace("{port}", "8080")), *answers)
    Console(width=140).print(table)
    print(f"{len(table.rows)} ways, {len(found)} attempts, {found.count(OPEN)} open")
    sys.exit(OPEN in found)


if __name__ == "__main__":
    main()
