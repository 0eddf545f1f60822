"""Keep what runs the other way together: an order number in a Persian sentence, a Persian name in an English one."""

from __future__ import annotations

import re

FIRST_STRONG, LEFT_TO_RIGHT, POP = "\u2068", "\u2066", "\u2069"

# Whoever writes an override into a name could turn the sentence around it, or close our isolate early.
SHORT = 24  # characters: a case number or a telephone number fits on any line, an address may not

# A case number or a tracking code, wherever it stands in a text.
WHOLE = re.compile(r"\b(?:[A-Z]{2}-\d{4}-\d{4}|[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2})\b", re.ASCII)

_CONTROLS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


def isolate(text: str) -> str:
    """`text` in its own direction, whatever stands around it. For plain text; in HTML use <bdi>."""
    return f"{FIRST_STRONG}{text.translate(_CONTROLS)}{POP}"


def left_to_right(text: str) -> str:
    """A case number, address, link or telephone number, which read left to right in every language."""
    return f"{LEFT_TO_RIGHT}{text.translate(_CONTROLS)}{POP}"


def stays_whole(text: str) -> bool:
    """Whether `text` is short enough never to be broken across lines: whoever copies a number wants all of it."""
    return len(text) <= SHORT
