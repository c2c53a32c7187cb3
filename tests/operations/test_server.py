"""What the server of a site is told, and how it is asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from config.settings import Settings
from newsroom.replies import Reply
from newsroom.server import serve_routes
from operations import server
from operations.server import Site, site_of

if TYPE_CHECKING:
    from newsroom.replies import Request

BUSY = Reply(503, {"Content-Type": "application/json"}, b"{}")


def test_a_server_that_is_busy_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(request: Request) -> Reply:
        asked.append(request.path)
        return BUSY if len(asked) < 3 else Reply(200, {"Content-Type": "application/json"}, b"[1]")

    with serve_routes({"/api/later": answer, "/api/never": BUSY}) as running:
        site = Site(tmp_path, tmp_path, int(running.base_url.rpartition(":")[2]), "")
        assert site.ask("/later") == [1]
        assert len(asked) == 3
        monkeypatch.setattr(server, "BUSY_SECONDS", 0.2)
        with pytest.raises(OSError, match="503"):
            site.ask("/never")
        with pytest.raises(OSError, match="404"):
            site.ask("/nowhere")
        assert running.count("/api/nowhere") == 1


def test_settings_reach_server_and_worker(tmp_path: Path) -> None:
    settings = Settings(run_days=2, log_format="json", operations=tmp_path)  # type: ignore[call-arg]
    told = site_of(settings, tmp_path).settings
    assert told["PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD"] == "172800"
    assert Path(told["PREFECT_LOGGING_SETTINGS_PATH"]).is_file()
