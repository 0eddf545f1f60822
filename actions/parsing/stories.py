"""Telling a story from a mere wish to complain: "I want to complain about my order" is an opening, "it came broken" a story."""

from __future__ import annotations

import re

from actions.parsing.letters import plain
from actions.parsing.lists import read_list, read_words
from actions.parsing.topics import mentioned_topics

_OPENING = read_words("openings")
_A_CASE = re.compile(r"\bcomplain|\bcase\b|\bclaim|شکایت|پرونده|اعتراض|shekayat|parvande")
_GREETINGS = re.compile(rf"^(?:(?:{'|'.join(rule.pattern for rule in read_list('greetings'))})(?!\w)[\s,.;!?،-]*)+")


def speaks_of_a_case(text: str) -> bool:
    """Whether a complaint or its case is named: "withdraw my complaint", and not merely "never mind"."""
    return _A_CASE.search(plain(text)) is not None


def content_words(text: str) -> list[str]:
    """The words that say something beyond "I have a complaint"."""
    return [
        word
        for word in re.findall(r"[^\W_][\w'-]*", plain(text))
        if word not in _OPENING and not word.isdigit() and len(word) > 1
    ]


def is_story(text: str) -> bool:
    """Whether the text tells at least a little of what happened; «سفارشم نرسیده» does with a single verb."""
    return len(content_words(text)) >= 2 or bool(mentioned_topics(text))


def without_greeting(text: str) -> str:
    """What is said after "hello" and other courtesies, in plain spelling; the whole text when that is not more than a name."""
    words = plain(text)
    rest = _GREETINGS.sub("", words)
    return rest if is_story(rest) else words


def is_long(text: str) -> bool:
    """Long enough that a customer would be hurt to write it twice."""
    return len(content_words(text)) >= 6
