"""A child process that reads hostile inputs, each in a fork of its own, and says what became of them.

Lines in: JSON with `file`, `kind`. Lines out: JSON with `outcome`, `seconds` of processor time and
`megabytes` more than the process had before. A fork has hard limits, whatever it is made to do. Seconds
are those of a processor that nobody else heats: neighbours make them up to twice as long, so that a fixed
piece of work, timed right after an input that took long, tells by how much.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from config.feeds import Feed
from tasks.articles.read import read_html
from tasks.errors import ArticleError, FeedError
from tasks.feeds.parse import parse_feed

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ADDRESS = "https://news.test/world/ruritania-refuses-2026"
FEED = Feed(id="f", name="F", url="https://news.test/feed", country="DEU", language="en", kind="independent")
HARD_SECONDS, HARD_BYTES = 30, 4 * 2**30
LONG_SECONDS = 2
WORK_SECONDS = 0.16  # of the fixed piece of work
WARMING = b"<html><body><article>" + b"<p>The minister said that he would sign it soon.</p>" * 20


def outcome_of(body: bytes, kind: str) -> str:
    """Return what becomes of an input; whatever it raises is told by name."""
    try:
        if kind == "feed":
            entries, rejections = parse_feed(body, None, FEED, NOW)
            return f"feed {len(entries)}+{len(rejections)}"
        return f"article {read_html(body, ADDRESS, NOW).word_count}"
    except (ArticleError, FeedError) as error:
        return error.reason
    except BaseException as error:  # noqa: BLE001 - the test shows it
        return f"RAISED {type(error).__name__}: {error}"[:200]


def judged(body: bytes, kind: str) -> dict[str, object]:
    """Return what becomes of an input, and what it takes, in a fork of this process."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (HARD_SECONDS, HARD_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (HARD_BYTES, HARD_BYTES))
        before = _resident_kilobytes()
        outcome = outcome_of(body, kind)
        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = used.ru_utime + used.ru_stime
        told = {
            "outcome": outcome,
            "seconds": seconds if seconds < LONG_SECONDS else seconds / slowness(),
            "megabytes": (used.ru_maxrss - before) / 1024,
        }
        os.write(writer, json.dumps(told).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        told_by_child = pipe.read()
    _, status = os.waitpid(child, 0)
    if not told_by_child:
        return {"outcome": f"ENDED by status {status}", "seconds": HARD_SECONDS, "megabytes": 0}
    found: dict[str, object] = json.loads(told_by_child)
    return found


class _Table(dict[str, int]):
    def __getitem__(self, key: str) -> int:
        return dict.__getitem__(self, key)


def slowness() -> float:
    """Return how many times as long as it should a piece of work takes, which is much like reading a feed."""
    table = _Table()
    parts: list[str] = []
    started = time.process_time()
    for number in range(300_000):
        try:
            parts.append(str(table["type"]))
        except KeyError:
            parts.append(str(number))
    "".join(parts)
    return max(1.0, (time.process_time() - started) / WORK_SECONDS)


def _resident_kilobytes() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() // 1024


def main() -> None:
    """Judge files as their names come in, until no more do."""
    outcome_of(WARMING, "page")
    outcome_of(b"<html><body><p>Nothing", "page")  # loads what is for pages without text
    outcome_of(b"<rss><channel><item><pubDate>12 januar 2024</pubDate></item></channel></rss>", "feed")
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(judged(Path(asked["file"]).read_bytes(), asked["kind"])), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
