"""The bus of a service that runs as several processes.

Each process holds one subscription, to one channel that carries every note of the installation, and sorts them itself:
sockets come and go without a word to Redis, and a lost connection is mended in one place. Its own listeners are told
directly, so that a process without Redis goes on talking to itself.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from redis.exceptions import RedisError

from handoff.bus.hearing import Hearing
from handoff.bus.notes import Note, Switchboard
from handoff.bus.speaking import Speaking


class RedisBus:
    def __init__(self, url: str, *, prefix: str, limit: int, on_lost: Callable[[int], object]) -> None:
        self._origin = secrets.token_hex(8)
        self._switchboard = Switchboard(limit, on_lost)
        self._speaking = Speaking(url, channel=f"{prefix}:notes", origin=self._origin, on_lost=on_lost)
        self._hearing = Hearing(
            url,
            channel=f"{prefix}:notes",
            receive=self._receive,
            missed=self._switchboard.lose_all,
            quiet=self._speaking.admit_loss,
        )
        self._reader: asyncio.Task[None] | None = None

    async def publish(self, topic: str, note: Note) -> None:
        text = json.dumps(note)
        self._switchboard.deliver(topic, json.loads(text))
        await self._speaking.say(topic, text)

    @asynccontextmanager
    async def listen(self, *topics: str) -> AsyncIterator[AsyncIterator[tuple[str, Note]]]:
        if self._reader is None or self._reader.done():
            self._reader = asyncio.create_task(self._hearing.run(), name="bus")
        with self._switchboard.mailbox(*topics) as mailbox:
            # Subscribed, or known to be away: then the mailbox gets LOST as soon as Redis is back.
            await self._hearing.tried.wait()
            yield mailbox

    async def ping(self) -> bool:
        try:
            await self._speaking.ping()
        except (RedisError, OSError):
            return False
        return self._reader is None or self._hearing.up

    async def close(self) -> None:
        self._switchboard.close()
        if self._reader is not None:
            self._reader.cancel()
            with suppress(asyncio.CancelledError):
                await self._reader
        await self._hearing.close()
        await self._speaking.close()

    def _receive(self, text: str) -> None:
        envelope = json.loads(text)
        if envelope["from"] == self._origin:
            return
        if envelope["lost"]:
            self._switchboard.lose_all()
        topic = envelope["topic"]
        if topic is not None and self._switchboard.wants(topic):
            self._switchboard.deliver(topic, envelope["note"])
