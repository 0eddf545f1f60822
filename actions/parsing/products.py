"""The thing a complaint is about, from a plain list of things people buy or use. A guess to be read back, no catalogue."""

from __future__ import annotations

import re
from re import Pattern

from actions.parsing.letters import plain
from actions.parsing.lists import read_names

_NAMES = read_names("products")
_ENDINGS = "م|ت|ش|ی|ها|های|هایی|یی|مون|مان|تون|مو|ام|ای|ه|و|رو|را"


def find_product(text: str) -> str | None:
    """The first clear product named, in the language of the text; a vague one ("parcel") only when there is no clearer."""
    words = plain(text)
    for pattern in (_CLEAR, _VAGUE):
        if match := pattern.search(words):
            return _SPELLINGS[match[match.lastindex or 0].replace(" ", "")]
    return None


def _any_of(names: list[str]) -> Pattern[str]:
    """Longer names first, so that "coffee machine" is not read as a machine; spaces may be missing («لپتاپ»)."""
    longest_first = sorted(names, key=lambda name: (-len(name.split()), -len(name)))
    english = "|".join(re.escape(name) for name in longest_first if name.isascii())
    persian = "|".join(" ?".join(map(re.escape, name.split())) for name in longest_first if not name.isascii())
    return re.compile(rf"\b({english})(?:e?s)?\b|(?<!\w)({persian})(?:{_ENDINGS})?(?!\w)")


_SPELLINGS = {name.replace(" ", ""): name for names in _NAMES.values() for name in names}
_CLEAR, _VAGUE = _any_of(_NAMES["clear"]), _any_of(_NAMES["vague"])
