"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of labelled data beside the checkout, or skip the test."""
    if not SHARED.is_dir():
        pytest.skip("no labelled data beside this checkout")
    return SHARED
