"""Everything the assistant says exists in both languages, with the same placeholders, and in our manners."""

from __future__ import annotations

import re
import string
from datetime import date

import pytest

from actions.saying import apart, say, say_amount, say_day, texts


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_texts() -> None:
    assert set(texts("en")) == set(texts("fa"))


@pytest.mark.parametrize("key", sorted(texts("en")))
def test_a_text_has_the_same_placeholders_in_both_languages(key: str) -> None:
    assert placeholders(texts("en")[key]) == placeholders(texts("fa")[key])


@pytest.mark.parametrize("language", ["en", "fa"])
def test_no_text_shouts(language: str) -> None:
    assert not [key for key, text in texts(language).items() if "!" in text]


def test_persian_texts_use_persian_digits_and_marks() -> None:
    for key, text in texts("fa").items():
        around = re.sub("\u2068.*?\u2069", "", text)  # numbers of cases and addresses stay Latin, and stand apart
        assert not re.search(r"[0-9?]", around), key
        assert not re.search("[يك]", text), f"{key} has an Arabic letter"


def test_days_and_amounts_are_said_in_the_readers_way() -> None:
    assert say_day("en", date(2026, 11, 22)) == "Sunday 22 November"
    assert say_day("fa", date(2026, 11, 22)) == "یکشنبه ۱ آذر"
    assert say_amount("en", "1250.50", "USD") == "1,250.50 US dollars"
    assert say_amount("fa", "250000", "IRT") == "۲۵۰٬۰۰۰ تومان"


def test_what_is_foreign_to_a_sentence_keeps_its_own_direction() -> None:
    assert apart("A-12") in say("fa", "about_order", order=apart("A-12"))
