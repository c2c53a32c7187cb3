"""What a person sees of a night in the Prefect UI, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from newsroom.server import serve_newsroom
from tests.flows.conftest import list_feeds
from tests.flows.test_nightly import few_articles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Route

    from tests.flows.conftest import Night

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

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no chromium here"),
]


@pytest.fixture
def page() -> Iterator[Page]:
    """Yield a page that reaches this machine alone: the UI would call home."""

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


def test_the_run_and_its_report_are_there(night: Night, page: Page, tmp_path: Path) -> None:
    with serve_newsroom(few_articles(1)) as newsroom:
        list_feeds(night, newsroom)
        night.run()
    ui = night.prefect.api.removesuffix("/api")
    run = night.prefect.last_run()
    page.goto(f"{ui}/runs/flow-run/{run['id']}")
    expect(page.get_by_text(run["name"]).first).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    expect(page.get_by_text("Completed").first).to_be_visible()
    page.screenshot(path=tmp_path / "run.png")
    page.goto(f"{ui}/artifacts/key/nightly-report")
    page.locator("a[href*='/artifacts/artifact/']").first.click()
    expect(page.get_by_text("Feeds that failed").first).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    expect(page.get_by_text("silent-gazette").first).to_be_visible()
    page.screenshot(path=tmp_path / "report.png")
