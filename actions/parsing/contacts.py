"""How to reach somebody: e-mail address, telephone number, name."""

from __future__ import annotations

import re

from actions.parsing.letters import latin_digits, plain

_EMAIL = re.compile(
    r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24}"
)
_PHONE = re.compile(r"(?<![\w-])(\+?\(?\d[\d\s().-]{6,18}\d)(?![\w-])")
_NAME_EN = re.compile(
    r"(?:(?:[Mm]y|[Tt]he) name(?:'s| is| should be)|[Tt]his is|[Nn]ame:|[Cc]all me) +([A-Z][\w'-]+(?: +[A-Z][\w'-]+){0,3})"
)
_NAME_FA = re.compile(
    r"(?:اسم|نام|اسمم|نامم)(?: من|م)?(?: و نام خانوادگی(?:‌?ام)?)?\s*[:؛]?\s*([آ-ی‌]+(?:\s+[آ-ی‌]+){0,2}?)\s*"
    r"(?:هست(?:ش)?|است|ه|میباشد|می‌باشد)?\s*(?:[.,،\n]|$)"
)
_NAME_FA_BE = re.compile(r"(?:^|[.،\n])\s*(?:من\s+)?([آ-ی‌]+\s+[آ-ی‌]+)\s+هستم")
_NOT_A_NAME = {"ناشناس", "مشتری", "شاکی", "منتظر", "ناراضی", "خیلی", "ندارم", "نمیدهم", "هنوز", "عصبانی", "ناراحت"}


def find_email(text: str) -> str | None:
    match = _EMAIL.search(text.replace("\u200c", ""))
    return match[0].rstrip(".") if match else None


def looks_like_broken_email(text: str) -> bool:
    """Somebody tried to give an address, and it is not one."""
    return find_email(text) is None and bool(
        re.search(r"\S@|@\S|\bat (?:gmail|yahoo|outlook)\b|جیمیل|\(at\)", plain(text))
    )


def find_phone(text: str) -> str | None:
    """A telephone number in its own digits, with a leading + kept. Order numbers and dates are not telephones."""
    for match in _PHONE.finditer(latin_digits(text)):
        if re.fullmatch(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4}", match[1].strip()):
            continue
        digits = re.sub(r"\D", "", match[1])
        reads_as_phone = match[1].startswith(("+", "0", "(")) or len(digits) >= 10 or re.search(r"\d[ -]\d", match[1])
        if 8 <= len(digits) <= 15 and reads_as_phone:
            return ("+" if match[1].startswith("+") else "") + digits
    return None


def find_name(text: str) -> str | None:
    """A name that the customer introduces as one; never guessed from loose capitals."""
    if match := _NAME_EN.search(text):
        return match[1]
    match = _NAME_FA.search(text) or _NAME_FA_BE.search(text)
    if match is None or _NOT_A_NAME & set(plain(match[1]).split()):
        return None
    return " ".join(match[1].split())


def name_beside_contact(text: str) -> str | None:
    """The name in an answer such as "Mina Rezaei, mina@example.org": what is left when address and number are taken away."""
    if introduced := find_name(text):
        return introduced
    rest = _EMAIL.sub(" ", _PHONE.sub(" ", latin_digits(text)))
    rest = re.sub(
        r"(?i)\b(e-?mail|phone|mobile|tel|number|address|my|is|it's|me|at|and|or|please|write|to|call)\b|ایمیل|تلفن|موبایل|شماره|همراه",
        " ",
        rest,
    )
    words = re.findall(r"[^\W\d_][\w'‌-]+", rest)
    capitalised = all(word[0].isupper() or not word[0].isascii() for word in words)
    if 2 <= len(words) <= 3 and capitalised and re.fullmatch(r"[\s\w'‌,،.:;-]*", rest) and not _NOT_A_NAME & set(words):
        return " ".join(words)
    return None
