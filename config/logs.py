"""Log lines for machines: one JSON object a line, as `config/logging.yaml` wants them of Prefect."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from pathlib import Path

LOGGING_FILE = Path(__file__).with_name("logging.yaml")
# What Prefect adds to the records of runs.
RUN_FIELDS = ("flow_name", "flow_run_name", "flow_run_id", "task_name", "task_run_name", "task_run_id")


class JsonLines(logging.Formatter):
    """Records as JSON: time (UTC), level, logger, message, what they belong to, the exception if any."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        for name in RUN_FIELDS:
            value = getattr(record, name, None)
            if value:
                line[name] = str(value)
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
