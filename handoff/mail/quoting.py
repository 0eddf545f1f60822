"""What somebody wrote themselves in an answer, without the letter that they answer."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"\s*>")
_INTRODUCTION = re.compile(
    # "On Tue, 24 Nov 2026 at 10:00, Baran Home <care@example.org> wrote:", also over two lines, and its Persian kin.
    r"(?:On\s.{3,200}\swrote:|در\s.{3,200}(?:نوشت|نوشته است|نوشتند)\s*[:؛]?)\s*$",
    re.DOTALL,
)
_FORWARDED = re.compile(
    r"^\s*(?:-{2,}\s*(?:Original Message|Forwarded message|پیام اصلی|پیام هدایت‌شده)\s*-{2,}|_{10,})\s*$", re.IGNORECASE
)
_SIGNATURE = re.compile(r"^-- ?$")  # RFC 3676, 4.3


def own_words(text: str, marks: tuple[str, ...]) -> str:
    """`text` up to our own mark, a quotation at its end, or a signature. When nothing would be left, all of it."""
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines) if any(mark in line for mark in marks)), len(lines))
    end = next((n for n, line in enumerate(lines[:end]) if _FORWARDED.match(line) or _SIGNATURE.match(line)), end)
    kept = _without_last_quotation(lines[:end])
    return "\n".join(kept).strip() or text.strip()


def _without_last_quotation(lines: list[str]) -> list[str]:
    """A quotation in the midst of an answer stays: the words around it need it."""
    end = len(lines)
    while end and (_QUOTED.match(lines[end - 1]) or not lines[end - 1].strip()):
        end -= 1
    for length in (1, 2, 3):
        introduction = "\n".join(lines[max(end - length, 0) : end]).strip()
        if introduction.startswith(("On ", "در ")) and _INTRODUCTION.fullmatch(introduction):
            return _without_last_quotation(lines[: end - length])
    return lines[:end]
