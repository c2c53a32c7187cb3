"""An article has changed, or its page merely counts and dates itself anew."""

from __future__ import annotations

import pytest

from tasks.articles.revision import Wording, is_revised

BODY = "China supports the accord, its foreign ministry said on Friday.\nAt least 12 delegates walked out."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BODY, BODY.replace("supports", "does not support")),
        (BODY, BODY.replace("12", "14")),  # a figure within a sentence
        (BODY, BODY + "\nThe vote was put off."),
        (BODY, BODY.splitlines()[0]),
        (BODY, BODY.replace("on Friday.", "on Friday. Correction: it was Thursday.")),
    ],
)
def test_what_is_said_otherwise_is_a_revision(before: str, after: str) -> None:
    assert is_revised(Wording("T", before), Wording("T", after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BODY + "\n1,234 views", BODY + "\n1,301 views"),
        (BODY + "\n12 Comments and 3 shares.", BODY + "\n19 Comments and 4 shares."),
        (BODY + "\nLast updated 5 minutes ago", BODY + "\nLast updated 2 hours ago"),
        ("Published 3 May 2024, 10:15.\n" + BODY, "Updated 4 May 2024, 08:00.\n" + BODY),
        (BODY, BODY.replace(" ", "\u00a0\u2009 ")),
        (BODY + "\nWorld", BODY + "\nEurope"),  # a section, not a sentence
        (BODY.replace("its", "China's"), BODY.replace("its", "China’s")),
    ],
)
def test_counters_dates_and_forms_are_none(before: str, after: str) -> None:
    assert not is_revised(Wording("T", before), Wording("T", after))


def test_another_headline_is_a_revision_and_another_dash_is_none() -> None:
    assert is_revised(Wording("China backs accord", BODY), Wording("China rejects accord", BODY))
    assert not is_revised(Wording("Accord - China's view", BODY), Wording("Accord – China’s view", BODY))
