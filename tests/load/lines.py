"""Sockets of customers and of the desk, read all the time, as browsers do."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp

Hear = Callable[[dict[str, Any], float], None]
AT_ONCE = 20  # sockets that shake hands at the same time
PATIENCE = 30.0  # seconds for a handshake under load


class Line:
    """An open socket. Every frame goes to `hear` with the moment at which it came (`time.perf_counter`)."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, hear: Hear) -> None:
        self._socket, self._hear = socket, hear
        self.welcomed = asyncio.Event()
        self.reading = asyncio.create_task(self._read())

    async def say(self, **frame: Any) -> None:
        await self._socket.send_str(json.dumps(frame, ensure_ascii=False))

    async def close(self) -> None:
        self.reading.cancel()
        with suppress(asyncio.CancelledError):
            await self.reading
        await self._socket.close()

    async def _read(self) -> None:
        async for message in self._socket:
            came = time.perf_counter()
            frame = json.loads(message.data)
            if frame["type"] == "welcome":
                self.welcomed.set()
            self._hear(frame, came)


@asynccontextmanager
async def browsers() -> AsyncIterator[aiohttp.ClientSession]:
    """As many connections as are asked for; each request brings its own cookie."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


async def customer_line(session: aiohttp.ClientSession, url: str, conversation: int, cookie: str, hear: Hear) -> Line:
    return await _open(session, f"{url}/chat/{conversation}/socket?after=0", cookie, hear)


async def desk_line(session: aiohttp.ClientSession, url: str, conversation: int, cookie: str, hear: Hear) -> Line:
    return await _open(session, f"{url}/console/conversations/{conversation}/socket?after=0", cookie, hear)


async def all_of(lines: Iterable[Awaitable[Line]]) -> list[Line]:
    """Open them, a few at a time."""
    some = asyncio.Semaphore(AT_ONCE)

    async def one(line: Awaitable[Line]) -> Line:
        async with some:
            return await line

    return await asyncio.gather(*(one(line) for line in lines))


async def close_all(lines: Iterable[Line]) -> None:
    await asyncio.gather(*(line.close() for line in lines))


async def _open(session: aiohttp.ClientSession, url: str, cookie: str, hear: Hear) -> Line:
    line = Line(await session.ws_connect(url, headers={"Cookie": cookie}), hear)
    async with asyncio.timeout(PATIENCE):
        await line.welcomed.wait()
    return line
