"""Word lists, one regular expression a line, so that a person who is no programmer can read, judge and lengthen them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from re import Match, Pattern

from actions.parsing.lists.literals import needed

_HERE = Path(__file__).parent
_PERSIAN = re.compile("[\u0600-\u06ff]")
_LATIN = re.compile("[a-z]")
_ESCAPES = re.compile(r"\\[A-Za-z]|\(\?[a-zA-Z:=!<]+")


class Rules(list[Pattern[str]]):
    """The compiled lines of a list. Only those are tried that are written in a script that the text has, and of which the text
    has a piece that they need: a small part of the work."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(re.compile(line) for line in lines)
        self._all = [(rule, tuple(needed(rule) or ("",))) for rule in self]  # "" is in every text
        self._persian = [each for each in self._all if _has_persian(each[0]) or not _has_latin(each[0])]
        self._latin = [each for each in self._all if _has_latin(each[0]) or not _has_persian(each[0])]

    def fitting(self, words: str) -> list[Pattern[str]]:
        """The rules that could find something in `words`, which are in plain spelling."""
        fits = []
        for rule, pieces in self._written_like(words):
            for piece in pieces:
                if piece in words:
                    fits.append(rule)
                    break
        return fits

    def matches(self, words: str) -> Iterator[Match[str]]:
        return (match for rule in self.fitting(words) if (match := rule.search(words)))

    def find(self, words: str) -> bool:
        fits = self.fitting(words)
        return bool(fits) and any(rule.search(words) for rule in fits)

    def count_matching(self, words: str) -> int:
        """How many of the rules find something."""
        fits = self.fitting(words)
        return sum(1 for rule in fits if rule.search(words)) if fits else 0

    def _written_like(self, words: str) -> list[tuple[Pattern[str], tuple[str, ...]]]:
        persian, latin = _scripts_of(words)
        if not persian:
            return self._latin
        return self._all if latin else self._persian


@lru_cache(maxsize=8)  # a hundred lists are asked about the same message
def _scripts_of(words: str) -> tuple[bool, bool]:
    return bool(_PERSIAN.search(words)), bool(_LATIN.search(words))


def _has_persian(rule: Pattern[str]) -> bool:
    return bool(_PERSIAN.search(rule.pattern))


def _has_latin(rule: Pattern[str]) -> bool:
    return bool(_LATIN.search(_ESCAPES.sub("", rule.pattern)))


def read_list(name: str) -> Rules:
    """The compiled lines of one list."""
    return Rules(_lines(name))


def read_sections(name: str) -> dict[str, Rules]:
    """The compiled lines of a list whose sections are headed [name]."""
    sections: dict[str, list[str]] = {}
    heading = ""
    for line in _lines(name):
        if line.startswith("[") and line.endswith("]"):
            heading = line[1:-1]
            sections[heading] = []
        else:
            sections[heading].append(line)
    return {heading: Rules(lines) for heading, lines in sections.items()}


def read_words(name: str) -> frozenset[str]:
    """The single words of a list."""
    return frozenset(word for line in _lines(name) for word in line.split())


def read_names(name: str) -> dict[str, list[str]]:
    """The plain names of a list with headed sections."""
    return {heading: [rule.pattern for rule in rules] for heading, rules in read_sections(name).items()}


def _lines(name: str) -> list[str]:
    lines = (_HERE / f"{name}.txt").read_text(encoding="utf8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]
