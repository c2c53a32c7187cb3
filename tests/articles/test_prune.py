"""What frames the news goes; the news stays, whatever its frame is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tasks.articles.page import parse_page, visible_text
from tasks.articles.prune import prune

if TYPE_CHECKING:
    from collections.abc import Callable

    from tasks.articles.rules import PageRules

CARD = (
    "<div><h3><a href='/other'>Freedonia condemns Sylvania</a></h3><p>The envoy was told to leave.</p></div>"
)
FRAMES = {
    "navigation": "<nav><a href='/'>Home</a> Foreign words</nav>",
    "a role": "<div role='navigation'>Foreign words</div>",
    "footer": "<footer>Foreign words</footer>",
    "aside": "<aside>Foreign words</aside>",
    "form": "<form>Foreign words <input></form>",
    "caption": "<figure><img src='x'><figcaption>Foreign words</figcaption></figure>",
    "button": "<button>Foreign words</button>",
    "hidden": "<div hidden>Foreign words</div>",
    "not displayed": "<div style='color:red; display: none'>Foreign words</div>",
    "for screen readers": "<span class='sr-only'>Foreign words</span>",
    "hidden from them": "<div aria-hidden='true'>Foreign words</div>",
    "related by class": "<div class='c-article__relatedLinks'>Foreign words</div>",
    "related by id": "<div id='related-stories'>Foreign words</div>",
    "two words": "<div class='box read-more'>Foreign words</div>",
    "two words in camels": "<div class='boxReadMore'>Foreign words</div>",
    "newsletter": "<section class='newsletter-signup'>Foreign words</section>",
    "cookies": "<div class='cookie-notice'>Foreign words</div>",
    "comments": "<div id='comments'><p>Foreign words, which somebody wrote in whole sentences.</p></div>",
    "a small sidebar": "<div class='sidebar'>Foreign words</div>",
    "an advertisement": "<div class='ad'>Foreign words</div>",
}
KEPT = {
    "named for what it lacks": "<div class='text no-ads has-sidebar'>Own words</div>",
    "shown on large screens": "<div class='hidden md:block'>Own words</div>",
    "a sidebar with prose": (
        "<div class='sidebar-grid__content'><p>Own words, in a paragraph that is long enough to be taken "
        "for prose by anybody who counts.</p></div>"
    ),
    "part of a word": "<div class='adage shared-space commentary'>Own words</div>",
    "a heading with an anchor": "<h2><a href='#part'>Own words</a></h2><h2><a href='#next'>More</a></h2>",
}


def pruned(body: str, rules: PageRules) -> str:
    root = parse_page(body, "").root
    prune(root, rules.names)
    return visible_text(root)


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES.keys())
def test_what_is_foreign_goes(frame: str, page: Callable[..., bytes], rules: PageRules) -> None:
    text = pruned(page(after=frame).decode(), rules)
    assert "Graustark" in text
    assert "Foreign words" not in text


@pytest.mark.parametrize("part", KEPT.values(), ids=KEPT.keys())
def test_what_only_looks_foreign_stays(part: str, page: Callable[..., bytes], rules: PageRules) -> None:
    assert "Own words" in pruned(page(after=part).decode(), rules)


@pytest.mark.parametrize("frame", ["<div class='share'>", "<form>", "<div class='popup premium related'>"])
def test_a_frame_around_the_whole_page_stays(
    frame: str, page: Callable[..., bytes], rules: PageRules
) -> None:
    html = page().decode().replace("<body>", f"<body>{frame}")
    assert "Graustark" in pruned(html, rules)


def test_a_footer_that_holds_the_article_stays(rules: PageRules) -> None:
    assert "Own words" in pruned("<footer><article><p>Own words</p></article></footer>", rules)


def test_a_page_without_a_body_tag_keeps_its_text(rules: PageRules) -> None:
    assert pruned("<title>T</title><article><p>Own words", rules) == "Own words"


def test_headlines_that_lead_elsewhere_go_with_their_teasers(
    page: Callable[..., bytes], rules: PageRules
) -> None:
    root = parse_page(page(after=CARD * 3).decode(), "").root
    assert prune(root, rules.names).teaser_count == 3
    assert "Freedonia" not in visible_text(root)
    assert "envoy" not in visible_text(root)
    assert "Graustark" in visible_text(root)


def test_a_headline_inside_its_link_is_one_too(rules: PageRules) -> None:
    cards = "<a href='/1'><h3>Freedonia</h3><p>Teaser.</p></a><a href='/2'><h3>Sylvania</h3></a>"
    assert pruned(f"<p>Own words</p>{cards}", rules) == "Own words"


def test_a_single_linked_heading_may_be_the_article_s_own(rules: PageRules) -> None:
    html = "<div class='post'><h2><a href='/this'>Own headline</a></h2><p>Own words.</p></div>"
    assert pruned(html, rules) == "Own headline Own words."


def test_words_around_something_that_goes_do_not_become_one(rules: PageRules) -> None:
    html = "<p>before<button>x</button> after</p><div>one<div class='ad'>x</div>two</div>"
    assert pruned(html, rules) == "before after one two"


def test_it_says_how_much_text_there_was(rules: PageRules) -> None:
    root = parse_page("<p>12345</p><p>678<script>no</script>9</p>", "").root
    assert prune(root, rules.names).text_length == 9
