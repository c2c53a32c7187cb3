"""What may be hoped of each failure."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tasks.feeds.reasons import is_retryable, reason_of, retry_pause_seconds

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "reason",
    ["timeout", "deadline", "dns", "refused", "tls", "connection", "incomplete",
     "http-408", "http-425", "http-429", "http-500", "http-502", "http-503", "http-504", "http-522"],
)  # fmt: skip
def test_what_may_pass_is_tried_another_night(reason: str) -> None:
    assert is_retryable(reason)


@pytest.mark.parametrize(
    "reason",
    ["bad-url", "bad-scheme", "too-large", "too-many-redirects", "bad-encoding", "empty", "html", "no-text",
     "http-204", "http-301", "http-304", "http-400", "http-401", "http-403", "http-404", "http-410",
     "http-451", "http-501", "http-505"],
)  # fmt: skip
def test_what_lasts_is_not(reason: str) -> None:
    assert not is_retryable(reason)


@pytest.mark.parametrize(
    ("reason", "retry_after", "seconds"),
    [
        ("http-503", None, 0.2),
        ("connection", None, 0.2),
        ("incomplete", None, 0.2),
        ("http-503", "3", 3.0),
        ("http-503", "0", 0.2),
        ("http-429", "10", 10.0),
        ("http-503", "11", None),
        ("http-503", "9" * 5000, None),
        ("http-503", "Mon, 23 Nov 2026 12:00:04 GMT", 4.0),
        ("http-503", "Mon, 23 Nov 2026 11:00:00 GMT", 0.2),
        ("http-503", "Mon, 23 Nov 2026 13:00:00 GMT", None),
        ("http-503", "soon", 0.2),
        ("http-429", None, None),
        ("http-404", "1", None),
        ("http-500", None, None),
        ("timeout", None, None),
        ("refused", None, None),
    ],
)
def test_what_is_tried_again_at_once(reason: str, retry_after: str | None, seconds: float | None) -> None:
    assert retry_pause_seconds(reason, retry_after, NOW) == seconds


def test_the_first_cause_gives_the_reason() -> None:
    outer = RuntimeError("something went wrong")
    outer.__cause__ = ConnectionRefusedError(111, "refused")
    assert reason_of(outer) == "refused"
    assert reason_of(RuntimeError()) == "connection"
