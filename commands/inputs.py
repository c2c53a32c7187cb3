"""Files and standard input as the commands take them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tasks.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STANDARD_INPUT = "-"


def read_inputs(names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every file; ``-`` or no name at all is standard input.

    Raises ConfigError (exit code 2) for a file that cannot be read.
    """
    for name in names or (STANDARD_INPUT,):
        if name == STANDARD_INPUT:
            yield STANDARD_INPUT, sys.stdin.buffer.read()
            continue
        try:
            yield name, Path(name).read_bytes()
        except OSError as error:
            raise ConfigError(f"{name}: cannot be read: {error.strerror or error}") from error


def is_html(body: bytes) -> bool:
    """Return whether the bytes look like an HTML page rather than plain text."""
    head = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<?xml", b"<head", b"<!--")) or b"<html" in head
