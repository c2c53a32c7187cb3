"""Other programs that read pages, each in a process of its own: it ends at a deadline and reaches no network.

newspaper4k asks for a page's images while it parses, and tldextract for a list of domains: without a network
such a run waits for names that never come. Here a connection is refused at once, a page that takes longer
than the deadline costs that page, and what was raised is counted.
"""

from __future__ import annotations

import socket
import time
from collections import Counter
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from multiprocessing import get_context
from typing import TYPE_CHECKING, NamedTuple, NoReturn, Self

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

SECONDS_A_PAGE = 20.0
SECONDS_TO_START = 120.0


class Given(NamedTuple):
    """A page as every program is given it: decoded, with its address."""

    html: str
    url: str


@dataclass(frozen=True, slots=True)
class Rival:
    """A program that may be installed, and how its text of a page is had; `read` stands in a module."""

    name: str
    package: str
    read: Callable[[Given], str]

    @property
    def is_installed(self) -> bool:
        """Return whether it can be measured."""
        return find_spec(self.package) is not None


@dataclass(slots=True)
class Reading:
    """What a program found on pages, the processor time of all, and what became of those without a text."""

    texts: list[str] = field(default_factory=list)
    cpu_seconds: float = 0.0
    lacking: Counter[str] = field(default_factory=Counter)


def read_apart(rival: Rival, pages: Iterable[Given], seconds: float = SECONDS_A_PAGE) -> Reading:
    """Return what a program finds on each page; a page that it fails on, or is late with, has no text."""
    found = Reading()
    with _Apart(rival) as apart:
        for page in pages:
            text, cpu_seconds, trouble = apart.ask(page, seconds)
            found.texts.append(text)
            found.cpu_seconds += cpu_seconds
            if not text.strip():
                found.lacking[trouble or "empty"] += 1
    return found


class _Apart:
    """The process that a program runs in, started anew when it had to be ended."""

    def __init__(self, rival: Rival) -> None:
        self._rival = rival
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def ask(self, page: Given, seconds: float) -> tuple[str, float, str]:
        """Return the text, the processor time it took, and why there is none."""
        pipe = self._pipe or self._start()
        try:
            pipe.send(page)
            if pipe.poll(seconds):
                answer: tuple[str, float, str] = pipe.recv()
                return answer
        except (EOFError, OSError):
            self._end()
            return "", 0.0, "died"
        self._end()
        return "", seconds, "late"

    def _start(self) -> Connection:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(self._rival, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._pipe = ours
        if not ours.poll(SECONDS_TO_START):
            self._end()
            raise TimeoutError(f"{self._rival.name} could not be imported in {SECONDS_TO_START:.0f} s")
        ours.recv()
        return ours

    def _end(self) -> None:
        if self._process:
            self._process.kill()
            self._process.join()
        if self._pipe:
            self._pipe.close()
        self._process = self._pipe = None


def _serve(rival: Rival, pipe: Connection) -> None:
    """Answer pages with text, processor time and the name of what was raised, until the pipe is closed."""
    socket.getaddrinfo = socket.socket.connect = _refuse  # type: ignore[assignment,method-assign]
    import_module(rival.package)
    pipe.send("ready")
    while True:
        try:
            page: Given = pipe.recv()
        except EOFError:
            return
        started = time.process_time()
        text = trouble = ""
        try:
            text = rival.read(page)
        except Exception as error:  # noqa: BLE001 - each raises its own, and lxml's
            trouble = type(error).__name__
        pipe.send((text, time.process_time() - started, trouble))


def _refuse(*_: object, **__: object) -> NoReturn:
    raise OSError("no network in this benchmark")


def by_readability(page: Given) -> str:
    """Return what readability-lxml finds."""
    from readability import Document  # noqa: PLC0415 - may be absent

    return BeautifulSoup(Document(page.html).summary(), "lxml").get_text("\n", strip=True)


def by_newspaper(page: Given) -> str:
    """Return what newspaper4k finds, in the language that the page names, without asking for its images."""
    import newspaper  # noqa: PLC0415 - may be absent

    text: str = newspaper.article(page.url, input_html=page.html, fetch_images=False).text
    return text


RIVALS = (
    Rival("readability-lxml", "readability", by_readability),
    Rival("newspaper4k", "newspaper", by_newspaper),
)
