"""Actors that no gazetteer knows, under their plain names wherever names are spelled out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tasks.tables.publish import publish
from tests.warehouse.conftest import LOADED_AT, fill
from warehouse.store import open_warehouse, query

if TYPE_CHECKING:
    from pathlib import Path

# Germany has a stance on a matter, NATO is held and met; neither is in core.actor any more.
BY_NAME = """
update core.stance set holder_code = 'name:Acme Corp' where holder_code = 'DEU';
update core.stance set holder_code = 'name:Code name: Dawn' where holder_code = 'NATO';
update core.stance set target_code = 'name:Code name: Dawn' where target_code = 'NATO';
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    warehouse = tmp_path_factory.mktemp("names") / "geostance.duckdb"
    fill(warehouse)
    with open_warehouse(warehouse) as connection:
        connection.execute(BY_NAME)
    return publish(warehouse, warehouse.parent / "published", LOADED_AT)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("name:Acme Corp", "Acme Corp"),
        ("name:Code name: Dawn", "Code name: Dawn"),  # only what it begins with
        ("name:Zoë", "Zoë"),
        ("RUS", "RUS"),
        ("", ""),
        (None, None),
    ],
)
def test_a_code_gives_the_name_in_it(copy: Path, code: str | None, name: str | None) -> None:
    assert query(copy, "select plain_name($code)", {"code": code})[1] == [(name,)]


def test_a_column_called_as_the_parameter_is_no_other_one(copy: Path) -> None:
    sql = "select plain_name(code) from core.actor where code = 'RUS'"
    assert query(copy, sql)[1] == [("RUS",)]


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        (
            "select distinct holder_name from stances order by all",
            ["Acme Corp", "Code name: Dawn", "Russia", "United Kingdom"],
        ),
        (
            "select distinct target_name from stances where target_code is not null order by all",
            ["Code name: Dawn", "Russia"],
        ),
        ("select holder_name from issue_camps('minsk') order by all", ["Acme Corp", "Russia"]),
        ("select name from find_actor('dawn')", ["Code name: Dawn"]),
    ],
)
def test_questions_spell_it_out(copy: Path, sql: str, names: list[str]) -> None:
    assert [row[0] for row in query(copy, sql)[1]] == names
