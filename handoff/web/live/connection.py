"""One socket: a bounded outbox, and a writer while there is something to write. A client that cannot keep up is let go.

Most sockets are silent most of the time: a silent one has no task and no queue of its own.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from aiohttp import WSCloseCode, web

from handoff import metrics
from handoff.web.keys import SOCKETS

OUTBOX = 256  # frames
PATIENCE = 30.0  # seconds for a full outbox to find room
HEARTBEAT = 30.0
GOODBYE = 3.0  # seconds for the client to say goodbye too
FRAME_LIMIT = 64 * 1024  # bytes; a larger frame is answered, not taken
PROTOCOLS = ("pasokh",)  # asked for beside a token by whom no cookie knows: see identity.py
HARD_LIMIT = 1024 * 1024  # beyond this the socket ends

Frame = Mapping[str, Any]


async def open_socket(request: web.Request) -> web.WebSocketResponse:
    """Shake hands. No compression: it costs 100 KB a socket, and chat frames are small."""
    socket = web.WebSocketResponse(
        timeout=GOODBYE, heartbeat=HEARTBEAT, max_msg_size=HARD_LIMIT, compress=False, protocols=PROTOCOLS
    )
    await socket.prepare(request)
    request.app[SOCKETS].add(socket)
    return socket


class TooSlow(Exception):
    """The client does not read."""


class Connection:
    """`side` ("customer", "staff") is for the metrics. Use as `async with Connection(socket, side=…)`."""

    __slots__ = ("_outbox", "_room", "_side", "_socket", "_writer")

    def __init__(self, socket: web.WebSocketResponse, *, side: str) -> None:
        self._socket, self._side = socket, side
        self._outbox: list[str] = []
        self._room: asyncio.Future[None] | None = None  # somebody waits for room
        self._writer: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Connection:
        metrics.sockets.labels(side=self._side).inc()
        return self

    async def __aexit__(self, *_reason: object) -> None:
        metrics.sockets.labels(side=self._side).dec()
        if self._writer is not None:
            self._writer.cancel()
            with suppress(asyncio.CancelledError):
                await self._writer

    def send(self, frame: Frame) -> None:
        """An answer that may not wait. Raises `TooSlow` when the outbox is full."""
        if len(self._outbox) >= OUTBOX:
            raise TooSlow
        self._outbox.append(json.dumps(frame, ensure_ascii=False))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write())

    async def deliver(self, frame: Frame) -> None:
        """Something of the log: waits for room, so that a slow client costs a bounded amount. Raises `TooSlow`."""
        while len(self._outbox) >= OUTBOX:
            self._room = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._room
            except TimeoutError:
                raise TooSlow from None
        self.send(frame)

    async def let_go(self) -> None:
        """Close towards a client that is too slow, without waiting for it."""
        if self._writer is not None:
            self._writer.cancel()
        with suppress(ConnectionError, RuntimeError):
            await self._socket.close(code=WSCloseCode.TRY_AGAIN_LATER, message=b"too slow", drain=False)

    async def _write(self) -> None:
        """Write until nothing waits; what comes meanwhile goes out in the same round."""
        with suppress(ConnectionError):
            while self._outbox:
                going, self._outbox = self._outbox, []
                if self._room is not None and not self._room.done():
                    self._room.set_result(None)
                for text in going:
                    await self._socket.send_str(text)
        self._writer = None
