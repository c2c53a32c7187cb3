"""The command line, run in this process as a shell would run it."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from commands import main as command_line

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Shell:
    """What a command left: exit code, standard output and standard error."""

    code: int
    out: str
    err: str


@pytest.fixture
def geostance(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Shell]:
    """Return a function that runs `geostance` with arguments and standard input."""

    def run(*arguments: object, stdin: str | bytes = b"") -> Shell:
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "argv", ["geostance", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            command_line.main()
        shown = capsys.readouterr()
        return Shell(int(left.value.code or 0), shown.out, shown.err)

    return run
