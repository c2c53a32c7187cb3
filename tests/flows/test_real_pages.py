"""The whole night on real news pages: what becomes of them, twice, and killed at any moment."""

from __future__ import annotations

import random
import signal
import statistics
import time
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import pytest

from tests.flows.realnews import RealPage, read_pages, serve_pages
from warehouse.store import open_warehouse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsroom.server import Newsroom
    from tests.flows.conftest import Night

pytestmark = [pytest.mark.slow, pytest.mark.shared, pytest.mark.timeout(1500)]
KILLS = 5
SHORTEST_ARTICLE = 60  # words; a page with less is no article to speak of


@pytest.fixture(scope="module")
def pages(shared: Path) -> tuple[RealPage, ...]:
    return read_pages(shared)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("real")


@pytest.fixture(scope="module")
def newsroom(pages: tuple[RealPage, ...], folder: Path) -> Iterator[Newsroom]:
    with serve_pages(pages, folder / "feeds.yaml") as running:
        yield running


@pytest.fixture(scope="module")
def undisturbed(
    newsroom: Newsroom,  # noqa: ARG001 - has to run
    make_night: Callable[[Path, Path], Night],
    folder: Path,
) -> tuple[Night, dict[str, Any], float]:
    """Return a night left alone, its report and how many seconds it took."""
    night = make_night(folder / "undisturbed", folder / "feeds.yaml")
    started = time.monotonic()
    report = night.run()
    return night, report, time.monotonic() - started


def texts_of(night: Night) -> dict[str, tuple[str, Any]]:
    """Return text and date of each article by the address it was fetched from."""
    with open_warehouse(night.warehouse) as connection:
        rows = connection.execute(
            "select e.url, t.text, a.published_at from ops.entry as e"
            " join core.article as a using (article_id) join core.article_text as t using (article_id)"
        ).fetchall()
    return {url: (text, published_at) for url, text, published_at in rows}


def test_every_page_is_an_article_or_rejected_with_a_true_reason(
    undisturbed: tuple[Night, dict[str, Any], float], newsroom: Newsroom, pages: tuple[RealPage, ...]
) -> None:
    night, report, _ = undisturbed
    assert report["new_count"] == len(pages)
    assert report["loaded_count"] + report["rejected_count"] == len(pages)
    assert report["pending_count"] == 0
    assert all(check["bad_count"] == 0 for check in report["checks"] if check["severity"] == "error")
    texts = texts_of(night)
    untrue = [
        page.url
        for page in pages
        if newsroom.base_url + page.path not in texts and len(page.body.split()) >= SHORTEST_ARTICLE
    ]
    assert len(untrue) <= 0.02 * len(pages), untrue


def test_english_bodies_are_those_that_people_found(
    undisturbed: tuple[Night, dict[str, Any], float], newsroom: Newsroom, pages: tuple[RealPage, ...]
) -> None:
    texts = texts_of(undisturbed[0])
    ratios = [
        SequenceMatcher(None, texts[newsroom.base_url + page.path][0].split(), page.body.split()).ratio()
        for page in pages
        if page.languages == ("en",) and newsroom.base_url + page.path in texts
    ]
    print(f"median similarity of {len(ratios)} English bodies: {statistics.median(ratios):.3f}")
    assert statistics.median(ratios) > 0.9


def test_dates_are_right_to_the_minute(
    undisturbed: tuple[Night, dict[str, Any], float], newsroom: Newsroom, pages: tuple[RealPage, ...]
) -> None:
    texts = texts_of(undisturbed[0])
    found = [
        (texts[newsroom.base_url + one.path][1], one)
        for one in pages
        if newsroom.base_url + one.path in texts
    ]
    right = [one for dated, one in found if abs((dated - one.published_at).total_seconds()) < 60]
    print(f"dates right to the minute: {len(right)} of {len(found)}")
    assert len(right) >= 0.95 * len(found), [one.url for _, one in found if one not in right]


def test_a_second_night_adds_nothing_and_fetches_only_feeds(
    undisturbed: tuple[Night, dict[str, Any], float], newsroom: Newsroom, contents: Callable[[Path], object]
) -> None:
    night = undisturbed[0]
    before, seen = contents(night.warehouse), len(newsroom.visits)
    report = night.run()
    assert (report["new_count"], report["stance_count"]) == (0, 0)
    assert contents(night.warehouse) == before
    visits = newsroom.visits[seen:]
    assert {visit.status for visit in visits} == {304}
    assert all(visit.request.path.startswith("/feed/") for visit in visits)


def test_a_night_killed_five_times_ends_with_the_same_tables(
    undisturbed: tuple[Night, dict[str, Any], float],
    folder: Path,
    make_night: Callable[[Path, Path], Night],
    contents: Callable[[Path], object],
) -> None:
    left_alone, _, seconds = undisturbed
    night = make_night(folder / "killed", folder / "feeds.yaml")
    moments = random.Random(5)
    for _ in range(KILLS):
        with night.start() as process:
            time.sleep(moments.uniform(0.1, 0.9) * seconds)
            process.send_signal(signal.SIGKILL)
            process.communicate()
    night.run()
    assert contents(night.warehouse) == contents(left_alone.warehouse)
