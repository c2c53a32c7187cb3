"""The language of a text; what the page says breaks ties alone."""

# ruff: noqa: RUF001 - letters of other scripts and languages are the point

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from py3langid.langid import LanguageIdentifier

from tasks.articles.language import _identifier, find_language, language_code

TEXTS = {
    "en": "Iran rejected the proposal on Monday, its foreign minister said after talks in Geneva had ended.",
    "de": "Der Außenminister wies den Vorschlag am Montag zurück und kündigte weitere Gespräche an.",
    "fr": "Le ministre des Affaires étrangères a rejeté la proposition lundi, à l'issue des pourparlers.",
    "es": "El ministro de Exteriores rechazó la propuesta el lunes, al término de las conversaciones.",
    "ru": "Министр иностранных дел отверг предложение в понедельник после переговоров в Женеве.",
    "uk": "Міністр закордонних справ відхилив пропозицію в понеділок після переговорів у Женеві.",
    "tr": "Dışişleri Bakanı, Cenevre'deki görüşmelerin ardından pazartesi günü teklifi reddetti.",
    "ar": "رفض وزير الخارجية الاقتراح يوم الاثنين بعد انتهاء المحادثات في جنيف",
    "zh": "外交部长周一在日内瓦会谈结束后拒绝了这一提议。",
    "ja": "外相は月曜日、ジュネーブでの協議後にこの提案を拒否した。",
    "no": "Utenriksministeren avviste forslaget på mandag etter at samtalene i Genève var over.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_languages(language: str) -> None:
    assert find_language(TEXTS[language]) == language


def test_a_page_that_says_something_else_is_not_believed() -> None:
    assert find_language(TEXTS["en"] * 3, ["de-AT", "de"]) == "en"


def test_a_page_breaks_a_tie() -> None:
    few_words = "Iran rejects proposal."
    assert find_language(few_words) != "en"
    assert find_language(few_words, ["en-GB"]) == "en"
    assert find_language(few_words, ["xx", "zz-ZZ", "ja"]) == find_language(few_words)


def test_nothing_to_go_by_gives_a_language_all_the_same() -> None:
    assert len(find_language("1,204")) == 2
    assert find_language("", ["pt-BR"]) == "pt"


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en", "en"), ("en-GB", "en"), ("de_AT", "de"), (" FR ", "fr"), ("nb-NO", "no"), ("nn", "no"),
        ("iw", "he"), ("zh-Hant-TW", "zh"), ("cmn", "zh"), ("ast", None),
        ("english", None), ("", None), ("1", None),
    ],
)  # fmt: skip
def test_codes_in_tags(tag: str, code: str | None) -> None:
    assert language_code(tag) == code


def test_many_threads_at_once_load_the_model_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loads = []
    load = LanguageIdentifier.from_model_file

    def count(*arguments: object, **keywords: object) -> LanguageIdentifier:
        loads.append(threading.get_ident())
        return load(*arguments, **keywords)

    monkeypatch.setattr(LanguageIdentifier, "from_model_file", count)
    _identifier.cache_clear()
    languages = list(TEXTS) * 10
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(find_language, [TEXTS[language] for language in languages])) == languages
    assert len(loads) == 1
