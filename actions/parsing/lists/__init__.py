"""Word lists, one regular expression a line, so that a person who is no programmer can read, judge and lengthen them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from re import Match, Pattern

_HERE = Path(__file__).parent
_PERSIAN = re.compile("[\u0600-\u06ff]")
_LATIN = re.compile("[a-z]")
_ESCAPES = re.compile(r"\\[A-Za-z]|\(\?[a-zA-Z:=!<]+")


class Rules(list[Pattern[str]]):
    """The compiled lines of a list. Only those are tried that are written in a script that the text has: half the work."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(re.compile(line) for line in lines)
        self._persian = [rule for rule in self if _has_persian(rule) or not _has_latin(rule)]
        self._latin = [rule for rule in self if _has_latin(rule) or not _has_persian(rule)]

    def fitting(self, words: str) -> list[Pattern[str]]:
        """The rules that could find something in `words`, which are in plain spelling."""
        if not _PERSIAN.search(words):
            return self._latin
        return self if _LATIN.search(words) else self._persian

    def matches(self, words: str) -> Iterator[Match[str]]:
        return (match for rule in self.fitting(words) if (match := rule.search(words)))

    def find(self, words: str) -> bool:
        return any(rule.search(words) for rule in self.fitting(words))


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
