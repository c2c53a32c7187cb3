"""The rivals of the benchmark, each in a process of its own: late, raising, dying, asking for the network."""

from __future__ import annotations

import os
import socket
import time

import pytest

from tests.benchmarks.rivals import Given, Rival, read_apart

pytestmark = pytest.mark.slow


def misbehave(page: Given) -> str:
    """Do as the page says; this is imported by the other process."""
    if page.html == "wait":
        time.sleep(60)
    if page.html == "raise":
        raise ValueError(page.html)
    if page.html == "die":
        os._exit(1)
    if page.html == "name":
        socket.getaddrinfo("news.test", 443)
    if page.html == "address":
        with socket.socket() as asking:
            asking.connect(("127.0.0.1", 9))
    return "" if page.html == "nothing" else f"text of {page.html}"


def test_each_page_costs_itself_alone() -> None:
    asked = ["first", "wait", "raise", "die", "name", "address", "nothing", "last"]
    started = time.monotonic()
    pages = [Given(html, "https://news.test/1") for html in asked]
    found = read_apart(Rival("misbehaving", "json", misbehave), pages, seconds=3)
    assert found.texts == ["text of first", "", "", "", "", "", "", "text of last"]
    assert found.lacking == {"late": 1, "ValueError": 1, "died": 1, "OSError": 2, "empty": 1}
    assert time.monotonic() - started < 50
