"""The body of a page: two readings, and none of the lines that are no part of the news."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tasks.articles import clean as cleaning
from tasks.articles.body import Hints, Line, Reading, read_body
from tasks.articles.clean import clean
from tasks.articles.page import parse_page
from tasks.articles.prune import prune

if TYPE_CHECKING:
    from collections.abc import Callable

    from tasks.articles.clean import Body
    from tasks.articles.rules import PageRules

HINTS = Hints(title="Ruritania refuses", authors=("Anna Li", "Bo Ek"))
LONG = "It was the longest session in years, and it ended as the others had, without a word to the press."
FOREIGN_LINES = {
    "read more": "<p>Read more: <a href='/2'>Freedonia condemns Sylvania</a></p>",
    "read more, German": "<p><b>Lesen Sie auch:</b> <a href='/2'>Freedonien verurteilt Sylvanien</a></p>",
    "read more, unlinked": "<p>Also read: Freedonia condemns Sylvania over the bridge</p>",
    "a labelled link in any language": "<p>Voorts: <a href='/2'>Freedonia veroordeelt Sylvania</a></p>",
    "a line of links": "<p><a href='/2'>Freedonia condemns Sylvania over the bridge</a></p>",
    "an appeal": "<p>Sign up for our morning briefing and never miss a story again.</p>",
    "a wall": "<p>To continue reading, subscribe. Already a subscriber?</p>",
    "a label": "<div>Advertisement</div>",
    "a byline": "<p>By Anna Li and Bo Ek</p>",
    "a time": "<p>Monday, 14:05</p>",
    "a counter": "<p>Updated 3 minutes ago - 1,204 readers now</p>",
    "a copyright": "<p>© 2026 The Morning Post and its licensors, in every country there is.</p>",
    "the title again": "<p>Ruritania refuses</p>",
    "a stray word": "<div>Politics</div>",
}
OWN_LINES = {
    "words that begin like a label": "<p>Watch the border, he said, and see who wants peace.</p>",
    "a paragraph full of links": (
        "<p>On Friday <a href='/2'>Freedonia condemned Sylvania</a> before "
        "<a href='/3'>the assembly voted</a> to adjourn until the next morning came.</p>"
    ),
    "a short sentence": "<p>Nobody answered.</p>",
    "a short paragraph among others": "<p>In the meantime</p>",
    "a list item": "<ul><li>a ceasefire within ten days of the signing</li></ul>",
    "a paragraph on subscriptions": (
        "<p>The union said that for subscribers only the price would rise, while the government denied "
        "that it had agreed to any such thing, and the opposition asked for an inquiry into how the "
        "decision had come about at all, which the minister in turn refused, calling it a waste of time.</p>"
    ),
}


def body_of(html: str, rules: PageRules, hints: Hints = HINTS) -> Body:
    root = parse_page(html, "").root
    prune(root, rules.names)
    return clean(root, hints, rules.lines)


def with_line(line: str, page: Callable[..., bytes], place: int = 2) -> str:
    parts = page().decode().split("<p>")
    parts[place] = parts[place].replace("</p>", f"</p>{line}", 1)
    return "<p>".join(parts)


def test_the_text_is_the_paragraphs(
    page: Callable[..., bytes], paragraphs: tuple[str, ...], rules: PageRules
) -> None:
    body = body_of(page().decode(), rules)
    assert body.paragraphs == paragraphs
    assert body.agreement == 1.0


@pytest.mark.parametrize("place", [1, 2, 4], ids=["early", "inside", "last"])
@pytest.mark.parametrize("line", FOREIGN_LINES.values(), ids=FOREIGN_LINES.keys())
def test_a_foreign_line_does_not_reach_the_text(
    line: str, place: int, page: Callable[..., bytes], paragraphs: tuple[str, ...], rules: PageRules
) -> None:
    assert body_of(with_line(line, page, place), rules).paragraphs == paragraphs


@pytest.mark.parametrize("line", OWN_LINES.values(), ids=OWN_LINES.keys())
def test_a_line_of_the_text_stays(
    line: str, page: Callable[..., bytes], paragraphs: tuple[str, ...], rules: PageRules
) -> None:
    found = body_of(with_line(line, page), rules).paragraphs
    assert len(found) == len(paragraphs) + 1
    assert set(paragraphs) < set(found)


def test_headings_stay_where_text_follows(page: Callable[..., bytes], rules: PageRules) -> None:
    html = with_line("<h2>What comes next</h2><p>Nobody knows.</p><h2>Topics</h2><h2>Places</h2>", page, 4)
    found = body_of(html, rules).paragraphs
    assert found[-2:] == ("What comes next", "Nobody knows.")


def test_what_follows_a_heading_that_leads_away_goes(
    page: Callable[..., bytes], paragraphs: tuple[str, ...], rules: PageRules
) -> None:
    tail = f"<div><h3>More on this</h3><div><p>{LONG} It was in another town.</p></div></div>"
    assert body_of(with_line(tail, page, 4), rules).paragraphs == paragraphs


def test_the_text_goes_on_behind_such_a_heading(
    page: Callable[..., bytes], paragraphs: tuple[str, ...], rules: PageRules
) -> None:
    between = "<h3>Read also</h3><ul><li><a href='/2'>Freedonia condemns Sylvania</a></li></ul>"
    assert body_of(with_line(between, page), rules).paragraphs == paragraphs


@pytest.mark.parametrize("standfirst", ["<p class='dek'>{}</p>", "<h2>{}</h2>", "<div>{}</div>"])
def test_a_standfirst_that_repeats_the_description_goes(
    standfirst: str, page: Callable[..., bytes], paragraphs: tuple[str, ...], rules: PageRules
) -> None:
    html = page().decode().replace("<div class='text'>", standfirst.format(LONG) + "<div class='text'>")
    assert body_of(html, rules, Hints(descriptions=(LONG,))).paragraphs == paragraphs


def test_a_first_paragraph_that_is_the_description_too_stays(
    page: Callable[..., bytes], paragraphs: tuple[str, ...], rules: PageRules
) -> None:
    assert body_of(page().decode(), rules, Hints(descriptions=paragraphs[:1])).paragraphs == paragraphs


def test_text_in_parts_is_put_together(
    page: Callable[..., bytes], paragraphs: tuple[str, ...], rules: PageRules
) -> None:
    html = page().decode()
    for number in (2, 3, 4):
        html = html.replace(
            f"<p>{paragraphs[number - 1]}", f"</div><div class='text'><p>{paragraphs[number - 1]}"
        )
    assert body_of(html, rules).paragraphs == paragraphs


def test_text_without_any_paragraph_element(
    page: Callable[..., bytes], paragraphs: tuple[str, ...], rules: PageRules
) -> None:
    html = page().decode().replace("<p>", "").replace("</p>", "<br><br>")
    assert body_of(html, rules).paragraphs == paragraphs


def test_a_page_in_one_form_as_some_servers_make_it(
    page: Callable[..., bytes], paragraphs: tuple[str, ...], rules: PageRules
) -> None:
    html = (
        page().decode().replace("<body>", "<body><form id='aspnetForm'>").replace("</body>", "</form></body>")
    )
    assert body_of(html, rules).paragraphs == paragraphs


def test_the_body_a_page_states_tells_where_its_text_ends(
    page: Callable[..., bytes], paragraphs: tuple[str, ...], rules: PageRules
) -> None:
    other = f"<section><p>{LONG}</p><p>{LONG[:-1]}, nor to anybody else.</p></section>"
    html = page().decode().replace("</article>", other + "</article>")
    assert len(body_of(html, rules).paragraphs) > len(paragraphs)
    assert body_of(html, rules, Hints(body=" ".join(paragraphs * 2))).paragraphs == paragraphs


def test_a_stated_body_that_lacks_a_paragraph_costs_none(
    page: Callable[..., bytes], paragraphs: tuple[str, ...], rules: PageRules
) -> None:
    assert body_of(page().decode(), rules, Hints(body=" ".join(paragraphs[:-1]) * 2)).paragraphs == paragraphs


def test_a_page_that_shows_nothing_may_still_state_its_body(
    paragraphs: tuple[str, ...], rules: PageRules
) -> None:
    html = "<html><body><div id='root'></div><script src='/app.js'></script></body></html>"
    stated = "\n\n".join(paragraphs) * 2
    root = parse_page(html, "").root
    assert read_body(root, Hints(body=stated), rules.lines).paragraphs[:3] == paragraphs[:3]


def test_what_another_text_leaves_out_goes_if_it_stands_elsewhere() -> None:
    reading = Reading(
        lines=(Line("One of the text.", "div text"), Line("Two.", "div text"), Line("A tail.", "div tail")),
        refused=frozenset({"label"}),
    )
    confirmed = reading.confirmed_by("ONE of the text!")
    assert confirmed.paragraphs == ("One of the text.", "Two.")
    assert confirmed.refused == {"label", "atail"}
    assert reading.confirmed_by("nothing of it") is reading


def test_readings_that_differ_have_a_low_agreement(rules: PageRules) -> None:
    body = body_of(f"<article>{f'<p>{LONG}</p>' * 9}</article>", rules)  # trafilatura takes it once
    assert len(body.paragraphs) == 9
    assert body.agreement == pytest.approx(0.2)


def test_a_page_too_large_for_trafilatura_is_read_once(
    paragraphs: tuple[str, ...], rules: PageRules, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> str:
        pytest.fail("trafilatura was asked")

    monkeypatch.setattr(cleaning, "extract", fail)
    many = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs * 500)
    body = body_of(f"<article>{many}</article>", rules)
    assert body.agreement is None
    assert len(body.paragraphs) == 2000
