"""Word of nights: events set off automations, whose words arrive at a receiver on loopback."""

from __future__ import annotations

import json
import threading
import time
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from operations.automations import TAG, notices
from operations.nights import NIGHTLY
from operations.notify import block_for, set_up_notices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from operations.server import Site

pytestmark = pytest.mark.timeout(240)
ARRIVAL_SECONDS = 60
LATE_SECONDS = 10.0


class Receiver:
    """What was posted to a server of loopback."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/hook"
        self.posts: list[dict[str, Any]] = []

    def wait_for(self, is_it: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the first post that is it."""
        deadline = time.monotonic() + ARRIVAL_SECONDS
        while time.monotonic() < deadline:
            for post in list(self.posts):
                if is_it(post):
                    return post
            time.sleep(0.2)
        raise AssertionError(self.posts)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as receiver:
        yield receiver


@contextmanager
def listening() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            receiver.posts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(server.server_port)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield receiver
    server.shutdown()
    server.server_close()
    thread.join()


def emit(site: Site, event: str, resource: str, **payload: object) -> None:
    """Let the server have an event, as a night would."""
    told = {
        "id": str(uuid.uuid4()),
        "event": event,
        "occurred": datetime.now(UTC).isoformat(),
        "resource": {"prefect.resource.id": resource, "prefect.resource.name": resource},
        "payload": payload,
    }
    site.ask("/events", [told])


def end_night(site: Site, kind: str, message: str = "") -> None:
    """Let a night of the deployment have ended."""
    deployment = site.ask(NIGHTLY)["id"]
    run = site.ask(f"/deployments/{deployment}/create_flow_run", {"name": "nightly 2026-03-01"})
    state = {"type": kind, "name": kind.title(), "message": message}
    site.ask(f"/flow_runs/{run['id']}/set_state", {"state": state, "force": True})


def ours(site: Site) -> dict[str, dict[str, Any]]:
    """Return the automations of geostance."""
    return {one["name"]: one for one in site.ask("/automations/filter", {}) if TAG in one["tags"]}


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://chat.example/hooks/abc", "custom-webhook"),
        ("http://127.0.0.1:9/hook", "custom-webhook"),
        ("https://hooks.slack.com/services/A/B/C", "slack-webhook"),
        ("mailtos://user:pass@mail.example?to=me@mail.example", "slack-webhook"),
    ],
)
def test_each_address_has_its_block(url: str, slug: str) -> None:
    kind, data = block_for(url)
    assert (kind, data["url"]) == (slug, url)


def test_what_changes_is_told_by_the_description() -> None:
    first, again, other = (
        [one.automation(block)["description"] for one in notices(late)]
        for block, late in (("a", 10), ("a", 10), ("b", 10))
    )
    assert first == again
    assert not set(first) & set(other)


@pytest.mark.slow
def test_word_arrives(site: Site, receiver: Receiver) -> None:
    told = list(set_up_notices(site, receiver.url))
    assert told == ["word of failed and late nights goes to http://127.0.0.1…"]
    end_night(site, "FAILED", "TooManyFeedsFailedError: 60 of 80 feeds failed")
    emit(site, "geostance.disk.low", "geostance.warehouse", free_gb=1.2, least_free_gb=2.0, folder="/data")
    emit(site, "geostance.feed.stale", "geostance.feed.a", feed="a", stale_feeds=["a", "b"], count=2)
    emit(site, "geostance.feed.stale", "geostance.feed.b", feed="b", stale_feeds=["a", "b"], count=2)
    for name in ("future_stance", "silent_feed"):
        found = {"check": name, "severity": "warn", "rows": 3, "sample": "x"}
        emit(site, "geostance.check.failed", f"geostance.check.{name}", **found)

    failed = receiver.wait_for(lambda post: "failed" in post["subject"])
    assert failed["subject"] == "geostance: nightly 2026-03-01 failed"
    assert "60 of 80 feeds failed" in failed["body"]
    assert "/runs/flow-run/" in failed["body"]
    assert failed["text"] == f"{failed['subject']}\n{failed['body']}"
    disk = receiver.wait_for(lambda post: "disk" in post["subject"])
    assert disk["body"].startswith("1.2 GB are free at /data; 2.0 are wanted")
    check = receiver.wait_for(lambda post: "data check" in post["subject"])
    assert check["body"] == "future_stance (warn): 3 rows, for example x"
    stale = receiver.wait_for(lambda post: "silent" in post["subject"])
    assert "seven visits, and for four times as long as usual for the feed: a, b." in stale["body"]
    end_night(site, "CRASHED", "gone")
    receiver.wait_for(lambda post: "crashed" in post["subject"])
    assert sum("silent" in post["subject"] for post in receiver.posts) == 1
    assert not any("silent_feed" in post["subject"] for post in receiver.posts)


@pytest.mark.slow
def test_a_night_that_does_not_come_is_missed(site: Site, receiver: Receiver) -> None:
    list(set_up_notices(site, receiver.url, LATE_SECONDS))  # nights are expected from here on
    late = receiver.wait_for(lambda post: "late" in post["subject"])
    assert "No night has completed since 20" in late["body"]
    end_night(site, "COMPLETED")  # and anew from each one on
    time.sleep(LATE_SECONDS / 2)
    end_night(site, "COMPLETED")
    time.sleep(LATE_SECONDS * 0.75)
    assert sum("late" in post["subject"] for post in receiver.posts) == 1


@pytest.mark.slow
def test_ours_are_kept_as_wanted_and_nobody_elses_touched(site: Site, receiver: Receiver) -> None:
    list(set_up_notices(site, receiver.url))
    before = ours(site)
    assert before.keys() == {f"geostance: {one.name}" for one in notices()}
    automation = notices()[0].automation(before["geostance: a run failed"]["actions"][0]["block_document_id"])
    site.ask("/automations/", automation | {"name": "geostance: mine", "tags": []})
    silent = before["geostance: feeds went silent"]
    site.ask(f"/automations/{silent['id']}", {"enabled": False}, "PATCH")

    list(set_up_notices(site, receiver.url))
    assert ours(site) == before | {silent["name"]: ours(site)[silent["name"]]}
    # Another address of the same kind: the block changes, no automation does.
    list(set_up_notices(site, "https://chat.example/hooks/abc"))
    assert {one["id"] for one in ours(site).values()} == {one["id"] for one in before.values()}
    # One of another kind has another block: each automation is changed in place, and stays off where it was.
    list(set_up_notices(site, f"json://{receiver.url.partition('//')[2]}"))
    after = ours(site)
    assert {name: one["id"] for name, one in after.items()} == {
        name: one["id"] for name, one in before.items()
    }
    assert not after["geostance: feeds went silent"]["enabled"]
    emit(site, "geostance.disk.low", "geostance.warehouse", free_gb=1.2, least_free_gb=2.0, folder="/data")
    post = receiver.wait_for(lambda post: "disk" in post.get("title", ""))  # as Apprise words it
    assert "1.2 GB" in post["message"]

    assert list(set_up_notices(site, "")) == ["notices removed"]
    assert ours(site) == {}
    left = [one for one in site.ask("/automations/filter", {}) if one["name"] == "geostance: mine"]
    assert len(left) == 1
    for one in left:
        site.ask(f"/automations/{one['id']}", method="DELETE")
