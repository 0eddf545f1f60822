"""Find what people write into a story without need: card and account numbers, national numbers, telephones, addresses.

A number counts only when its own check digits say so; a story full of order numbers is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from handoff.i18n.digits import to_latin

NUMBERS = frozenset({"card", "account", "national"})  # nobody needs these to deal with a complaint, or hardly ever
CONTACTS = frozenset({"phone", "email"})

_GAP = r"[ \-\u200c\u00a0]?"
_CARD = re.compile(rf"(?<![\w-])(?:\d{_GAP}){{12,18}}\d(?![\w-])")
_ACCOUNT = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z]{{2}}{_GAP}\d{{2}}(?:{_GAP}[A-Za-z0-9]){{11,30}}(?![A-Za-z0-9])")
_NATIONAL = re.compile(r"(?<![\w+-])\d{3}-?\d{6}-?\d(?![\w-])")
_PHONE = re.compile(r"(?<![\w-])(?:\+\d|00\d|0\d|\(0\d)(?:[ \-()\u200c]?\d){7,13}(?![\w-])")
_EMAIL = re.compile(r"[\w.%+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?\.[A-Za-z]{2,24}")


@dataclass(frozen=True)
class Found:
    """One find in a text, by its place there. `kind`: card, account, national, phone, email."""

    kind: str
    start: int
    end: int


def scan(text: str) -> list[Found]:
    """Everything found, in order, never overlapping: the surest kind wins a place."""
    plain = to_latin(text)  # digit by digit: places stay the same
    found: list[Found] = []
    for kind, pattern, holds in _KINDS:
        for match in pattern.finditer(plain):
            start, end = match.span()
            if holds(match[0]) and not any(start < other.end and other.start < end for other in found):
                found.append(Found(kind, start, end))
    return sorted(found, key=lambda find: find.start)


def kinds_in(*texts: str | None) -> tuple[str, ...]:
    """Which kinds stand in these texts, each once, in a fixed order: for a warning while something is typed."""
    kinds = {find.kind for text in texts if text for find in scan(text)}
    return tuple(kind for kind, _, _ in _KINDS if kind in kinds)


def veil(text: str, kinds: Collection[str]) -> str:
    """The text with finds of these kinds covered: of numbers the last four digits stay, of addresses the first letter."""
    pieces, place = [], 0
    for find in scan(text):
        if find.kind in kinds:
            pieces += [text[place : find.start], _covered(find.kind, text[find.start : find.end])]
            place = find.end
    return "".join([*pieces, text[place:]])


def _covered(kind: str, text: str) -> str:
    if kind == "email":
        name, _, domain = text.partition("@")
        return f"{name[:1]}…@{domain}"
    digits = [character for character in text if character.isalnum()]
    return "••••" + "".join(digits[-2:] if kind == "phone" else digits[-4:])


def _luhn(text: str) -> bool:
    digits = _digits(text)
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = [digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4) for place, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _iban(text: str) -> bool:
    """ISO 13616: moved behind and read as a number, it leaves 1 when divided by 97. An Iranian one (Sheba) has 26 signs."""
    signs = re.sub(r"[^A-Za-z0-9]", "", text).upper()
    if not 15 <= len(signs) <= 34 or (signs.startswith("IR") and len(signs) != 26):
        return False
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


def _national(text: str) -> bool:
    """The Iranian national number: ten digits, the last one from the others."""
    digits = _digits(text)
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    rest = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return digits[9] == (rest if rest < 2 else 11 - rest)


def _telephone(text: str) -> bool:
    digits = _digits(text)
    shortest = 11 if digits[:2] == [0, 0] else 9 if "+" in text else 10
    return shortest <= len(digits) <= 15 and len(set(digits)) > 2


def _digits(text: str) -> list[int]:
    return [int(character) for character in text if character.isdigit()]


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("card", _CARD, _luhn),
    ("account", _ACCOUNT, _iban),
    ("email", _EMAIL, lambda _text: True),
    ("national", _NATIONAL, _national),
    ("phone", _PHONE, _telephone),
)
