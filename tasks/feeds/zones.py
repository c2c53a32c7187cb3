"""Time zones as dates name them: what an abbreviation or an offset means, where it means one thing."""

from __future__ import annotations

import re
from datetime import timedelta

WIDEST = timedelta(hours=14)  # Line Islands

# Hours ahead of UTC. Of the ambiguous ones IST is India's, whose papers write it, and BST Britain's;
# CST, EST, MST and PST are America's (RFC 5322, 4.3). AST, AMT and the like mean too many things.
ZONE_HOURS = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MET": 1, "MEZ": 1,
    "CEST": 2, "MEST": 2, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "MSD": 4, "SAMT": 4, "YEKT": 5,
    "WAT": 1, "CAT": 2, "SAST": 2, "EAT": 3, "TRT": 3, "IDT": 3, "IRST": 3.5, "GST": 4, "AZT": 4,
    "PKT": 5, "UZT": 5, "IST": 5.5, "NPT": 5.75, "MMT": 6.5, "ICT": 7, "WIB": 7, "WITA": 8, "WIT": 9,
    "HKT": 8, "SGT": 8, "MYT": 8, "PHT": 8, "AWST": 8, "JST": 9, "KST": 9, "ACST": 9.5, "ACDT": 10.5,
    "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "EST": -5, "EDT": -4, "ET": -5, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "NST": -3.5, "NDT": -2.5, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "ART": -3, "UYT": -3,
    "CLT": -4, "BOT": -4, "VET": -4, "COT": -5, "PET": -5, "ECT": -5,
}  # fmt: skip
ANY_CASE = frozenset({"gmt", "utc", "ut", "z"})  # "et" and "ist" are words elsewhere

_OFFSET = re.compile(
    r"\s*(?P<name>[A-Za-z]{1,5})?\s?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?(?![\d.:/-])"
)
_NAME = re.compile(r"\s*(?P<name>[A-Za-z]{1,5})(?![^\W\d])\.?")
_UNKNOWN = re.compile(r"\s*[A-Z]{2,5}(?=$|\s\d{4}$)")


def split_zone(text: str) -> tuple[timedelta, str]:
    """Return how far a zone at the start of a text is ahead of UTC, nothing where none is, and the rest.

    Raises ValueError for a zone that is unknown or further from UTC than any place on earth.
    """
    if found := _OFFSET.match(text):
        offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
        if offset > WIDEST or (found["name"] and not is_zone(found["name"])):
            raise ValueError(f"no zone: {found[0]}")
        rest = text[found.end() :]
        named = _NAME.match(rest)  # "+0300 MSK" says it twice
        after = rest[named.end() :] if named and is_zone(named["name"]) else rest
        return -offset if found["sign"] == "-" else offset, after
    if (found := _NAME.match(text)) and is_zone(found["name"]):
        return timedelta(hours=ZONE_HOURS[found["name"].upper()]), text[found.end() :]
    if found := _UNKNOWN.match(text):
        raise ValueError(f"no zone: {found[0]}")
    return timedelta(), text


def is_zone(text: str) -> bool:
    """Return whether a text is a zone and nothing else: MSK, GMT+3 or +0300."""
    if text in ZONE_HOURS or text.lower() in ANY_CASE:
        return True
    found = _OFFSET.fullmatch(text)
    return found is not None and (not found["name"] or is_zone(found["name"]))
