"""A real browser that reaches this machine alone."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page, Route

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MILLISECONDS = 60_000


@contextmanager
def open_page() -> Iterator[Page]:
    """Yield a page of a chromium; Prefect's UI would call home, and is not let."""

    def loopback_only(route: Route) -> None:
        is_ours = re.match(r"https?://(127\.0\.0\.1|localhost)[:/]", route.request.url)
        route.continue_() if is_ours else route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        page.route("**/*", loopback_only)
        yield page
        browser.close()
