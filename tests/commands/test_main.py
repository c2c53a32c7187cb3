"""The command line as a whole: help that teaches, exit codes, what loads what."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.text import Text
from typer.main import get_command

from commands.main import app

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.commands.conftest import Shell

    Run = Callable[..., Shell]

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]  # a group has them


def test_help_lists_every_command(geostance: Run) -> None:
    shell = geostance("--help")
    assert shell.code == 0
    assert [name for name in COMMANDS if f" {name} " not in shell.out] == []
    assert "geostance demo" in shell.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_explains_itself(name: str) -> None:
    command = get_command(app).commands[name]  # type: ignore[attr-defined]
    for one in getattr(command, "commands", {"": command}).values():
        assert len(one.help or "") > 40, one.name
        assert [parameter.name for parameter in one.params if not getattr(parameter, "help", None)] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_help_loses_no_brackets(name: str) -> None:
    command = get_command(app).commands[name]  # type: ignore[attr-defined]
    for one in getattr(command, "commands", {"": command}).values():
        texts = [one.help, *(getattr(parameter, "help", None) for parameter in one.params)]
        styles = {span.style for text in texts if text for span in Text.from_markup(text).spans}
        assert styles <= {"bold"}, one.name


def test_bad_use_is_exit_code_two(geostance: Run) -> None:
    assert geostance("trend", "RUS").code == 2
    assert geostance("nonsense").code == 2
    assert geostance("--version").out.startswith("geostance 0.")


def test_a_reader_that_leaves_is_no_error() -> None:
    text = "Russia condemned the United States. " * 400
    script = f"{sys.executable} -m commands.main extract --format jsonl | head -1"
    done = subprocess.run(
        ["bash", "-c", script], input=text, capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_reading_a_page_loads_no_model(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    words = "The ministers met for talks about trade and travel in the region on Monday afternoon. " * 20
    page.write_text(
        f"<html><body><article><h1>Title</h1><p>{words}</p></article></body></html>", encoding="utf-8"
    )
    code = (
        "import sys; sys.argv = ['geostance', 'article', '--json', sys.argv[1]]\n"
        "from commands.main import app\n"
        "app(standalone_mode=False)\n"
        "print(sorted({'onnxruntime', 'spacy', 'prefect', 'duckdb', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(page)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.splitlines()[-1] == "[]"
