"""How the commands run a flow in this process: which Prefect server, how loud."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

from tasks.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

SERVER_PATIENCE_SECONDS = 5
# Prefect starts a server of its own where none is set; on a busy laptop that takes up to a minute.
START_PATIENCE_SECONDS = 120


def prepare_prefect(home: Path | None = None) -> None:
    """Set Prefect's environment before its first import; `home` keeps a run apart from the user's.

    Raises ConfigError where a server is configured but does not answer.
    """
    quiet = {
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(START_PATIENCE_SECONDS),
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        # Logs go to the server, where the UI shows them; here are progress bars, and errors in one line.
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
        "DO_NOT_TRACK": "1",
    }
    quiet |= _log_settings()
    for name, value in quiet.items():
        os.environ.setdefault(name, value)
    if home is not None:
        os.environ["PREFECT_HOME"] = str(home)
        os.environ.pop("PREFECT_API_URL", None)
        os.environ.pop("PREFECT_PROFILE", None)
        return
    _use_own_server()
    _check_server()


def _log_settings() -> dict[str, str]:
    """Return what makes Prefect log JSON to standard error, where the settings want that."""
    from config.logs import LOGGING_FILE
    from config.settings import load_settings

    if load_settings().log_format == "text":
        return {}
    return {
        "PREFECT_LOGGING_SETTINGS_PATH": str(LOGGING_FILE),
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "NOTSET",
    }


def _use_own_server() -> None:
    """Let the run show in the UI of `geostance up`, where that runs and no other server is set."""
    from config.settings import home_folder, load_settings
    from operations.server import site_of

    site = site_of(load_settings(), home_folder())
    if "PREFECT_API_URL" not in os.environ and site.server.pid is not None and site.answers():
        os.environ.update(site.settings)


def _check_server() -> None:
    from prefect.settings import PREFECT_API_URL

    url = PREFECT_API_URL.value()
    if not url:
        return
    try:
        urllib.request.urlopen(f"{url}/health", timeout=SERVER_PATIENCE_SECONDS).close()  # noqa: S310 - the user's own setting
    except (OSError, ValueError, urllib.error.URLError) as error:
        raise ConfigError(
            f"PREFECT_API_URL {url}: no Prefect server answers ({error}); start it with"
            " 'prefect server start', or unset PREFECT_API_URL to run without one"
        ) from error
