"""An amount of money and its currency, as people write it: "$45.50", "120 euros", «۲۵۰ هزار تومان», «۱٬۲۰۰٬۰۰۰ ریال»."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from actions.parsing.letters import plain


class Money(NamedTuple):
    """`amount` is a plain decimal number; `currency` an ISO code, or IRT for the toman that Iranians count in (10 rials)."""

    amount: str
    currency: str


_NUMBER = r"(\d{1,3}(?:[,٬]\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)"
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP"}
_WORDS = {
    r"(?:us ?)?dollars?|usd|bucks|دلار": "USD", r"euros?|eur|یورو": "EUR", r"pounds?|gbp|quid|پوند": "GBP",
    r"تومان|تومن|تومنه|tomans?|toman|tooman": "IRT", r"ریال|rials?|irr": "IRR", r"درهم|dirhams?|aed": "AED",
    r"لیر|lira|try": "TRY",
}  # fmt: skip
_SCALES = {
    "هزار": 1_000,
    "hezar": 1_000,
    "thousand": 1_000,
    "k": 1_000,
    "میلیون": 1_000_000,
    "million": 1_000_000,
    "milyoon": 1_000_000,
}


def find_money(text: str) -> Money | None:
    """The first amount that has a currency with it; a bare number is not money."""
    words = plain(text)
    if match := re.search(rf"([$€£]) ?{_NUMBER}", words):
        return Money(_decimal(match[2]), _SIGNS[match[1]])
    if match := re.search(rf"{_NUMBER} ?([$€£])", words):
        return Money(_decimal(match[1]), _SIGNS[match[2]])
    for pattern, currency in _WORDS.items():
        scale = "|".join(_SCALES)
        if match := re.search(rf"{_NUMBER} ?({scale})? ?(?:{pattern})(?!\w)", words):
            return Money(_decimal(match[1], _SCALES.get(match[2] or "", 1)), currency)
    return None


def _decimal(digits: str, scale: int = 1) -> str:
    value = Decimal(digits.replace(",", "")) * scale
    return format(
        value.quantize(Decimal(1)) if value == value.to_integral_value() else value.quantize(Decimal("0.01")), "f"
    )
