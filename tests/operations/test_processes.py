"""Programs in the background: started, known again, ended, and never mistaken for another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from operations import processes
from operations.processes import Background, birth_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SLEEPS = (sys.executable, "-c", "print('awake', flush=True); import time; time.sleep(600)")
IGNORES = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
STUBBORN = (*SLEEPS[:2], IGNORES + SLEEPS[2])


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Background]:
    program = Background("sleeper", tmp_path / "site")
    yield program
    program.end()


def wait_for_words(program: Background) -> None:
    while not program.last_words():
        assert program.pid is not None


def test_a_program_is_known_again_and_ended(program: Background) -> None:
    assert program.pid is None
    pid = program.start(SLEEPS, os.environ, program.folder.parent)
    assert Background("sleeper", program.folder).pid == pid
    wait_for_words(program)
    assert program.last_words() == "awake"
    assert program.end()
    assert (program.pid, birth_of(pid), program.pid_file.exists()) == (None, None, False)
    assert not program.end()


def test_a_pid_that_was_given_to_another_process_is_not_ours(program: Background) -> None:
    with subprocess.Popen(SLEEPS, stdout=subprocess.DEVNULL) as other:
        program.folder.mkdir()
        program.pid_file.write_text(json.dumps({"pid": other.pid, "birth": "1"}), encoding="utf-8")
        assert program.pid is None
        assert not program.end()
        assert other.poll() is None
        other.kill()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', '{"pid": 1, "birth": ""}'])
def test_a_torn_pid_file_names_nobody(program: Background, text: str) -> None:
    program.folder.mkdir()
    program.pid_file.write_text(text, encoding="utf-8")
    assert program.pid is None


def test_a_program_that_will_not_end_is_ended(program: Background, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "END_SECONDS", 0.3)
    pid = program.start(STUBBORN, os.environ, program.folder.parent)
    wait_for_words(program)
    assert program.end()
    assert birth_of(pid) is None
