"""Members of a group on either side of a question, on the rows of conftest.py and some that are awkward."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tasks.tables.publish import publish
from tests.warehouse.conftest import LOADED_AT, fill
from warehouse.store import open_warehouse, query

if TYPE_CHECKING:
    from pathlib import Path

AWKWARD = """
insert into core.actor_member values
    ('BLOC', 'GBR', date '2020-01-01', null), -- a second time, over the first
    ('BLOC', 'RUS', null, date '2022-01-04'); -- was met on the 3rd, by Britain, and on later days
update core.stance set holder_code = 'name:Sea members' where holder_code = 'NATO';
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    warehouse = tmp_path_factory.mktemp("members") / "geostance.duckdb"
    fill(warehouse)
    with open_warehouse(warehouse) as connection:
        connection.execute(AWKWARD)
    return publish(warehouse, warehouse.parent / "published", LOADED_AT)


@pytest.mark.parametrize(
    ("who", "whom", "held"),
    [
        ("BLOC members", "RUS", ["GBR"]),
        ("BLOC members", "NATO", ["RUS", "RUS"]),
        ("BLOC members", None, ["GBR", "RUS", "RUS"]),
        (None, "BLOC members", ["GBR"]),
        ("GBR", "BLOC members", ["GBR"]),
        ("DEU", "BLOC members", []),
        ("BLOC members", "BLOC members", ["GBR"]),
        ("name:Sea members", "RUS", ["name:Sea members"]),
        ("NOBODY members", None, []),
        ("BLOC members", "NOBODY members", []),
    ],
)
def test_members_of_the_day_hold_and_are_met_once(
    copy: Path, who: str | None, whom: str | None, held: list[str]
) -> None:
    sql = "select holder_code from stance_rows($who, $whom) order by all"
    assert [row[0] for row in query(copy, sql, {"who": who, "whom": whom})[1]] == held


def test_a_group_is_known_with_the_times_of_its_members(copy: Path) -> None:
    sql = "select code, first_day::varchar, last_day::varchar from members_of('BLOC members') order by all"
    assert query(copy, sql)[1] == [
        ("BLOC members", "-infinity", "infinity"),
        ("DEU", "-infinity", "2022-01-10"),
        ("GBR", "-infinity", "infinity"),
        ("GBR", "2020-01-01", "infinity"),
        ("RUS", "-infinity", "2022-01-04"),
    ]
