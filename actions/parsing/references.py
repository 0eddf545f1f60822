"""Numbers that stand for something: an order, a case and its secret."""

from __future__ import annotations

import re

from actions.parsing.letters import latin_digits

_CASE = re.compile(r"(?i)(?<![a-z0-9])P\s?A\s?[-\s]?\s?(\d{4})\s?[-\s]?\s?(\d{4})(?!\d)")
_SECRET = re.compile(
    r"(?i)(?<![a-z0-9-])([0-9A-HJKMNP-TV-Z]{4})[- ]([0-9A-HJKMNP-TV-Z]{4})[- ]([0-9A-HJKMNP-TV-Z]{2})(?![a-z0-9-])"
)
_ORDER_CODE = re.compile(r"(?<![A-Za-z0-9@.-])([A-Za-z]{1,4}-\d{2,10}|[A-Z]{1,4}\d{4,10})(?![A-Za-z0-9-])")
_ORDER_WORD = re.compile(
    r"(?i)(?:\border(?:'s)?|\binvoice|\breference|\bref|\bpurchase|\bbooking|\bpolicy|\bcontract|\baccount|سفارش\w*|فاکتور|خرید|رزرو|بیمه‌?نامه|قرارداد|حساب|sefaresh\w*)"
    r"\s*(?:number|num|no\.?|code|id|شماره‌?ی?|شمارهٔ|کد|ref)?\s*(?:is|was|های|ی|من|م|هست|:|#|-)?\s*:?\s*#?\s*([A-Za-z]{0,4}-?\d[\d-]{2,15})(?![\w@])"
)
_HASH = re.compile(r"#\s?([A-Za-z]{0,4}-?\d{3,12})\b")
_UNIT_AFTER = re.compile(
    r"\s*(?:[$€£%]|روز|هفته|ماه|سال|هزار|میلیون|تومان|تومن|ریال|days?|weeks?|dollars?|euros?|pounds?|items?|times?)"
)


def find_case_number(text: str) -> str | None:
    match = _CASE.search(latin_digits(text))
    return f"PA-{match[1]}-{match[2]}" if match else None


def find_secret(text: str) -> str | None:
    """The tracking secret in its canonical form. A case number is never taken for one: it has other group lengths."""
    match = _SECRET.search(_CASE.sub(" ", latin_digits(text)))
    return "-".join(match.groups()).upper() if match else None


def find_order(text: str, *, asked: bool = False) -> str | None:
    """An order (or policy, booking, invoice) number. With `asked`, a bare number of four digits or more counts as well."""
    words = _SECRET.sub(" ", _CASE.sub(" ", latin_digits(text)))
    words = re.sub(r"\S+@\S+", " ", words)
    for pattern in (_ORDER_CODE, _HASH, _ORDER_WORD):
        for match in pattern.finditer(words):
            if not _UNIT_AFTER.match(words, match.end()):
                return match[1].upper().strip("-")
    if asked and (bare := re.search(r"(?<![\w/+.-])(\d{4,12})(?![\w/.-])", words)):
        return bare[1]
    return None
