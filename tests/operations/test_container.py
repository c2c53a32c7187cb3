"""The Dockerfile: pinned, unprivileged, without secrets, and with all that the product is made of."""

from __future__ import annotations

import json
import re
from pathlib import Path

from typer.main import get_command

from commands.main import app
from tests.test_architecture import PRODUCT

ROOT = Path(__file__).resolve().parents[2]


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Dockerfile in order, with what follows each."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines if line.strip())]


def values(word: str) -> list[str]:
    return [rest for name, rest in instructions() if name == word]


def test_the_image_it_starts_from_is_pinned() -> None:
    [base] = values("FROM")
    assert re.fullmatch(r"python:3\.1[123]-slim-\w+", base)


def test_the_lock_is_installed_with_hashes_before_the_code_is_there() -> None:
    words = [f"{word} {rest}" for word, rest in instructions()]
    copies = [number for number, line in enumerate(words) if line.startswith("COPY")]
    [install] = [number for number, line in enumerate(words) if "--require-hashes" in line]
    assert words[copies[0]] == "COPY requirements.lock ./"
    assert copies[0] < install < copies[1]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert len(re.findall(r"^[a-z0-9].*==", lock, re.MULTILINE)) <= lock.count("--hash=sha256:")


def test_it_runs_as_nobody_in_particular() -> None:
    words = [word for word, _ in instructions()]
    [user] = values("USER")
    assert user not in {"root", "0"}
    assert words.index("USER") < words.index("CMD")
    assert all(word not in {"COPY", "RUN", "ADD"} for word in words[words.index("USER") :])


def test_it_has_all_of_the_product_and_nothing_of_the_users() -> None:
    copied = {name for rest in values("COPY") for name in rest.split()[:-1]}
    assert {*PRODUCT, "models", "prefect.yaml", "pyproject.toml"} <= copied
    assert all((ROOT / name).exists() for name in copied)
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[0] == "*"  # what is not named stays out
    assert {f"!{name}" for name in copied} == {line for line in ignored if line.startswith("!")}
    assert {"config/settings.yaml", "warehouse/operations", "warehouse/*.duckdb*"} <= set(ignored)


def test_no_secret_is_built_in() -> None:
    assert not values("ARG")
    assert not re.search(r"password|secret|token|key|notify", " ".join(values("ENV")), re.IGNORECASE)


def test_its_commands_exist() -> None:
    known = get_command(app).commands  # type: ignore[attr-defined]  # a group has them
    for line in (*values("CMD"), values("HEALTHCHECK")[0].partition("CMD ")[2]):
        program, command, *options = json.loads(line)
        assert program == "geostance"
        assert set(options) <= {name for one in known[command].params for name in one.opts}
