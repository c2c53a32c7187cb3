"""Log lines in JSON, as records make them."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import prefect.logging
import yaml

from config.logs import LOGGING_FILE, JsonLines


def record(message: str, *values: object, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("prefect.flow_runs", logging.INFO, __file__, 1, message, values, None)
    made.__dict__.update(extra)
    return made


def test_a_record_is_one_line_that_says_where_it_belongs() -> None:
    line = JsonLines().format(record("feed\n%s", "süd", flow_run_name="nightly 2026-03-01", task_run_id=None))
    assert "\n" not in line
    told = json.loads(line)
    assert told["message"] == "feed\nsüd"
    assert told["flow_run_name"] == "nightly 2026-03-01"
    assert told["level"] == "INFO"
    assert told["time"].endswith("+00:00")
    assert "task_run_id" not in told


def test_an_exception_stands_in_the_same_line() -> None:
    made = record("died")
    made.exc_info = (ValueError, ValueError("why"), None)
    assert "ValueError: why" in json.loads(JsonLines().format(made))["exception"]


def test_the_file_knows_every_logger_of_prefects_own() -> None:
    default = Path(prefect.logging.__path__[0]) / "logging.yml"
    theirs = yaml.safe_load(default.read_text(encoding="utf-8"))
    ours = yaml.safe_load(LOGGING_FILE.read_text(encoding="utf-8"))
    assert ours["loggers"].keys() == theirs["loggers"].keys()
