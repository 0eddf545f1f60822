"""Word lists, one regular expression a line, so that a person who is no programmer can read, judge and lengthen them."""

from __future__ import annotations

import re
from pathlib import Path
from re import Pattern

_HERE = Path(__file__).parent


def read_list(name: str) -> list[Pattern[str]]:
    """The compiled lines of one list."""
    return [re.compile(line) for line in _lines(name)]


def read_sections(name: str) -> dict[str, list[Pattern[str]]]:
    """The compiled lines of a list whose sections are headed [name]."""
    sections: dict[str, list[Pattern[str]]] = {}
    heading = ""
    for line in _lines(name):
        if line.startswith("[") and line.endswith("]"):
            heading = line[1:-1]
            sections[heading] = []
        else:
            sections[heading].append(re.compile(line))
    return sections


def read_words(name: str) -> frozenset[str]:
    """The single words of a list."""
    return frozenset(word for line in _lines(name) for word in line.split())


def read_names(name: str) -> dict[str, list[str]]:
    """The plain names of a list with headed sections."""
    return {heading: [rule.pattern for rule in rules] for heading, rules in read_sections(name).items()}


def _lines(name: str) -> list[str]:
    lines = (_HERE / f"{name}.txt").read_text(encoding="utf8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]
