"""Saying notes to the other processes through Redis, and owning up afterwards to those that could not be said."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import structlog
from redis import asyncio as redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import RedisError

PATIENCE = 2.0  # seconds for one command
SULK = 1.0  # seconds without another attempt after a failure, so that an outage does not slow every commit down

log = structlog.get_logger(__name__)


class Speaking:
    def __init__(self, url: str, *, channel: str, origin: str, on_lost: Callable[[int], object]) -> None:
        # One retry, and only on a broken connection: the pooled one may have died unnoticed while nothing was said.
        self._redis = redis.from_url(
            url,
            decode_responses=True,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 1, supported_errors=(ConnectionLost,)),
        )
        self._channel, self._origin, self._on_lost = channel, origin, on_lost
        self._turn = asyncio.Lock()  # one at a time: notes of one process stay in order
        self._silent_until = 0.0
        self._owing = False

    async def say(self, topic: str, note: str) -> None:
        """Publish the JSON text `note`, or count it as lost. Does not raise when Redis is away."""
        async with self._turn:
            if not await self._send(f'"topic":{json.dumps(topic)},"note":{note}'):
                self._on_lost(1)

    async def admit_loss(self) -> None:
        """Tell the others that something was not said, if so: their own connection may never have broken."""
        async with self._turn:
            if self._owing:
                await self._send('"topic":null,"note":null')

    async def ping(self) -> None:
        await self._redis.ping()

    async def close(self) -> None:
        await self._redis.aclose()

    async def _send(self, contents: str) -> bool:
        now = asyncio.get_running_loop().time()
        if now < self._silent_until:
            self._owing = True
            return False
        owed, self._owing = self._owing, True  # owed until it is known to be said, also when this task is cancelled
        envelope = f'{{"from":"{self._origin}","lost":{json.dumps(owed)},{contents}}}'
        try:
            await self._redis.publish(self._channel, envelope)
        except (RedisError, OSError) as error:
            if not owed:
                log.warning("the bus cannot reach Redis; other processes are told later", error=repr(error))
            self._silent_until = asyncio.get_running_loop().time() + SULK
            return False
        self._owing = False
        return True
