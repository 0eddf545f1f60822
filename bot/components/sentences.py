"""Cutting a story into the pieces that topics are read from."""

from __future__ import annotations

import re

_ENDS = re.compile(r"[.!?؟;؛\n]+\s*|\s+(?:and then|but|also|moreover|ولی|اما|همچنین|ضمنا|تازه|بعدش هم)\s+")
_MOST = 24  # pieces of one message; more is a pasted document, and its beginning tells enough


def sentences(text: str) -> list[str]:
    """The sentences in their order and then the whole text, or only that when there is one; a single word says nothing."""
    pieces = [piece.strip() for piece in _ENDS.split(text) if len(piece.split()) >= 2]
    return [text] if len(pieces) <= 1 else [*pieces[:_MOST], text]
