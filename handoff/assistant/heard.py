"""What the assistant hears: words that are never an order to it, and what it makes of a text outside a talk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_DANGER = "safety_danger"
_WORTH_KEEPING = 0.15  # as in a talk: below that a suggestion only misleads


@dataclass(frozen=True)
class Heard:
    """`topics`: codes of the taxonomy with confidences, surest first. `danger`: somebody may be in danger."""

    topics: tuple[tuple[str, float], ...] = ()
    danger: bool = False


def heard_in(parsed: Mapping[str, Any]) -> Heard:
    """From the answer of Rasa's HTTP API to a text."""
    topics = parsed.get("heard", {}).get("topics", ())
    return Heard(
        tuple((topic["code"], topic["confidence"]) for topic in topics if topic["confidence"] >= _WORTH_KEEPING),
        danger=(parsed.get("intent") or {}).get("name") == _DANGER,
    )


def no_command(words: str) -> str:
    """Only buttons speak for the customer with a slash: typed ones go, also behind blanks, which Rasa takes away itself."""
    return re.sub(r"^[\s/]+", "", words)
