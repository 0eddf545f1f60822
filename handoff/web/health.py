"""Is it alive, which part is ill, and the figures for the monitoring."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import structlog
from aiohttp import web

from handoff import metrics
from handoff.app import Services
from handoff.assistant.client import AssistantDown
from handoff.errors import NotAllowed
from handoff.web.addresses import address_of
from handoff.web.identity import public
from handoff.web.keys import SERVICES

PATIENCE = 3.0  # seconds for each part

log = structlog.get_logger()


@public
async def healthz(request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"}, headers={"Cache-Control": "no-store"})


@public
async def readyz(request: web.Request) -> web.Response:
    """503 unless database and bus are there. Without the assistant people still answer: that is ready, and said.

    With ?strict the assistant counts too.
    """
    services = request.app[SERVICES]
    database, bus, assistant = await asyncio.gather(
        _works(services.db.ping()), _works(_hears(services)), _works(services.rasa.ping())
    )
    needed = [database, bus, *([assistant] if "strict" in request.query else [])]
    ready = all(needed)
    status = "ok" if ready and assistant else "degraded" if ready else "down"
    parts = {"database": database, "bus": bus, "assistant": assistant}
    body = {"status": status, **{name: "ok" if works else "down" for name, works in parts.items()}}
    return web.json_response(body, status=200 if ready else 503, headers={"Cache-Control": "no-store"})


@public
async def metrics_page(request: web.Request) -> web.Response:
    """For this machine, or for whoever holds the service's token."""
    settings = request.app[SERVICES].settings
    by_token = bool(settings.token) and request.headers.get("Authorization") == f"Bearer {settings.token}"
    if address_of(request) is not None and not by_token:
        raise NotAllowed
    body, content_type = metrics.render()
    return web.Response(body=body, headers={"Content-Type": content_type})


async def _works(check: Awaitable[object]) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            await check
    except AssistantDown:
        return False
    except Exception as error:  # noqa: BLE001  # whatever a driver raises: the part is ill, and the page says which
        log.warning("a part is ill", error=type(error).__name__)
        return False
    return True


async def _hears(services: Services) -> None:
    if not await services.bus.ping():
        raise ConnectionError("the bus does not hear Redis")
