"""README and docs: their commands exist, their queries run on the demo, and their output is what they print.

`GEOSTANCE_README=write python -m pytest tests/test_readme.py` writes the outputs anew.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from commands.main import app
from tests.conftest import bare_environment
from warehouse.snapshot import MACROS

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
QUESTIONS = ROOT / "docs" / "questions.md"
EXAMPLE = re.compile(r"```sql\n(?P<query>.*?)\n```\n```text\n(?P<output>.*?)```", re.DOTALL)
WIDTH = "120"
SQL = (sys.executable, "-m", "commands.main", "sql", "--format", "table")


def answer(published: Path, query: str) -> str:
    """Return what `geostance sql` prints, without trailing white space."""
    done = subprocess.run(
        [*SQL, "--warehouse", str(published), query],
        cwd=ROOT, capture_output=True, text=True, check=True, env={**bare_environment(), "COLUMNS": WIDTH},
    )  # fmt: skip
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


@pytest.mark.slow
@pytest.mark.timeout(700)
@pytest.mark.parametrize("path", [README, QUESTIONS], ids=lambda path: path.name)
def test_queries_print_what_is_shown(demo: Path, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(EXAMPLE.findall(text)) >= 5
    fresh = EXAMPLE.sub(
        lambda found: f"```sql\n{found['query']}\n```\n```text\n{answer(demo, found['query'])}```", text
    )
    if os.environ.get("GEOSTANCE_README") == "write":
        path.write_text(fresh, encoding="utf-8")
    assert fresh == text


def test_every_macro_for_analysts_has_its_question() -> None:
    inner = {"stance_filter", "members_of", "stance_rows", "issue_rows", "stances"}
    inner |= {"dyad_rows", "part_of", "whose", "is_meant"}
    text = QUESTIONS.read_text(encoding="utf-8")
    missing = [
        name for name in MACROS if name not in inner and f"{name}(" not in text and f"from {name}" not in text
    ]
    assert missing == []


def test_the_readme_is_short() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) < 150


def test_commands_of_the_readme_exist() -> None:
    text = README.read_text(encoding="utf-8")
    known = get_command(app).commands  # type: ignore[attr-defined]  # a group has them
    assert set(re.findall(r"`geostance ([a-z]+)", text)) == set(known)
    for group, name in re.findall(r"`geostance (feeds) ([a-z]+)`", text):
        assert name in known[group].commands
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([a-z]+)`|^    make ([a-z]+)", text, re.MULTILINE):
        assert f"\n{''.join(target)}:" in makefile


def test_places_of_the_readme_exist() -> None:
    text = README.read_text(encoding="utf-8")
    for place in re.findall(r"`((?:config|flows|tasks|warehouse|models|newsroom|commands)/[\w/.]*)`", text):
        if place not in {"config/settings.yaml", "warehouse/published/current/geostance.duckdb"}:
            assert (ROOT / place).exists(), place
    for link in re.findall(r"\]\(([^)]+)\)", text):
        assert (ROOT / link).exists(), link
