"""What would put it right, in the customer's words: a code of the remedy list and nothing more. No word here promises."""

from __future__ import annotations

import re

from actions.parsing.letters import plain
from actions.parsing.lists import read_sections

_REMEDIES = read_sections("remedies")
_WISHES = read_sections("wishes")


def find_remedy(text: str) -> str | None:
    """The code of the first remedy named, or None. For an answer to "what would put it right?"."""
    words = plain(text)
    found = [(match.start(), code) for code, rules in _REMEDIES.items() for match in rules.matches(words)]
    return min(found)[1] if found else None


def find_wish(text: str) -> tuple[str, str] | None:
    """A remedy that a story asks for ("please send me a new one"): its code and the sentence. What was refused is no wish."""
    for sentence in re.split(r"(?<=[.!?؟\n])\s+|\n", text):
        words = plain(sentence)
        code = find_remedy(sentence)
        if code and _says("wants", words) and not _says("refused", words):
            return code, sentence.strip()
    return None


def asks_for_something(text: str) -> bool:
    """Whether words of asking are in it, whatever is asked for."""
    return _says("wants", plain(text))


def is_unsure(text: str) -> bool:
    return _says("unsure", plain(text))


def _says(kind: str, words: str) -> bool:
    return _WISHES[kind].find(words)
