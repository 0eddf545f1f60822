"""The letter of an answer on paper: the same for the page of the case, for the desk, and for the e-mail that brings it."""

from __future__ import annotations

import asyncio
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handoff.cases.composing import Letter
from handoff.channels.paper.printing import to_pdf
from handoff.i18n.templates import speak

TEMPLATES = Path(__file__).parent / "templates"
PDF = "application/pdf"


def letter_html(letter: Letter) -> str:
    """The letter as a part of a page, in its own language and direction whatever the page's are."""
    return _templates().get_template("letter/letter.html").render(language=letter.language, letter=letter)


async def letter_pdf(letter: Letter) -> bytes:
    """A PDF that can be searched and read aloud. It takes up to a second of one processor, beside the loop."""
    return await asyncio.to_thread(_print, letter)


def file_name(letter: Letter) -> str:
    """Under the number of the case: that is what one looks for."""
    return f"{letter.number}.pdf"


def _print(letter: Letter) -> bytes:
    page = _templates().get_template("letter/paper.html").render(language=letter.language, letter=letter)
    return to_pdf(page, sheet="paper.css")


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        auto_reload=False,
    )  # fmt: skip
    speak(environment)
    return environment
