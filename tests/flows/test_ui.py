"""What a person sees of a night in the Prefect UI, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from newsroom.server import serve_newsroom
from tests.flows.browser import CHROMIUM, PATIENCE_MILLISECONDS, open_page
from tests.flows.conftest import list_feeds
from tests.flows.test_nightly import few_articles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.flows.conftest import Night

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no chromium here"),
]


@pytest.fixture
def page() -> Iterator[Page]:
    """Yield a page of a browser."""
    with open_page() as page:
        yield page


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
