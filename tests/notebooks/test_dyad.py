"""The notebook on the small warehouse of tests/warehouse: run, asked other things, and exported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("marimo", reason="the extra notebook is not installed")

from notebooks.dyad import app  # after it is known that marimo is there
from tasks.tables.publish import publish
from tests.warehouse.conftest import LOADED_AT, fill

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Run = Callable[..., Mapping[str, Any]]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the copies of the small warehouse."""
    warehouse = tmp_path_factory.mktemp("notebook") / "geostance.duckdb"
    fill(warehouse)
    return publish(warehouse, warehouse.parent / "published", LOADED_AT).parents[1]


@pytest.fixture
def run(published: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the notebook and returns what its cells define."""

    def ran(**chosen: object) -> Mapping[str, Any]:
        monkeypatch.setattr(sys, "argv", ["dyad.py", "--warehouse", str(published)])
        return app.run({name: SimpleNamespace(value=value) for name, value in chosen.items()})[1]

    return ran


def test_it_begins_with_the_relation_that_has_most_stances(run: Run) -> None:
    shown = run()
    assert (shown["holder"].value, shown["target"].value) == ("RUS", "NATO")
    assert shown["relation"].counted == "3 articles"
    assert [row["code"] for row in shown["sentences"]] == ["SUPPORT", "AGREE", "ACCUSE", "THREATEN"]
    assert [(row["press"], row["n"]) for row in shown["presses"]] == [("GBR", 3), ("RUS", 1)]
    assert shown["moved"] == []
    assert "Members of The Bloc (BLOC members)" not in shown["holder"].options
    assert shown["holder"].options["members of The Bloc (BLOC members)"] == "BLOC members"


def test_what_is_chosen_is_shown(run: Run) -> None:
    shown = run(holder="BLOC members", target="RUS", grain="week", count_by="story")
    assert (shown["relation"].holder, shown["relation"].grain) == ("Members of The Bloc", "week")
    assert shown["relation"].counted == "1 story"
    assert [row["code"] for row in shown["sentences"]] == ["ACCUSE"]
    assert [row["holder_code"] for row in run(days=14, least=1)["moved"]] == ["RUS"]


def test_a_relation_without_stances_says_so(run: Run) -> None:
    shown = run(holder="NATO", target="DEU", grain="week", count_by="stance")
    assert (shown["relation"], shown["sentences"], shown["presses"]) == (None, [], [])


def test_it_can_be_exported_without_a_network(published: Path, tmp_path: Path) -> None:
    page = tmp_path / "dyad.html"
    export = (sys.executable, "-m", "marimo", "export", "html", "notebooks/dyad.py", "-o", str(page))
    done = subprocess.run(
        [*export, "--", "--warehouse", str(published)],
        capture_output=True, text=True, check=False, timeout=120,
        cwd=ROOT, env={**os.environ, "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    text = page.read_text(encoding="utf-8")
    assert "data:image/svg+xml;base64," in text
    assert "Sentence 0." in text
