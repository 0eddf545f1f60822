"""Numbers, percentages and money in the reader's way, and numbers as people type them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from handoff.i18n.digits import to_latin, to_persian

CURRENCIES = ("IRR", "IRT", "USD", "EUR", "GBP")  # IRT is the toman, ten rials, in which people in Iran count
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
_WORDS = {
    "en": {"IRR": "rials", "IRT": "tomans"},
    "fa": {"IRR": "ریال", "IRT": "تومان", "USD": "دلار", "EUR": "یورو", "GBP": "پوند"},
}
_PERSIAN_MARKS = str.maketrans({",": "٬", ".": "٫", "-": "\u200e−"})
_PLAIN_MARKS = str.maketrans("٬،٫−", ",,.-", "\u200e")
_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")


def format_number(value: int | float | Decimal, language: str, *, places: int | None = None) -> str:
    """1,250.5 or «۱٬۲۵۰٫۵». `places` rounds half up to so many decimals; without it the number stays as it is."""
    number = Decimal(str(value))
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{number + 0:,f}"  # + 0: no minus before zero
    if language == "fa":
        return to_persian(text.translate(_PERSIAN_MARKS))
    else:
        return text


def format_percent(share: float | Decimal, language: str, *, places: int = 0) -> str:
    """A share of one: 0.81 is 81% or «۸۱٪»."""
    text = format_number(Decimal(str(share)) * 100, language, places=places)
    return text + ("٪" if language == "fa" else "%")


def format_money(amount: Decimal | int, currency: str, language: str) -> str:
    """€25.50, 1,250,000 tomans, «۱٬۲۵۰٬۰۰۰ تومان». Decimals are shown only where there are any; an unknown currency
    is named by its code."""
    amount = Decimal(amount)
    whole = currency in ("IRR", "IRT") or amount == amount.to_integral_value()
    number = format_number(abs(amount), language, places=0 if whole else 2)
    minus = "" if amount >= 0 else "\u200e−" if language == "fa" else "-"
    if language == "en" and currency in _SIGNS:
        return f"{minus}{_SIGNS[currency]}{number}"
    else:
        word = _WORDS[language].get(currency, currency)
        return f"{minus}{number} {word.removesuffix('s') if abs(amount) == 1 else word}"


def parse_number(text: str) -> Decimal | None:
    """The number somebody typed, in any digits and with any thousands marks; None when it is not one number."""
    plain = to_latin(text).translate(_PLAIN_MARKS).strip()
    if not _NUMBER.fullmatch(plain):
        return None
    return Decimal(plain.replace(",", ""))
