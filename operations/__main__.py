"""`python -m operations`: what has to be done before the worker starts, as the systemd unit calls it."""

from __future__ import annotations

import sys
import time

from config.settings import home_folder, load_settings
from operations.server import site_of
from operations.up import POLL_SECONDS, START_SECONDS, prepare
from tasks.errors import GeostanceError


def main() -> int:
    """Return 0 once the server answers and its deployments are as prefect.yaml says, else 1."""
    site = site_of(load_settings(), home_folder())
    deadline = time.monotonic() + START_SECONDS
    while not site.answers() and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    try:
        prepare(site, _tell)
    except (GeostanceError, OSError) as error:
        sys.stderr.write(f"geostance: {error}\n")
        return 1
    return 0


def _tell(words: str) -> None:
    sys.stdout.write(words + "\n")


if __name__ == "__main__":
    sys.exit(main())
