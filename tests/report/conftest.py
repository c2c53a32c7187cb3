"""The small warehouse of tests/warehouse, and one whose texts are out to do harm, each as a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, sync_playwright

from config.watch import Dyad, Event, WatchList
from report.ask import make_report
from report.file import write_report
from tasks.tables.publish import publish
from tests.report.browser import CHROMIUM
from tests.warehouse.conftest import LOADED_AT, fill
from warehouse.store import open_warehouse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from report.records import Report

HOSTILE = """
update core.article set title = '<script>document.title = "owned"</script>';
update core.article set canonical_url = 'javascript:alert(1)';
update core.stance set sentence = '"><img src=x onerror="document.title = 1"> & so on';
update core.stance set speaker = '</script><b>';
update core.actor set name = 'Rus"sia <i>' where code = 'RUS';
"""
WATCH = """
dyads:
  - {holder: RUS, target: NATO}
  - {holder: BLOC members, target: RUS}
  - {holder: NATO, target: DEU}
issues: [minsk]
events:
  - {day: 2022-01-12, name: Talks in Brussels}
  - {day: 1999-01-12, name: Long ago}
"""


@pytest.fixture(scope="module")  # its event loop would be in the way of tests of other parts
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    warehouse = tmp_path_factory.mktemp("report") / "geostance.duckdb"
    fill(warehouse)
    return publish(warehouse, warehouse.parent / "published", LOADED_AT)


@pytest.fixture(scope="session")
def watch_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("watch") / "watch.yaml"
    path.write_text(WATCH, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def report(published: Path) -> Report:
    dyads = (Dyad(holder="RUS", target="NATO"), Dyad(holder="NATO", target="DEU"))
    events = (Event.model_validate({"day": "2022-01-12", "name": "Talks"}),)
    return make_report(published, WatchList(dyads=dyads, issues=("minsk",), events=events), None, None)


@pytest.fixture(scope="session")
def page_file(published: Path, watch_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    write_report(published, watch_file, path)
    return path


@pytest.fixture(scope="session")
def hostile_page(watch_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    fill(folder / "geostance.duckdb")
    with open_warehouse(folder / "geostance.duckdb") as connection:
        connection.execute(HOSTILE)
    published = publish(folder / "geostance.duckdb", folder / "published", LOADED_AT)
    write_report(published, watch_file, folder / "report.html")
    return folder / "report.html"
