"""Digits: Persian for the reader of Persian, Latin for programs, and any of them from a keyboard."""

from __future__ import annotations

LATIN = "0123456789"
PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
ARABIC = "٠١٢٣٤٥٦٧٨٩"  # what many phones type in Persian too

_TO_PERSIAN = str.maketrans(LATIN + ARABIC, PERSIAN * 2)
_TO_LATIN = str.maketrans(PERSIAN + ARABIC, LATIN * 2)


def to_persian(text: str) -> str:
    return text.translate(_TO_PERSIAN)


def to_latin(text: str) -> str:
    return text.translate(_TO_LATIN)


def for_reader(text: str, language: str) -> str:
    """`text` of ours in the reader's digits. Not for what people wrote, nor for case numbers, addresses and links."""
    if language == "fa":
        return to_persian(text)
    else:
        return to_latin(text)
