"""Reference data follows the configuration, and what stances refer to stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tasks.tables.reference import sync_reference
from tasks.tables.runs import open_run
from warehouse.store import open_warehouse

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tables.conftest import Maker


@dataclass(frozen=True)
class Feed:
    """A feed of the list."""

    id: str
    name: str
    url: str
    country: str
    language: str
    kind: str
    state_owned: bool | None
    enabled: bool


@dataclass(frozen=True)
class Named:
    """A leader, member or matter."""

    code: str
    name: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Actor:
    """An actor."""

    code: str
    name: str
    kind: str
    country: str | None
    names: tuple[str, ...]
    memberships: tuple[Named, ...] = ()


@dataclass(frozen=True)
class Gazetteer:
    """A small gazetteer."""

    actors: tuple[Actor, ...]
    leaders: tuple[Named, ...]
    issues: tuple[Named, ...]


BBC = Feed("bbc", "BBC", "https://www.bbc.example/rss", "GBR", "en", "daily", state_owned=False, enabled=True)
TASS = Feed("tass", "TASS", "https://tass.example/rss", "RUS", "en", "agency", state_owned=True, enabled=True)
GAZETTEER = Gazetteer(
    actors=(
        Actor("GBR", "United Kingdom", "state", None, ("Britain", "London")),
        Actor("EU", "European Union", "bloc", None, (), (Named("GBR", "", until=date(2020, 1, 31)),)),
    ),
    leaders=(Named("GBR", "Starmer", since=date(2024, 7, 5)),),
    issues=(Named("minsk", "Minsk agreements"),),
)


@pytest.fixture
def empty(tmp_path: Path, make: Maker) -> Path:
    """Return a new warehouse without reference data."""
    path = tmp_path / "geostance.duckdb"
    open_run(path, flow_run=None, now=make.now)
    return path


def ask(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_warehouse(warehouse) as connection:
        return connection.execute(sql).fetchall()


def test_everything_arrives_once(empty: Path) -> None:
    for _ in range(2):
        sync_reference(empty, (BBC, TASS), GAZETTEER)
    assert ask(empty, "select feed_id, domain, state_owned from core.feed order by 1") == [
        ("bbc", "bbc.example", False),
        ("tass", "tass.example", True),
    ]
    assert ask(empty, "from core.actor order by 1") == [
        ("EU", "European Union", "bloc", None),
        ("GBR", "United Kingdom", "state", None),
    ]
    assert ask(empty, "from core.actor_alias order by 1") == [
        ("Britain", "GBR", None, None),
        ("London", "GBR", None, None),
        ("Starmer", "GBR", date(2024, 7, 5), None),
    ]
    assert ask(empty, "from core.actor_member") == [("EU", "GBR", None, date(2020, 1, 31))]
    assert ask(empty, "from core.issue") == [("minsk", "Minsk agreements")]


def test_changes_arrive_and_what_left_stays_without_its_names(empty: Path) -> None:
    sync_reference(empty, (BBC, TASS), GAZETTEER)
    britain = replace(GAZETTEER.actors[0], name="Britain", names=("UK",))
    renamed = (Named("minsk", "Minsk accords"),)
    sync_reference(empty, (replace(BBC, kind="broadcaster"),), Gazetteer((britain,), (), renamed))
    assert ask(empty, "select feed_id, kind, enabled from core.feed order by 1") == [
        ("bbc", "broadcaster", True),
        ("tass", "agency", False),
    ]
    assert ask(empty, "select code, name from core.actor order by 1") == [
        ("EU", "European Union"),
        ("GBR", "Britain"),
    ]
    assert ask(empty, "from core.actor_alias") == [("UK", "GBR", None, None)]
    assert ask(empty, "from core.actor_member") == []
    assert ask(empty, "from core.issue") == [("minsk", "Minsk accords")]
    sync_reference(empty, (BBC, TASS), GAZETTEER)
    assert ask(empty, "select count(*) from core.feed where enabled") == [(2,)]
