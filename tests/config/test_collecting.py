"""The collector is off while the gazetteer is read, and on again afterwards, whatever happens."""

from __future__ import annotations

import gc

import pytest

from config.collecting import uncollected


def test_the_collector_is_off_within_and_on_again() -> None:
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="as it happens"), uncollected():
        raise ValueError("as it happens")
    assert gc.isenabled()
