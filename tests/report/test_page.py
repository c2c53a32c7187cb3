"""The page as a person meets it, in a real browser: with keyboard, on a phone, in the dark, under attack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.report.browser import CHROMIUM, opened

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason="no chromium here")]


def test_it_asks_for_nothing_and_says_nothing(browser: Browser, page_file: Path) -> None:
    watched = opened(browser, page_file)
    assert watched.asked == [page_file.as_uri()]
    assert watched.said == []
    expect(watched.page.get_by_role("heading", name="Who stands where")).to_be_visible()
    watched.page.close()


def test_a_point_opens_its_sentences_by_keyboard(browser: Browser, page_file: Path) -> None:
    page = opened(browser, page_file).page
    sentence = page.locator("#trends blockquote").first
    expect(sentence).not_to_be_visible()
    page.locator("#trends svg a").first.focus()
    page.keyboard.press("Enter")
    expect(sentence).to_be_visible()
    expect(page.locator("#trends .evidence:target")).to_be_focused()
    link = page.locator("#trends .evidence:target a").first
    expect(link).to_have_attribute("href", "https://paper.example/2")
    page.close()


def test_a_cell_of_the_heat_map_opens_its_sentences_twice(browser: Browser, page_file: Path) -> None:
    page = opened(browser, page_file).page
    evidence = page.locator("[id='all-RUS-NATO']")
    for _ in range(2):
        page.locator("a[href='#all-RUS-NATO']").click()
        expect(evidence).to_be_visible()
        page.locator("#heat details").first.evaluate("fold => fold.open = false")
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_it(browser: Browser, page_file: Path, scheme: str) -> None:
    page = opened(browser, page_file, scheme=scheme).page
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.close()


def test_it_fits_a_phone(browser: Browser, page_file: Path) -> None:
    page = opened(browser, page_file, width=390).page
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.close()


def test_texts_from_the_web_stay_texts(browser: Browser, hostile_page: Path) -> None:
    watched = opened(browser, hostile_page)
    page = watched.page
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    assert page.title().startswith("Stances, ")
    assert watched.said == []
    assert page.locator("img, .evidence b, .evidence script").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    expect(page.locator("blockquote").first).to_contain_text('"><img src=x onerror=')
    expect(page.locator(".source").first).to_contain_text("<script>document.title")
    page.close()
