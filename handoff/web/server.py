"""The web application: put together, checked, served."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import weakref
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import structlog
from aiohttp import WSCloseCode, web

from handoff.app import Services
from handoff.web.headers import protect
from handoff.web.identity import door_of
from handoff.web.keys import LIMITS, SERVICES, SOCKETS, TEMPLATES
from handoff.web.limits import Limits
from handoff.web.middlewares import identified, limited, named, own_origin, problems
from handoff.web.rendering import make_templates
from handoff.web.routes import routes

log = structlog.get_logger()

Beside = Callable[[Services], Coroutine[Any, Any, None]]


class DoorMissing(Exception):
    """A handler does not say whom it lets in."""


def make_web_app(services: Services) -> web.Application:
    """The application. Raises `DoorMissing` when a handler carries no mark of identity.py, or names an act that is not in
    permissions.yaml."""
    app = web.Application(
        middlewares=[named, problems, limited, own_origin, identified],
        client_max_size=services.settings.files_limit + 1024 * 1024,
    )
    app[SERVICES] = services
    app[TEMPLATES] = make_templates()
    app[LIMITS] = Limits(services.clock)
    app[SOCKETS] = weakref.WeakSet()
    app.on_shutdown.append(_say_goodbye)
    app.on_response_prepare.append(protect)
    app.add_routes(routes(demo=services.settings.demo))
    for route in app.router.routes():
        door = door_of(route.handler)
        if door is None or (door.kind == "staff" and door.act not in services.policy.permissions.acts):
            raise DoorMissing(f"{route.method} {route.resource}: {route.handler} {door or 'says nothing'}")
    return app


def serve(services: Services, *, beside: Sequence[Beside] = ()) -> None:
    """Listen until the process is asked to stop (SIGTERM, SIGINT). `beside` runs in the same process: the worker."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(services, beside))


async def _serve(services: Services, beside: Sequence[Beside]) -> None:
    settings = services.settings
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    runner = web.AppRunner(make_web_app(services), access_log=None, shutdown_timeout=10, handler_cancellation=False)
    await runner.setup()
    await web.TCPSite(runner, settings.host, settings.port, backlog=1024).start()
    log.info("listening", host=settings.host, port=settings.port)
    tasks = [asyncio.create_task(run(services)) for run in beside]
    # What runs beside ends by itself only when it could not begin: then nobody shall think that all is well.
    await asyncio.wait([asyncio.create_task(stop.wait()), *tasks], return_when=asyncio.FIRST_COMPLETED)
    failed = [error for task in tasks if task.done() and (error := task.exception())]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await runner.cleanup()
    await services.close()
    if failed:
        raise failed[0]


async def _say_goodbye(app: web.Application) -> None:
    """Sockets last for ever: close them, and the browsers come back to whoever listens next."""
    sockets = app[SOCKETS]
    going = [socket.close(code=WSCloseCode.GOING_AWAY, message=b"restarting") for socket in list(sockets)]
    await asyncio.gather(*going, return_exceptions=True)
