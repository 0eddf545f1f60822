"""The chat as a page of its own, for a frame on the pages of the sites that may embed it.

Which sites those are is told to the browser in the content security policy (`web/headers.py`): no other page can frame it.
"""

from __future__ import annotations

from aiohttp import web

from handoff.i18n import known
from handoff.web.identity import public
from handoff.web.keys import SERVICES
from handoff.web.rendering import language_of, page


@public
async def show(request: web.Request) -> web.Response:
    """`site` is where the frame says how much room it needs: an allowed origin, or nowhere."""
    site = request.query.get("site", "")
    allowed = site in request.app[SERVICES].settings.allowed_origins
    language = known(request.query.get("language"), language_of(request))
    return page(request, "chat_frame.html", language=language, site=site if allowed else "")
