"""What the understanding made of the story: topics of the taxonomy, as suggestions that a person confirms."""

from __future__ import annotations

from typing import Any

from actions.saying import topic_words
from actions.turn import Turn

_WORTH_KEEPING = 0.15
_WORTH_SAYING = 0.35


def heard_topics(turn: Turn) -> list[dict[str, Any]] | None:
    """The topics heard, surest first, or None: `[{"code": "C02.2", "confidence": 0.81}]`."""
    found = [topic for topic in turn.heard.get("topics", []) if topic["confidence"] >= _WORTH_KEEPING]
    return found or None


def said_topics(language: str, topics: list[dict[str, Any]] | None) -> list[str]:
    """At most two topics as clauses to say back, and only those that were heard clearly."""
    clear = [topic["code"] for topic in topics or [] if topic["confidence"] >= _WORTH_SAYING]
    return [words for code in clear[:2] if (words := topic_words(language, code))]
