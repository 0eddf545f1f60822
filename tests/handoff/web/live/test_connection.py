"""A socket's outbox is bounded, and a client that does not read is let go."""

from __future__ import annotations

import asyncio
import weakref

import pytest
from aiohttp import web

from handoff.web.keys import SOCKETS
from handoff.web.live import connection as module
from handoff.web.live.connection import Connection, TooSlow, open_socket


@pytest.fixture
async def served(aiohttp_server):
    """A server that tells each client `frames` large frames, and says afterwards how it went."""
    outcome: asyncio.Future[object] = asyncio.get_running_loop().create_future()

    async def tell(request: web.Request) -> web.WebSocketResponse:
        socket = await open_socket(request)
        async with Connection(socket, side="customer") as connection:
            try:
                for number in range(int(request.query["frames"])):
                    await connection.deliver({"number": number, "body": "x" * 50_000})
                outcome.set_result("told")
                await socket.receive()
            except TooSlow:
                outcome.set_result("too slow")
                await connection.let_go()
        return socket

    app = web.Application()
    app[SOCKETS] = weakref.WeakSet()
    app.router.add_get("/", tell)
    server = await aiohttp_server(app)
    return server, outcome


async def test_who_reads_gets_everything_in_order_however_much_it_is(served, aiohttp_client):
    server, outcome = served
    client = await aiohttp_client(server)
    async with client.ws_connect("/?frames=600", max_msg_size=0) as socket:
        numbers = [(await socket.receive_json(timeout=10))["number"] for _ in range(600)]
        assert await outcome == "told"
    assert numbers == list(range(600))


async def test_who_does_not_read_is_let_go_with_try_again_later(served, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    server, outcome = served
    reader, writer = await asyncio.open_connection(server.host, server.port, limit=1024)
    writer.write(
        b"GET /?frames=2000 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    async with asyncio.timeout(20):
        assert await outcome == "too slow"
        everything = await reader.read()
    assert everything.endswith(b"\x88\x0a" + (1013).to_bytes(2, "big") + b"too slow")
    writer.close()
    await writer.wait_closed()


async def test_an_answer_that_finds_no_room_does_not_wait(monkeypatch):
    monkeypatch.setattr(module, "OUTBOX", 3)

    class Stuck:
        async def send_str(self, _text: str) -> None:
            await asyncio.Event().wait()

    async with Connection(Stuck(), side="customer") as connection:
        for _ in range(3):
            connection.send({"type": "pong"})
        with pytest.raises(TooSlow):
            connection.send({"type": "pong"})
