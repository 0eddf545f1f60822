"""Persian as it is typed, searched and sorted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.i18n import isolate, left_to_right, normalise, search_key, sort_key


def test_arabic_letters_become_persian_ones():
    assert normalise("كتري يك پارچه") == "کتری یک پارچه"
    assert normalise("كتـــري") == "کتری"


def test_half_spaces_stay_inside_words_only():
    assert normalise("می\u200cخواهم") == "می\u200cخواهم"
    assert normalise("می\u200c\u200cخواهم\u200c") == "می\u200cخواهم"
    assert normalise("کتری \u200c شکسته") == "کتری شکسته"


@given(st.text())
def test_normalising_twice_changes_nothing_more(text):
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ميخواهم", "می\u200cخواهم"),
        ("كتری", "کتری"),
        ("درِ کتری", "در  کتری"),
        ("مسئول", "مسيول"),
        ("آبی", "ابی"),
        ("سفارش ۱۰۴۲۳", "سفارش 10423"),
        ("ﮐﺘﺮﯼ", "کتری"),
        ("Café MINA", "cafe mina"),
        ("خانهٔ باران", "خانه باران"),
    ],
)
def test_the_searching_reader_finds_other_spellings(typed, stored):
    assert search_key(typed) == search_key(stored)


def test_different_words_stay_different():
    assert search_key("کتری") != search_key("کتاب")


def test_persian_sorts_by_its_own_alphabet():
    words = ["یاسمن", "گلدان", "پارسا", "ژاله", "هما", "کتری", "چراغ", "وحید", "بهار", "آرش", "اکبر", "تابان", "لاله"]
    assert sorted(words, key=sort_key) == [
        *("آرش", "اکبر", "بهار", "پارسا", "تابان", "چراغ", "ژاله"),
        *("کتری", "گلدان", "لاله", "وحید", "هما", "یاسمن"),
    ]


def test_arabic_letters_sort_with_their_persian_twins():
    assert sorted(["گل", "كتري", "کاسه"], key=sort_key) == ["کاسه", "كتري", "گل"]


def test_digits_come_before_persian_and_latin_after_it():
    assert sorted(["Zahra", "مینا", "۱۰", "2", "émile", "آرش", "eva"], key=sort_key) == [
        *("۱۰", "2", "آرش", "مینا", "émile", "eva", "Zahra"),
    ]


@given(st.lists(st.text()))
def test_anything_can_be_sorted_and_the_order_is_always_the_same(texts):
    backwards = list(reversed(texts))
    assert sorted(texts, key=sort_key) == sorted(backwards, key=sort_key)


def test_a_case_number_keeps_its_direction_in_any_sentence():
    assert left_to_right("PA-4821-7735") == "\u2066PA-4821-7735\u2069"
    assert isolate("مینا") == "\u2068مینا\u2069"


def test_nobody_can_turn_the_sentence_around_with_a_name():
    assert isolate("Mina\u202e\u2069gro.live") == "\u2068Minagro.live\u2069"
