"""A browser that goes away before it was answered is no failure; a handler that fails is one."""

from __future__ import annotations

import asyncio
import socket
import struct
import weakref

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from handoff.web.keys import SERVICES, SOCKETS
from handoff.web.live.connection import open_socket
from handoff.web.middlewares import problems

HANDSHAKE = (
    "GET /socket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


@pytest.fixture
async def server(services, aiohttp_server):
    """A server whose socket shakes hands only once the client has gone."""
    outcome: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def slowly(request: web.Request) -> web.StreamResponse:
        async with asyncio.timeout(15):
            while request.transport is not None and not request.transport.is_closing():
                await asyncio.sleep(0)
        try:
            if request.path == "/socket":
                return await open_socket(request)
            page = web.StreamResponse()
            await page.prepare(request)
        except Exception as error:
            outcome.set_result(type(error).__name__)
            raise
        return page

    app = web.Application(middlewares=[problems])
    app[SERVICES], app[SOCKETS] = services, weakref.WeakSet()
    app.router.add_get("/socket", slowly)
    app.router.add_get("/page", slowly)
    server = await aiohttp_server(app)
    return server, outcome


async def leave(server, request: str) -> None:
    """Ask, and be gone without a goodbye."""
    _, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(request.encode())
    await writer.drain()
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def test_a_socket_that_is_left_during_its_handshake_is_not_logged_as_a_failure(server):
    serving, outcome = server
    with capture_logs() as logs:
        await leave(serving, HANDSHAKE)
        assert await outcome == "ClientConnectionResetError"
        await asyncio.sleep(0)
    assert not [line for line in logs if line["event"] == "a request failed"]


async def test_the_same_error_anywhere_else_is_logged(server):
    serving, outcome = server
    with capture_logs() as logs:
        await leave(serving, HANDSHAKE.replace("/socket", "/page").replace("Upgrade: websocket\r\n", ""))
        assert await outcome == "ClientConnectionResetError"
        await asyncio.sleep(0)
    assert [line["event"] for line in logs] == ["a request failed"]
