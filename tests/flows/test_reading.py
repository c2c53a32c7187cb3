"""A night waits for the busiest server, and for no other."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.flows.server import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.server import Prefect


@pytest.mark.slow
def test_a_server_with_many_feeds_does_not_keep_the_others_waiting(prefect: Prefect, tmp_path: Path) -> None:
    # 1.8 times with as many threads as requests at a time, and the feeds in the order of the list. The pause
    # is so long that a busy machine's part is small against it.
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.feeds", "--entries", "1", "--latency", "0.05",
         "--goal", "1.6", "--scratch", str(tmp_path)],
        env={**prefect.environment, "GEOSTANCE_PER_HOST_DELAY_SECONDS": "1.2"},
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
