"""The letter of an answer to be read: on the page of the case, at the desk before it goes, and on paper as a PDF."""

from __future__ import annotations

from aiohttp import web
from markupsafe import Markup

from handoff.cases.composing import Letter
from handoff.channels.paper.letters import PDF, file_name, letter_html, letter_pdf


def shown(letter: Letter) -> Markup:
    """The letter as a part of a page."""
    return Markup(letter_html(letter))  # noqa: S704  # made by our own template, which escapes what was written


async def on_paper(letter: Letter) -> web.Response:
    """Saved under the number of the case; nobody between keeps a copy."""
    return web.Response(
        body=await letter_pdf(letter),
        content_type=PDF,
        headers={"Content-Disposition": f'attachment; filename="{file_name(letter)}"', "Cache-Control": "no-store"},
    )
