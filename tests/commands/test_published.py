"""`trend` and `sql`: the commands that read the published copy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from commands.trend import sparkline
from tasks.tables.publish import publish
from tests.warehouse.conftest import LOADED_AT, fill

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Shell

    Run = Callable[..., Shell]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of published copies of a warehouse small enough to count by hand."""
    warehouse = tmp_path_factory.mktemp("published") / "geostance.duckdb"
    fill(warehouse)
    return publish(warehouse, warehouse.parent / "published", LOADED_AT).parents[1]


def test_trend_shows_sparkline_and_rows(geostance: Run, published: Path) -> None:
    shell = geostance("trend", "RUS", "NATO", "--warehouse", published)
    assert shell.code == 0
    lines = shell.out.splitlines()
    assert lines[0] == "RUS → NATO by week, 2022-01-03 to 2022-01-24"
    assert lines[1] == "▃··█"
    assert "│ 2022-01-03 │ 3       │ 1   │ 2       │ -0.33 │ 2        │" in lines


def test_trend_as_json(geostance: Run, published: Path) -> None:
    shell = geostance("trend", "RUS", "NATO", "--grain", "month", "--json", "--warehouse", published)
    [row] = map(json.loads, shell.out.splitlines())
    assert (row["period"], row["n"], row["n_pos"], row["n_neg"], row["coverage"]) == (
        "2022-01-01",
        4,
        2,
        2,
        4,
    )


def test_trend_within_days(geostance: Run, published: Path) -> None:
    shell = geostance(
        "trend",
        "RUS",
        "NATO",
        "--since",
        "2022-01-20",
        "--until",
        "2022-01-31",
        "--json",
        "--warehouse",
        published,
    )
    assert [json.loads(line)["n"] for line in shell.out.splitlines()] == [1]


def test_a_dyad_without_stances_says_so(geostance: Run, published: Path) -> None:
    shell = geostance("trend", "NATO", "DEU", "--warehouse", published)
    assert (shell.code, shell.out) == (0, "NATO → DEU: no stance in the warehouse\n")


@pytest.mark.parametrize(
    ("code", "hint"),
    [("RUSS", "nearest: RUS"), ("Moskow", "nearest: RUS"), ("nato", "nearest: NATO"), ("QQQQ", "")],
)
def test_an_unknown_code_gets_the_nearest(geostance: Run, published: Path, code: str, hint: str) -> None:
    shell = geostance("trend", "RUS", code, "--warehouse", published)
    assert shell.code == 2
    assert shell.err.startswith(f"geostance: no actor has the code '{code}'")
    assert hint in shell.err


@pytest.mark.parametrize("where", ["published", "file", "warehouse"])
def test_a_copy_may_be_named_in_three_ways(geostance: Run, published: Path, where: str) -> None:
    path = {
        "published": published,
        "file": published / "current" / "geostance.duckdb",
        "warehouse": published.parent / "geostance.duckdb",
    }[where]
    assert geostance("sql", "select 1 as one", "--warehouse", path).out == '{"one": 1}\n'


def test_nothing_published_yet_says_what_to_do(geostance: Run, tmp_path: Path) -> None:
    shell = geostance("sql", "select 1", "--warehouse", tmp_path / "published")
    assert shell.code == 2
    assert "nothing is published there yet; run 'geostance ingest' or 'geostance demo' first" in shell.err


def test_sql_in_three_forms(geostance: Run, published: Path) -> None:
    query = "select code, name from find_actor('germ')"
    assert geostance("sql", query, "--warehouse", published).out == '{"code": "DEU", "name": "Germany"}\n'
    assert (
        geostance("sql", query, "--format", "csv", "--warehouse", published).out
        == "code,name\r\nDEU,Germany\r\n"
    )
    assert "│ DEU  │ Germany │" in geostance("sql", query, "--format", "table", "--warehouse", published).out


def test_brackets_of_a_value_are_no_markup(geostance: Run, published: Path) -> None:
    shell = geostance("sql", "select '[sic] [/b]' as x", "--format", "table", "--warehouse", published)
    assert "│ [sic] [/b] │" in shell.out


def test_sql_at_the_prompt_goes_on_after_an_error(geostance: Run, published: Path) -> None:
    shell = geostance(
        "sql", "--warehouse", published, stdin="select nonsense;\nselect\n2 as two;\nselect 3 as three"
    )
    assert shell.code == 0
    assert shell.out == '{"two": 2}\n{"three": 3}\n'
    assert "nonsense" in shell.err


@pytest.mark.parametrize(
    "query",
    [
        "delete from core.stance",
        "create table t (x int)",
        "select * from read_csv('/etc/passwd')",
        "attach '/tmp/x.duckdb'",
        "set enable_external_access = true",
        "select from where",
    ],
)
def test_sql_can_only_read_the_copy(geostance: Run, published: Path, query: str) -> None:
    shell = geostance("sql", query, "--warehouse", published)
    assert shell.code == 2
    assert shell.err.startswith("geostance: ")
    assert "Traceback" not in shell.err


def test_sparkline_spans_the_whole_scale() -> None:
    assert sparkline([-1, -0.5, 0, 0.5, 1, None, 2]) == "▁▃▅▆█·█"


def test_a_number_next_to_nothing_is_shown_as_nothing(geostance: Run, published: Path) -> None:
    query = "select -1e-17::double as below, 1e-17::double as above, -0.0004::double as small"
    assert (
        "│ 0     │ 0     │ 0     │"
        in geostance("sql", query, "--format", "table", "--warehouse", published).out
    )
