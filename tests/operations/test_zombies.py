"""What a killed worker leaves behind: ended by the id of its run, nobody else."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from operations.processes import birth_of
from operations.zombies import RUN_VARIABLE, end_process_of

SLEEPS = (sys.executable, "-c", "print('awake', flush=True); import time; time.sleep(600)")


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc here")
def test_the_process_of_a_run_is_ended_and_no_other() -> None:
    run, other = str(uuid.uuid4()), str(uuid.uuid4())
    sleepers = []
    for identity in (run, other):
        environment = {**os.environ, RUN_VARIABLE: identity}
        sleepers.append(subprocess.Popen(SLEEPS, env=environment, stdout=subprocess.PIPE))
    try:
        for sleeper in sleepers:
            assert sleeper.stdout
            assert sleeper.stdout.readline() == b"awake\n"
        assert end_process_of(run)
        assert birth_of(sleepers[0].pid) is None
        assert sleepers[1].poll() is None
        assert not end_process_of(run)
    finally:
        for sleeper in sleepers:
            sleeper.kill()
            sleeper.communicate()
