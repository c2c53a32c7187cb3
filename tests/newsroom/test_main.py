"""`python -m newsroom`, as a user starts and stops it."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys

import requests

from newsroom.server import HOST


def test_the_command_serves_until_interrupted() -> None:
    command = [sys.executable, "-m", "newsroom", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(10)]
        assert requests.get(lines[0].strip(), timeout=5).status_code == 200
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=10)
    assert (process.returncode, complaints) == (0, "")
    assert lines[1].split() == [
        "The",
        "Meridian",
        "Post",
        "GBR",
        "en",
        lines[0].strip() + "meridian-post/world/rss.xml",
    ]
    assert lines[9] == "Ctrl-C stops it\n"


def test_the_command_says_when_a_port_is_taken() -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "newsroom", "--port", port]
        run = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert run.returncode == 2
    assert f"port {port} cannot be used: [Errno 98] Address already in use" in run.stderr
    assert "Traceback" not in run.stderr
