"""Topics by their words: which entries of the taxonomy a text mentions. The list is lists/topics.txt."""

from __future__ import annotations

from actions.parsing.letters import plain
from actions.parsing.lists import read_sections

_TOPICS = read_sections("topics")


def mentioned_topics(text: str) -> dict[str, int]:
    """Codes with the number of lines of the list that found something; empty when the text mentions none."""
    words = plain(text)
    counts = {code: rules.count_matching(words) for code, rules in _TOPICS.items()}
    return {code: count for code, count in counts.items() if count}
