"""The stylesheets, scripts and pictures, and the one line that other sites embed."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from handoff.errors import NotFound
from handoff.web.identity import public

FOLDER = Path(__file__).parent / "static"
FILES = {path.relative_to(FOLDER).as_posix(): path for path in FOLDER.rglob("*") if path.is_file()}
# Asked again each time, answered with 304: a page never mixes modules of two versions.
FRESH = {"Cache-Control": "no-cache"}


@public
async def static_file(request: web.Request) -> web.FileResponse:
    return _send(request.match_info["path"])


@public
async def widget(request: web.Request) -> web.FileResponse:
    return _send("widget.js")


@public
async def favicon(request: web.Request) -> web.FileResponse:
    return _send("icon.svg")


def _send(name: str) -> web.FileResponse:
    if name not in FILES:
        raise NotFound("There is nothing at this address.")
    return web.FileResponse(FILES[name], headers=FRESH)
