"""docs/connect.md: its commands, Python and SQL run on the demo's copy, and print what is shown.

`GEOSTANCE_README=write python -m pytest tests/test_connect.py` writes the outputs anew. Snippets whose
libraries are not installed are left out; nothing is shown for those.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import bare_environment

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "connect.md"
SNIPPET = re.compile(
    r"```(?P<kind>sh|python|sql)\n(?P<code>.*?)```(?:\n```text\n(?P<output>.*?)```)?", re.DOTALL
)
BIN = Path(sys.executable).parent
SHELL = shutil.which("duckdb", path=str(BIN))
RUN = {
    "sh": ("bash", "-euc"),
    "python": (sys.executable, "-W", "error", "-c"),
    "sql": ("duckdb", "-readonly", "current/geostance.duckdb"),
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(700),
    pytest.mark.skipif(SHELL is None, reason="no duckdb shell (package duckdb-cli)"),
]


def output_of(snippet: re.Match[str], folder: Path) -> str:
    """Return what a snippet prints in a folder with a published copy, without trailing white space."""
    done = subprocess.run(
        [*RUN[snippet["kind"]], snippet["code"]],
        cwd=folder, capture_output=True, text=True, check=False, timeout=120,
        env={**bare_environment(), "PATH": f"{BIN}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), snippet["code"] + done.stderr
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def lacks_library(snippet: re.Match[str]) -> bool:
    """Return whether a snippet of Python imports what is not installed: Parquet takes pyarrow, too."""
    names = re.findall(r"^import (\w+)", snippet["code"], re.MULTILINE) if snippet["kind"] == "python" else []
    needed = [*names, "pyarrow"] if "pandas" in names else names
    return not all(map(find_spec, needed))


def test_snippets_print_what_is_shown(demo: Path, tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to((demo / "current").resolve())

    def shown(snippet: re.Match[str]) -> str:
        if lacks_library(snippet):
            return snippet[0]
        output = output_of(snippet, tmp_path)
        code = f"```{snippet['kind']}\n{snippet['code']}```"
        is_shown = output and not re.search(r"^import (pandas|polars)", snippet["code"])
        return f"{code}\n```text\n{output}```" if is_shown else code

    text = DOCUMENT.read_text(encoding="utf-8")
    assert {found["kind"] for found in SNIPPET.finditer(text)} == set(RUN)
    fresh = SNIPPET.sub(shown, text)
    if os.environ.get("GEOSTANCE_README") == "write":
        DOCUMENT.write_text(fresh, encoding="utf-8")
    assert fresh == text
    assert (tmp_path / "trend.parquet").stat().st_size > 0
