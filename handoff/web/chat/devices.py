"""Take the talk along to another device: a link that works once, for a quarter of an hour.

The page behind the link only asks; the talk moves when its button is pressed. Programs that look at links before people do
(in mail and messengers) therefore do not use it up.
"""

from __future__ import annotations

from aiohttp import web

from handoff.customers import invite_device, recognise_device
from handoff.web.identity import customer, public, remember_customer
from handoff.web.keys import CUSTOMER, LIMITS, SERVICES
from handoff.web.rendering import page


@customer
async def make_link(request: web.Request) -> web.Response:
    services, person = request.app[SERVICES], request[CUSTOMER]
    request.app[LIMITS].take("upload", f"link:{person.id}")
    async with services.db.transaction() as tx:
        token = await invite_device(tx, person)
    body = {"url": f"{services.settings.address}/continue/{token}"}
    return web.json_response(body, status=201, headers={"Cache-Control": "no-store"})


@public
async def ask(request: web.Request) -> web.Response:
    return page(request, "continue.html")


@public
async def go_on(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.transaction() as tx:
        _, token = await recognise_device(tx, request.match_info["token"])
    response = web.Response(status=303, headers={"Location": "/"})
    remember_customer(request, response, token)
    return response
