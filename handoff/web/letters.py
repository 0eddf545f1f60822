"""The letter of an answer to be read: on the page of the case, at the desk before it goes, and on paper as a PDF."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web
from jinja2 import Environment
from markupsafe import Markup

from handoff.cases.composing import Letter
from handoff.web.keys import SERVICES, TEMPLATES
from handoff.web.paper import to_pdf


def shown(request: web.Request, letter: Letter) -> Markup:
    """The letter as a part of a page, in its own language and direction whatever the page's are."""
    html = request.app[TEMPLATES].get_template("letter/letter.html").render(**_context(request, letter))
    return Markup(html)  # noqa: S704  # made by our own template, which escapes what was written


async def printed(request: web.Request, letter: Letter) -> bytes:
    """The letter as a PDF that can be searched and read aloud. It takes a second of one processor, beside the loop."""
    return await asyncio.to_thread(_print, request.app[TEMPLATES], _context(request, letter))


def pdf_answer(letter: Letter, content: bytes) -> web.Response:
    """Saved under the number of the case; nobody between keeps a copy."""
    return web.Response(
        body=content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{letter.number}.pdf"', "Cache-Control": "no-store"},
    )


def _context(request: web.Request, letter: Letter) -> dict[str, Any]:
    services = request.app[SERVICES]
    return {
        "language": letter.language,
        "letter": letter,
        "zone": services.policy.calendar.time_zone,
        "now": services.clock.now(),
    }


def _print(templates: Environment, context: dict[str, Any]) -> bytes:
    return to_pdf(templates.get_template("letter/paper.html").render(**context), sheet="paper.css")
