"""The languages Pasokh speaks, each under its own name, and which of them a browser would like."""

from __future__ import annotations

from typing import Final, Literal

LANGUAGES: Final = {"en": "English", "fa": "فارسی"}
DEFAULT: Final = "en"


def direction(language: str) -> Literal["ltr", "rtl"]:
    if language == "fa":
        return "rtl"
    else:
        return "ltr"


def known(language: str | None, default: str = DEFAULT) -> str:
    """The language itself, without its region ("fa-IR" is "fa"), when it is spoken here; else `default`."""
    code = _primary(language or "")
    if code in LANGUAGES:
        return code
    else:
        return default


def negotiate(accept_language: str | None, default: str = DEFAULT) -> str:
    """The language spoken here that an Accept-Language header likes best; `default` when it names none or is broken."""
    wishes: dict[str, float] = {}
    for part in (accept_language or "").split(","):
        tag, _, weight = part.partition(";")
        code, liking = _primary(tag), _liking(weight)
        if code in LANGUAGES:
            wishes[code] = max(liking, wishes.get(code, 0.0))
    best = max(wishes, key=lambda code: wishes[code], default=default)  # the first named of equals
    if wishes.get(best, 0.0) > 0.0:
        return best
    else:
        return default


def _primary(tag: str) -> str:
    return tag.strip().replace("_", "-").partition("-")[0].lower()


def _liking(weight: str) -> float:
    name, _, value = weight.partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
