"""What a night tells of its findings, without a server: which events, with what in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from config.settings import Settings
from flows import events
from flows.events import tell_findings
from tests.flows.test_artifacts import FULL

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, dict[str, Any]]]:
    """Return where each event is kept instead: name, resource, payload."""
    kept: list[tuple[str, str, dict[str, Any]]] = []

    def keep(event: str, resource: dict[str, str], payload: dict[str, Any]) -> None:
        kept.append((event, resource["prefect.resource.id"], payload))

    monkeypatch.setattr(events, "emit_event", keep)
    return kept


def settings_of(folder: Path, least_free_gb: float) -> Settings:
    return Settings(warehouse=folder / "geostance.duckdb", least_free_gb=least_free_gb)  # type: ignore[call-arg]


def test_each_finding_is_an_event(told: list[tuple[str, str, dict[str, Any]]], tmp_path: Path) -> None:
    tell_findings(FULL, ("calm", "same"), settings_of(tmp_path, 1e9))
    assert [(event, resource) for event, resource, _ in told] == [
        ("geostance.feed.stale", "geostance.feed.calm"),
        ("geostance.feed.stale", "geostance.feed.same"),
        ("geostance.check.failed", "geostance.check.silent_feed"),
        ("geostance.disk.low", "geostance.warehouse"),
    ]
    assert told[0][2] == {"feed": "calm", "stale_feeds": ["calm", "same"], "count": 2}
    assert told[2][2] == {"check": "silent_feed", "severity": "warn", "rows": 1, "sample": "same"}
    assert told[3][2]["free_gb"] < told[3][2]["least_free_gb"]


def test_a_sound_night_tells_nothing(told: list[tuple[str, str, dict[str, Any]]], tmp_path: Path) -> None:
    tell_findings(replace(FULL, checks=()), (), settings_of(tmp_path, 0))
    assert told == []
