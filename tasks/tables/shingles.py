"""Shingles: what two texts have word for word in common, from a sample of each.

FracMinHash (Irber et al. 2022, doi:10.1101/2022.01.11.475838): of all runs of five words those are kept
whose hash falls into a fixed fraction. Unlike sketches of one size it tells containment, too: how much of a
shortened copy stands in the long one.
"""

from __future__ import annotations

import hashlib
import re

WORDS = 5
FRACTION = 4  # one in so many is kept
_WORD = re.compile(r"\w+")


def sampled_shingles(text: str) -> list[int]:
    """Return the kept hashes (63 bits) of a text's runs of five words, sorted; case does not count."""
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[place : place + WORDS]) for place in range(len(words) - WORDS + 1)}
    return sorted(value for value in map(_hashed, runs) if value % FRACTION == 0)


def _hashed(run: str) -> int:
    digest = hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
