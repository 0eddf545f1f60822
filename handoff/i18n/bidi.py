"""Keep what runs the other way together: an order number in a Persian sentence, a Persian name in an English one."""

from __future__ import annotations

FIRST_STRONG, LEFT_TO_RIGHT, POP = "\u2068", "\u2066", "\u2069"

# Whoever writes an override into a name could turn the sentence around it, or close our isolate early.
_CONTROLS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


def isolate(text: str) -> str:
    """`text` in its own direction, whatever stands around it. For plain text; in HTML use <bdi>."""
    return f"{FIRST_STRONG}{text.translate(_CONTROLS)}{POP}"


def left_to_right(text: str) -> str:
    """A case number, address, link or telephone number, which read left to right in every language."""
    return f"{LEFT_TO_RIGHT}{text.translate(_CONTROLS)}{POP}"
