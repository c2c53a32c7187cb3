"""Automations of the Prefect server that send word: what each waits for, and what it says."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

HOUR = 3600.0
WEEK = 7 * 24 * HOUR
LATE_SECONDS = 26 * HOUR  # a day, and two hours for a night that is longer than the one before
TAG = "geostance"
PREFIX = "geostance: "
ENDED_BADLY = ["prefect.flow-run.Failed", "prefect.flow-run.Crashed", "prefect.flow-run.TimedOut"]
COMPLETED = "prefect.flow-run.Completed"
UP = "geostance.up"
_RUN = """\
{{ flow_run.name }}: {{ flow_run.state.name }}
{{ flow_run.state.message }}
{{ flow_run|ui_url or '' }}"""
_LATE = """\
No night has completed since {{ event.occurred.strftime('%Y-%m-%d %H:%M') }} UTC. Does the worker run? \
'geostance status' on its machine tells; 'geostance up' starts what is down and makes up for the night."""
_STALE = """\
Nothing new for seven visits, and for four times as long as usual for the feed: \
{{ event.payload.stale_feeds|join(', ') }}.
'geostance feeds check' shows how they answer now."""
_CHECK = """\
{{ event.payload.check }} ({{ event.payload.severity }}): {{ event.payload.rows }} rows, \
for example {{ event.payload.sample }}"""
_DISK = """\
{{ event.payload.free_gb }} GB are free at {{ event.payload.folder }}; \
{{ event.payload.least_free_gb }} are wanted (setting least_free_gb)."""


@dataclass(frozen=True, slots=True)
class Notice:
    """An automation: events that set it off, or whose absence does, and the words it then sends."""

    name: str
    subject: str
    body: str
    expect: list[str]
    match: dict[str, Any] = field(default_factory=dict)
    match_related: dict[str, Any] = field(default_factory=dict)
    for_each: list[str] = field(default_factory=list)
    within_seconds: float = 0.0
    after: list[str] = field(default_factory=list)
    is_proactive: bool = False

    def automation(self, block: str) -> dict[str, Any]:
        """Return it as the server takes it, with the notification block that sends the words."""
        trigger = {
            "type": "event",
            "posture": "Proactive" if self.is_proactive else "Reactive",
            "expect": self.expect,
            "after": self.after,
            "match": self.match,
            "match_related": self.match_related,
            "for_each": self.for_each,
            "threshold": 1,
            "within": self.within_seconds,
        }
        action = {
            "type": "send-notification",
            "block_document_id": block,
            "subject": self.subject,
            "body": self.body,
        }
        wanted = {"name": PREFIX + self.name, "trigger": trigger, "actions": [action], "tags": [TAG]}
        digest = hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()[:12]
        return wanted | {"description": f"Made by 'geostance up' ({digest})."}


def notices(late_seconds: float = LATE_SECONDS) -> tuple[Notice, ...]:
    """Return all that word is sent of."""
    return (
        Notice(
            name="a run failed",
            subject="geostance: {{ flow_run.name }} {{ flow_run.state.name|lower }}",
            body=_RUN,
            expect=ENDED_BADLY,
            match={"prefect.resource.id": "prefect.flow-run.*"},
            match_related={"prefect.resource.id": f"prefect.tag.{TAG}"},
        ),
        Notice(
            name="a night is late",
            subject="geostance: a night is late",
            body=_LATE,
            after=[COMPLETED, UP],
            expect=[COMPLETED],
            match_related={"prefect.resource.role": "flow", "prefect.resource.name": "nightly"},
            within_seconds=late_seconds,
            is_proactive=True,
        ),
        Notice(
            name="feeds went silent",
            subject="geostance: {{ event.payload.count }} feeds have gone silent",
            body=_STALE,
            expect=["geostance.feed.stale"],
            within_seconds=WEEK,
        ),
        Notice(
            name="a data check found something",
            subject="geostance: data check {{ event.payload.check }}",
            body=_CHECK,
            expect=["geostance.check.failed"],
            # The notice of silent feeds says that one.
            match={"prefect.resource.id": "!geostance.check.silent_feed"},
            for_each=["prefect.resource.id"],
            within_seconds=WEEK,
        ),
        Notice(
            name="the disk is nearly full",
            subject="geostance: the disk is nearly full",
            body=_DISK,
            expect=["geostance.disk.low"],
            within_seconds=20 * HOUR,
        ),
    )
