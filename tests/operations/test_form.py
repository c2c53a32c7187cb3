"""A night started by hand in the UI of `geostance up`, watched to its end, its artifacts looked at.

`GEOSTANCE_PICTURES=docs/images python -m pytest tests/operations/test_form.py` keeps a picture for the docs.
"""

from __future__ import annotations

import os
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from commands.demo import feed_list
from newsroom.server import serve_newsroom
from operations.nights import NIGHTLY
from operations.server import Site
from tests.flows.browser import CHROMIUM, PATIENCE_MILLISECONDS, open_page
from tests.flows.server import ROOT
from tests.flows.test_nightly import few_articles
from tests.operations.home import RUN_SECONDS, Home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

PICTURES = os.environ.get("GEOSTANCE_PICTURES")
FADE_MILLISECONDS = 1500  # Prefect's pages fade in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no chromium here"),
]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """Yield a home without a password: a browser's dialog cannot be filled in."""
    home = Home(tmp_path)
    home.environment["GEOSTANCE_UI_PASSWORD"] = ""
    home.site = Site(tmp_path / "operations", ROOT, home.port, "")
    yield home
    home.site.worker.end()
    home.site.server.end()


def see(
    page: Page,
    text: str,
    picture: Path,
    *,
    seconds: float = PATIENCE_MILLISECONDS / 1000,
    exact: bool = False,
) -> None:
    """Wait until the page shows a text, and take its picture."""
    expect(page.get_by_text(text, exact=exact).first).to_be_visible(timeout=seconds * 1000)
    page.wait_for_timeout(FADE_MILLISECONDS)
    page.screenshot(path=picture, full_page=True, type="jpeg", quality=60)


def submit(page: Page, attempts: int = 3) -> str:
    """Return the id of the run that the form made; a server too busy at once (503) is asked again."""
    for _ in range(attempts):
        with page.expect_response(lambda answer: answer.url.endswith("/create_flow_run")) as asked:
            page.get_by_role("button", name="Submit").click()
        if asked.value.status != HTTPStatus.SERVICE_UNAVAILABLE:
            break
        page.wait_for_timeout(FADE_MILLISECONDS)
    assert asked.value.ok, f"{asked.value.status} {asked.value.text()}"
    run: str = asked.value.json()["id"]
    return run


def test_a_night_from_the_form_to_its_artifacts(home: Home, tmp_path: Path) -> None:
    pictures = Path(PICTURES).resolve() if PICTURES else tmp_path
    site = home.site
    with serve_newsroom(few_articles(2)) as newsroom, open_page() as page:
        (home.folder / "feeds.yaml").write_text(feed_list(newsroom.feeds), encoding="utf-8")
        up = home.geostance("up")
        assert up.returncode == 0, up.stdout + up.stderr
        page.goto(f"{site.ui}/deployments/deployment/{site.ask(NIGHTLY)['id']}/run")
        see(page, "Leave out entries that their feed dates before this UTC day.", tmp_path / "form.jpg")
        run = submit(page)
        page.goto(f"{site.ui}/runs/flow-run/{run}")
        see(page, "Completed", tmp_path / "run.jpg", seconds=RUN_SECONDS, exact=True)
        assert home.wait_for(run, "COMPLETED", "FAILED", "CRASHED") == "COMPLETED"
        expect(page.get_by_text("nightly 20").first).to_be_visible()

        wanted = {"artifacts": {"flow_run_id": {"any_": [run]}}}
        artifacts: dict[str, Any] = {one["key"]: one["id"] for one in site.ask("/artifacts/filter", wanted)}
        shown = {
            "nightly-report": "Feeds that failed",
            "nightly-feeds": "silent-gazette",
            "nightly-page": "report.html",
        }
        assert artifacts.keys() == shown.keys()
        for key, text in shown.items():
            page.goto(f"{site.ui}/artifacts/artifact/{artifacts[key]}")
            see(page, text, (pictures if key == "nightly-report" else tmp_path) / f"{key}.jpg")
