"""`doctor`: what is said of a sound and of a broken place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Shell

    Run = Callable[..., Shell]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOSTANCE_WAREHOUSE", str(tmp_path / "geostance.duckdb"))
    monkeypatch.setenv("COLUMNS", "220")
    monkeypatch.delenv("PREFECT_API_URL", raising=False)


def lines(shell: Shell) -> dict[str, str]:
    """Return what is said of each thing: its state, then the words."""
    rows = [line.strip("│ ").split("│") for line in shell.out.splitlines() if line.startswith("│")]
    return {row[0].strip(): f"{row[1].strip()}: {row[2].strip()}" for row in rows}


def test_a_fresh_checkout_is_sound(geostance: Run) -> None:
    shell = geostance("doctor")
    said = lines(shell)
    assert shell.code == 0, shell.out
    assert said["settings"].startswith("ok")
    assert said["feeds"].startswith("ok: 80 feeds")
    assert said["contact"].startswith("note: requests are signed geostance/0.1; set contact")
    assert said["gazetteer and model"].startswith("ok: pairs-")
    assert said["warehouse"].startswith("note: nothing published yet")
    assert said["prefect server"].startswith("note: none runs: 'geostance up' starts one")


def test_broken_things_are_named(geostance: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOSTANCE_FEEDS", str(tmp_path / "absent.yaml"))
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    shell = geostance("doctor")
    said = lines(shell)
    assert shell.code == 2
    assert said["feeds"].startswith("bad: ")
    assert "absent.yaml: cannot be read" in shell.out
    assert "start it with 'prefect server start'" in said["prefect server"]


def test_wrong_settings_are_named(geostance: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOSTANCE_BATCH_SIZE", "none")
    shell = geostance("doctor")
    assert shell.code == 2
    assert lines(shell)["settings"].startswith("bad: GEOSTANCE_BATCH_SIZE")


def test_a_model_of_names_that_is_not_there_is_named(geostance: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOSTANCE_NAMES_MODEL", "en_core_nowhere")
    shell = geostance("doctor")
    assert shell.code == 2
    assert lines(shell)["gazetteer and model"].startswith(
        "bad: names_model: 'en_core_nowhere' cannot be loaded"
    )
