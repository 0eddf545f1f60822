"""The assistant's words in both languages, and how dates and foreign-looking things stand inside them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from persiantools.jdatetime import JalaliDate

from actions.parsing.letters import persian_digits

LANGUAGES = ("en", "fa")
_HERE = Path(__file__).parent / "texts"
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_WEEKDAYS_FA = ["دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"]
_MONTHS_FA = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"]


@cache
def texts(language: str) -> dict[str, str]:
    """All texts of a language, from the files texts/*.<language>.yml; a key is in one file only."""
    found: dict[str, str] = {}
    for path in sorted(_HERE.glob(f"*.{language}.yml")):
        for key, text in yaml.safe_load(path.read_text(encoding="utf8")).items():
            assert key not in found, f"{key} stands in two files"
            found[key] = text.rstrip("\n")
    return found


def say(language: str, key: str, **facts: Any) -> str:
    return texts(language)[key].format(**facts)


def topic_words(language: str, code: str) -> str | None:
    """The topic as a clause that fits after "So, as I understand it: "."""
    return texts(language).get(f"topic_{code}")


def apart(text: str) -> str:
    """Order numbers, addresses and the customer's own words keep their own direction inside a sentence of the other one."""
    return f"\u2068{text}\u2069"


def digits(language: str, text: str) -> str:
    """Digits in the reader's own way; for figures in sentences, not for order or case numbers."""
    return persian_digits(text) if language == "fa" else text


def say_day(language: str, day: date) -> str:
    """ "Sunday 22 November" or «یکشنبه ۱ آذر»."""
    if language == "fa":
        jalali = JalaliDate(day)
        return persian_digits(f"{_WEEKDAYS_FA[day.weekday()]} {jalali.day} {_MONTHS_FA[jalali.month - 1]}")
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def say_amount(language: str, amount: str, currency: str) -> str:
    """ "45.50 USD" or «۲۵۰٬۰۰۰ تومان»."""
    whole, _, cents = amount.partition(".")
    if language == "en":
        return f"{int(whole):,}{'.' + cents if cents else ''} {texts('en').get(f'currency_{currency}', currency)}"
    grouped = persian_digits(f"{int(whole):,}".replace(",", "٬") + (f"٫{cents}" if cents else ""))
    return f"{grouped} {texts('fa').get(f'currency_{currency}', currency)}"
