"""The survey behind a one-time link: four questions, a word, and whether somebody should call."""

from __future__ import annotations

from aiohttp import web

from handoff.web.identity import public
from handoff.web.rendering import page


@public
async def show(request: web.Request) -> web.Response:
    return page(request, "survey/over.html")


@public
async def answer(request: web.Request) -> web.Response:
    return page(request, "survey/over.html")
