"""Whether a page is an article; if not, why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tasks.articles.text import count_words, mentions

if TYPE_CHECKING:
    from config.pages import PageWords

MIN_WORDS = 8  # of the shortest article: one sentence
FEW_WORDS = 40  # below them a page must mark its text as an article
SHORT_WORDS = 60  # of a short piece of news, which is whole
TEASER_WORDS = 120  # up to which a text that breaks off before a wall is a teaser
SHELL_WORDS = 60  # that a page without its scripts shows at most, menus included
MIN_TEASERS = 5  # headlines that lead elsewhere, from which a page may be a list of them
WORDS_PER_TEASER = 15  # of text below which it is
FOREIGN_SHARE = 0.5  # of the text: more of it speaks of consent

# What the first bytes tell, where the header is wrong or missing.
SIGNATURES = (
    (re.compile(rb"%PDF-"), "a PDF"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP", re.DOTALL), "a picture"),
    (re.compile(rb"....ftyp|\x1aE\xdf\xa3|RIFF....AVI", re.DOTALL), "a video"),
    (re.compile(rb"ID3|OggS|RIFF....WAVE", re.DOTALL), "a recording"),
    (re.compile(rb"PK\x03\x04|\x1f\x8b|7z\xbc\xaf"), "an archive"),
    (re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b"), "a feed"),
    (re.compile(rb"\s*[\[{]\s*[\"\[{]"), "JSON"),
)
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain"})
BROKEN_OFF = ("...", "…")


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a page is no article: a stable reason, and a sentence."""

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a page.

    `paragraphs` is the text found in it; `teaser_count` how many headlines lead to other pages;
    `is_marked` says that it calls itself an article, `is_video` a video; `is_cut` that not all of it
    could be parsed.
    """

    paragraphs: tuple[str, ...]
    teaser_count: int
    script_count: int
    is_marked: bool
    is_cut: bool
    is_video: bool
    is_free: bool | None

    @property
    def word_count(self) -> int:
        """The number of words of the text found."""
        return count_words(" ".join(self.paragraphs))


def foreign_body(body: bytes, content_type: str | None) -> Finding | None:
    """Return what a body is that is no HTML, None for one that may be."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind and kind not in HTML_TYPES:
        return Finding("not-html", kind)
    found = next((name for signature, name in SIGNATURES if signature.match(body)), None)
    return Finding("not-html", found) if found else None


def is_beyond_doubt(evidence: Evidence) -> bool:
    """Return whether the text alone shows that this is an article, as it does for most."""
    return evidence.word_count >= 2 * TEASER_WORDS and (
        evidence.is_marked or evidence.teaser_count < MIN_TEASERS
    )


def judge(evidence: Evidence, visible: str, words: PageWords) -> Finding | None:
    """Return why a page is no article, None for one that is.

    `visible` is all that a reader sees of it, and may be empty where the text is beyond doubt.
    """
    word_count = evidence.word_count
    asking = sum(len(paragraph) for paragraph in evidence.paragraphs if mentions(paragraph, words.consent))
    if asking > FOREIGN_SHARE * sum(map(len, evidence.paragraphs)):
        return Finding("consent-wall", "the text asks for consent")
    if word_count < (MIN_WORDS if evidence.is_marked else FEW_WORDS):
        return _without_text(evidence, word_count, visible, words)
    is_listing = (
        evidence.teaser_count >= MIN_TEASERS and word_count < WORDS_PER_TEASER * evidence.teaser_count
    )
    if is_listing and not evidence.is_marked:
        return Finding("listing", f"{evidence.teaser_count} headlines that lead elsewhere")
    return _teaser(evidence, word_count, visible, words)


def _without_text(evidence: Evidence, word_count: int, visible: str, words: PageWords) -> Finding:
    """Return why there is hardly any text: the first cause that applies."""
    found = f"{word_count} words"
    is_empty = evidence.script_count > 0 and count_words(visible) < SHELL_WORDS
    causes = (
        (evidence.is_cut, "too-complex", "nested too deep to be parsed"),
        (evidence.is_video, "video", f"{found} beside a video"),
        (
            evidence.is_free is False or mentions(visible, words.paywall),
            "teaser",
            f"{found} before a paywall",
        ),
        (mentions(visible, words.needs_script), "script-shell", f"{found} without the page's scripts"),
        (mentions(visible, words.consent), "consent-wall", f"{found} beside a question for consent"),
        (evidence.teaser_count > 0, "listing", f"{evidence.teaser_count} headlines that lead elsewhere"),
        (is_empty, "script-shell", f"{found} without the page's scripts"),
        (True, "no-text", f"{found} of text"),
    )
    return next(Finding(reason, detail) for holds, reason, detail in causes if holds)


def _teaser(evidence: Evidence, word_count: int, visible: str, words: PageWords) -> Finding | None:
    if evidence.is_free or word_count >= TEASER_WORDS:
        return None
    is_walled = mentions(visible, words.paywall)
    if evidence.is_free is None:
        return (
            Finding("teaser", f"{word_count} words before a paywall")
            if is_walled and word_count < SHORT_WORDS
            else None
        )
    is_broken_off = evidence.paragraphs[-1].endswith(BROKEN_OFF)
    if is_walled or is_broken_off or word_count < SHORT_WORDS:
        return Finding("teaser", f"{word_count} words of a text that is not free")
    return None
