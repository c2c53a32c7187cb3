"""Who speaks for a state: its code means that, and its opposition, people and papers are asked by role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.watch import Dyad, WatchList
from report.ask import make_report
from report.relation import make_relation
from tasks.errors import ConfigError
from tasks.tables.publish import publish
from tests.warehouse.conftest import LOADED_AT, fill
from warehouse.store import knows_code, open_warehouse, query, suggest_codes

if TYPE_CHECKING:
    from pathlib import Path

# Russia toward NATO as its army, its opposition and its press. Germany toward Russia's rebels, Britain toward
# its people. NATO is no state: whatever its role, it speaks for itself.
ROLES = """
update core.stance set holder_role = 'MIL' where holder_code = 'RUS' and code = 'THREATEN';
update core.stance set holder_role = 'OPP' where holder_code = 'RUS' and code = 'AGREE';
update core.stance set holder_role = 'MED' where holder_code = 'RUS' and code = 'SUPPORT';
update core.stance set holder_role = 'CVL' where holder_code = 'RUS' and target_code is null;
update core.stance set target_role = 'REB' where holder_code = 'DEU';
update core.stance set target_role = 'CVL' where holder_code = 'GBR';
update core.stance set holder_role = 'OPP', target_role = 'OPP' where holder_code = 'NATO';
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    warehouse = tmp_path_factory.mktemp("parts") / "geostance.duckdb"
    fill(warehouse)
    with open_warehouse(warehouse) as connection:
        connection.execute(ROLES)
    return publish(warehouse, warehouse.parent / "published", LOADED_AT)


@pytest.mark.parametrize(
    ("who", "whom", "codes"),
    [
        ("RUS", "NATO", ["ACCUSE", "THREATEN"]),  # its army speaks for it
        ("RUS OPP", "NATO", ["AGREE"]),
        ("RUS MED", "NATO", ["SUPPORT"]),
        ("RUS MIL", "NATO", ["THREATEN"]),
        ("RUS JUD", "NATO", []),
        ("RUS CVL", None, ["REJECT"]),
        (None, "NATO", ["ACCUSE", "AGREE", "SUPPORT", "THREATEN"]),
        (None, "RUS", ["ACCUSE"]),  # Britain's: what is done to a people is done to its state
        (None, "RUS CVL", ["ACCUSE"]),
        ("DEU", "RUS", []),
        ("DEU", "RUS REB", ["CONSULT"]),
        ("NATO", "RUS OPP", ["THREATEN"]),
        ("NATO", None, ["THREATEN"]),
        ("NATO OPP", None, []),  # no part of a state
        ("BLOC members", "RUS", ["ACCUSE"]),
        ("BLOC members", "RUS REB", []),  # Germany has left
        ("BLOC members", "RUS CVL", ["ACCUSE"]),
        ("RUS OPP", "BLOC members", []),
    ],
)
def test_a_code_means_who_speaks_for_the_state(
    copy: Path, who: str | None, whom: str | None, codes: list[str]
) -> None:
    sql = "select code from stance_rows($who, $whom) order by all"
    assert [row[0] for row in query(copy, sql, {"who": who, "whom": whom})[1]] == codes


def test_relations_and_camps_are_those_of_states(copy: Path) -> None:
    network = query(copy, "select holder_code, target_code, n from stance_network(min_n := 1)")[1]
    assert sorted(network) == [("GBR", "RUS", 1), ("RUS", "NATO", 2)]
    assert query(copy, "select holder_code from issue_camps('minsk')")[1] == [("DEU",)]
    assert query(copy, "from stance_movers('2022-01-25', days := 14, min_n := 1)")[1] == []


def test_parts_are_found_beside_their_state(copy: Path) -> None:
    found = query(copy, "select code, name, kind, n_held, n_met from find_actor('russia')")[1]
    assert found == [
        ("RUS", "Russia", "state", 2, 1),
        ("RUS OPP", "Russia (OPP)", "part", 1, 1),
        ("RUS CVL", "Russia (CVL)", "part", 1, 0),
        ("RUS MED", "Russia (MED)", "part", 1, 0),
        ("RUS REB", "Russia (REB)", "part", 0, 1),
    ]


def test_a_part_is_known_once_it_was_met(copy: Path) -> None:
    known = [code for code in ("RUS OPP", "RUS MIL", "RUS JUD") if knows_code(copy, code)]
    assert known == ["RUS OPP", "RUS MIL"]
    assert "RUS OPP" in suggest_codes(copy, "RUS JUD")


@pytest.mark.parametrize(
    ("code", "state", "part"),
    [
        ("IRN OPP", "IRN", "OPP"),
        ("IRN", "IRN", None),
        ("NATO members", "NATO members", None),
        ("name:ABC DEF", "name:ABC DEF", None),
    ],
)
def test_codes_with_a_role_are_taken_apart(copy: Path, code: str, state: str, part: str | None) -> None:
    assert query(copy, "select whose($code), part_of($code)", {"code": code})[1] == [(state, part)]


def test_a_part_is_watched_and_drawn(copy: Path) -> None:
    watch = WatchList(dyads=(Dyad(holder="RUS OPP", target="NATO"), Dyad(holder="RUS", target="NATO")))
    report = make_report(copy, watch, None, None)
    assert [trend.n for trend in report.trends] == [1, 2]
    # Britain, and Russia without its parts.
    assert {cell.n for row in report.heat_map.cells for cell in row if cell} == {1, 2}
    relation = make_relation(copy, "RUS OPP", "NATO", grain="week", since=None, until=None)
    assert (relation.holder, relation.trend.n) == ("Russia (OPP)", 1)
    with pytest.raises(ConfigError, match=r"no actor has the code 'RUSS OPP'; nearest: RUS OPP"):
        make_report(copy, WatchList(dyads=(Dyad(holder="RUSS OPP", target="NATO"),)), None, None)
