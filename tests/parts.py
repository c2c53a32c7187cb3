"""How pytest-xdist parts the tests among its workers in `make test`; without workers they run as ever.

A file is a part, so that what its fixtures made is made once. Files that share a server go together, and
tests that each take a while and share nothing go apart. The slow ones begin, the many quick ones fill up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from collections.abc import Iterable

# By fixture the files whose tests share what it made. (The marks of xdist do nothing under pytest 9.2.)
TOGETHER = {
    "site": {f"tests/operations/test_{name}.py" for name in ("kubernetes", "nights", "notify", "run_days")},
    "demo": {"tests/test_connect.py", "tests/test_readme.py"},
}
APART = {f"tests/flows/test_{name}.py" for name in ("load", "nightly", "reprocess")}


def part_of(nodeid: str) -> str:
    """Return the name of the part to which a test belongs."""
    file = nodeid.partition("::")[0]
    if file in APART:
        return nodeid
    return next((name for name, files in TOGETHER.items() if file in files), file)


def slow_first(items: list[pytest.Item]) -> None:
    """Put the parts with slow tests first, for no worker is to begin with one when the others are done."""
    slow = {part_of(item.nodeid) for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: part_of(item.nodeid) not in slow)


def refuse_strays(items: Iterable[pytest.Item]) -> None:
    """Raise where a test needs a server that files share, and its file is not among them."""
    for item in items:
        for fixture in TOGETHER.keys() & set(getattr(item, "fixturenames", ())):
            if part_of(item.nodeid) != fixture:
                raise pytest.UsageError(f"{item.nodeid} needs {fixture}: name its file in tests/parts.py")


class Parting(LoadScopeScheduling):
    """Hands the parts to the workers in the order in which they were collected."""

    def __init__(self, config: pytest.Config, log: Any) -> None:  # noqa: ANN401 - of xdist's own
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return part_of(nodeid)
