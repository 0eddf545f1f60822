"""One spelling for the many ways to type the same thing: Arabic and Persian letters, digits, half-spaces, drawn-out letters."""

from __future__ import annotations

import re
from functools import lru_cache

_DIGITS = {ord(sign): str(place % 10) for place, sign in enumerate("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")}
_LETTERS = {
    ord("ي"): "ی", ord("ى"): "ی", ord("ئ"): "ی", ord("ك"): "ک", ord("ة"): "ه", ord("ۀ"): "ه", ord("ؤ"): "و",
    ord("أ"): "ا", ord("إ"): "ا", ord("ٱ"): "ا", ord("٬"): ",", ord("٫"): ".", ord("،"): ",", ord("؛"): ";", ord("؟"): "?",
    ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"', ord("–"): "-", ord("—"): "-", ord("‑"): "-",
}  # fmt: skip
_INVISIBLE = re.compile(r"[\u0640\u064b-\u065f\u0670\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08]")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_PREFIX = re.compile(r"(?<!\w)(ن?می)\s+(?=[آ-ی])")
_SUFFIX = re.compile(r"(?<=[آ-ی])\s+(ها|های|هایی|ام|اند|اید|ایم|ترین|تر)(?!\w)")
_SPACES = re.compile(r"\s+")


def latin_digits(text: str) -> str:
    """Persian and Arabic digits become 0-9; nothing else changes, so places in the text stay the same."""
    return text.translate(_DIGITS)


def persian_digits(text: str) -> str:
    return "".join("۰۱۲۳۴۵۶۷۸۹"[int(sign)] if sign in "0123456789" else sign for sign in text)


@lru_cache(maxsize=32)  # every rule asks for it while one message is read
def plain(text: str) -> str:
    """The text as rules and the classifier see it: lower case, Latin digits, one spelling for «نمی‌خواهم» and «نمی خواهم».

    >>> plain("كتري  مي‌لرزد ۱۲")
    'کتری میلرزد 12'
    """
    text = _INVISIBLE.sub("", latin_digits(text).translate(_LETTERS)).lower()
    text = _SPACES.sub(" ", text.replace("\u200c", "")).strip()
    text = _DRAWN_OUT.sub(r"\1\1", text)
    return _SUFFIX.sub(r"\1", _PREFIX.sub(r"\1", text))


def is_persian_script(text: str) -> bool:
    """Whether most letters of the text are Persian or Arabic."""
    persian = sum("\u0600" <= sign <= "\u06ff" and sign.isalpha() for sign in text)
    latin = sum(sign.isascii() and sign.isalpha() for sign in text)
    return persian > latin
