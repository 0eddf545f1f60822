"""Digits, numbers, percentages and money, for the reader and from the keyboard."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.i18n import (
    for_reader,
    format_money,
    format_number,
    format_percent,
    parse_number,
    to_latin,
    to_persian,
)

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=2)


@given(st.text(alphabet=st.characters(exclude_characters="۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", exclude_categories=["Cs"])))
def test_latin_digits_come_back(text):
    assert to_latin(to_persian(text)) == text


def test_digits_of_an_arabic_keyboard_are_understood():
    assert to_latin("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹") == "0123456789 0123456789"
    assert to_persian("٤٥٦ 456") == "۴۵۶ ۴۵۶"


def test_the_reader_gets_their_own_digits():
    assert for_reader("3 از ۴", "fa") == "۳ از ۴"
    assert for_reader("۳ of 4", "en") == "3 of 4"


@pytest.mark.parametrize(
    ("value", "places", "english", "persian"),
    [
        (0, None, "0", "۰"),
        (1250, None, "1,250", "۱٬۲۵۰"),
        (Decimal("1250.50"), None, "1,250.50", "۱٬۲۵۰٫۵۰"),
        (Decimal("0.125"), 2, "0.13", "۰٫۱۳"),
        (2.5, 0, "3", "۳"),
        (-7, None, "-7", "\u200e−۷"),
        (Decimal("-0.001"), 2, "0.00", "۰٫۰۰"),
        (10**20, None, "100,000,000,000,000,000,000", "۱۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰"),
    ],
)
def test_numbers_are_grouped_and_rounded_half_up(value, places, english, persian):
    assert format_number(value, "en", places=places) == english
    assert format_number(value, "fa", places=places) == persian


def test_a_share_is_shown_as_a_percentage():
    assert format_percent(0.81, "en") == "81%"
    assert format_percent(0.81, "fa") == "۸۱٪"
    assert format_percent(Decimal("0.0254"), "fa", places=1) == "۲٫۵٪"


@pytest.mark.parametrize(
    ("amount", "currency", "english", "persian"),
    [
        (Decimal(1250000), "IRT", "1,250,000 tomans", "۱٬۲۵۰٬۰۰۰ تومان"),
        (Decimal("12500000.00"), "IRR", "12,500,000 rials", "۱۲٬۵۰۰٬۰۰۰ ریال"),
        (Decimal(1), "IRT", "1 toman", "۱ تومان"),
        (Decimal("25.5"), "EUR", "€25.50", "۲۵٫۵۰ یورو"),
        (Decimal("25.00"), "USD", "$25", "۲۵ دلار"),
        (Decimal("-1200.99"), "GBP", "-£1,200.99", "\u200e−۱٬۲۰۰٫۹۹ پوند"),
        (Decimal(30), "CHF", "30 CHF", "۳۰ CHF"),
    ],
)
def test_money_is_named_as_people_name_it(amount, currency, english, persian):
    assert format_money(amount, currency, "en") == english
    assert format_money(amount, currency, "fa") == persian


@given(NUMBERS, st.sampled_from(["en", "fa"]))
def test_a_number_as_it_is_shown_can_be_typed_back(number, language):
    assert parse_number(format_number(number, language)) == number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("۱۲٬۵۰۰", 12500),
        ("١٢٣", 123),
        (" 1,000,000 ", 1000000),
        ("12.5", Decimal("12.5")),
        ("۱۲٫۵", Decimal("12.5")),
        ("۱،۲۰۰", 1200),
    ],
)
def test_numbers_are_read_in_any_digits(typed, number):
    assert parse_number(typed) == number


@pytest.mark.parametrize("typed", ["", "ten", "1,00", "1.2.3", "--5", "1e5", "12 تومان", "NaN", "²"])
def test_what_is_not_one_number_is_not_guessed(typed):
    assert parse_number(typed) is None
