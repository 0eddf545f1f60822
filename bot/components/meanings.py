"""What words mean, as figures: words that are used alike have like figures, in English and Persian alike.

A few thousand examples cannot name every thing that breaks; the figures let "the hob" count nearly as "the stove" that an example
named, and teach with an English example also in Persian. They are read from `meanings.npz`, which `tools/distilling.py` made;
docs/understanding.md says from what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from actions.parsing.letters import plain
from bot.components.features import LONGEST

_FILE = Path(__file__).with_name("meanings.npz")
_WORD = re.compile(r"[^\W\d_][\w']*")
_PERSIAN = re.compile(r"[آ-ی]")
# Longest first. What stands after a Persian word: whose it is, how many there are, who does it.
_ENDINGS = (
    "هایشان", "هایمان", "هایتان", "هایشون", "هایم", "هایت", "هایش", "هاشون", "های", "هایی", "هام", "هات", "هاش", "مان",
    "تان", "شان", "مون", "تون", "شون", "ها", "ام", "ات", "اش", "ای", "اند", "ایم", "اید", "ند", "یم", "ید",
    "ی", "م", "ت", "ش", "و", "ه", "ن",
)  # fmt: skip
_SHORTEST = 3  # letters that must be left before an ending


class Meanings:
    """`place` finds a word among `rows` and `worth`: which row of `figures` (8 bits each) is its, and how much it says, from 0 to
    255; the more often everybody uses a word, the less."""

    def __init__(self, place: dict[str, int], rows: Any, worth: Any, figures: Any) -> None:
        self._place, self._rows, self._worth, self._figures = place, rows, worth, figures
        self.size = int(figures.shape[1])

    def of(self, text: str) -> Any:
        """The text's figures, `size` of them: the mean of its words' by their worth, as a direction of length 1. All zero when no
        word is known."""
        found = [place for word in _WORD.findall(plain(text)) if (place := self._find(word)) is not None]
        drawn = self._worth[found].astype(np.float32) @ self._figures[self._rows[found]].astype(np.float32)
        return drawn / max(float(np.linalg.norm(drawn)), 1e-6)

    def _find(self, word: str) -> int | None:
        return next((self._place[form] for form in _forms(word) if form in self._place), None)


def _forms(word: str) -> Iterator[str]:
    """The word itself, then what is left without an ending."""
    yield word
    if _PERSIAN.match(word):
        yield from (
            word.removesuffix(ending)
            for ending in _ENDINGS
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST
        )
    elif word.endswith("'s"):
        yield word[:-2]


@lru_cache(maxsize=1)
def meanings() -> Meanings:
    """Read once for the whole process: three models share it."""
    with np.load(_FILE, allow_pickle=False) as kept:
        words = bytes(kept["words"]).decode("utf8").split("\n")
        place = {word: index for index, word in enumerate(words)}
        return Meanings(place, kept["rows"], kept["worth"], kept["figures"])


@lru_cache(maxsize=8)  # as features.read: three models read the same message
def meaning(text: str) -> Any:
    """What the text is about, as figures: see `Meanings.of`."""
    return meanings().of(text[:LONGEST])
