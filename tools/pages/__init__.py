"""The pages that are made from the code, one module for each. Nobody edits what they write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MADE = "<!-- Made from the code by `python -m tools.documenting`: change it there. -->"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown. A bar inside a cell is escaped; a line break becomes a blank."""
    lines = [list(head), ["---"] * len(head), *(list(row) for row in rows)]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def one_line(text: str | None) -> str:
    """A docstring as one line."""
    return " ".join((text or "").split())


def _cell(text: str) -> str:
    return one_line(text).replace("|", "\\|")
