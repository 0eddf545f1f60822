"""One subscription to Redis that mends itself, and says so when something may have been missed."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable

import structlog
from redis import asyncio as redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

PATIENCE = 2.0  # seconds to connect
PULSE = 5.0  # seconds of silence before asking whether Redis is still there, and again before taking it for dead
SHORTEST, LONGEST = 0.1, 5.0  # seconds between two attempts to reconnect

log = structlog.get_logger(__name__)


class Hearing:
    """`tried` is set once the first attempt has ended, `up` is true while notes arrive."""

    def __init__(
        self,
        url: str,
        *,
        channel: str,
        receive: Callable[[str], None],
        missed: Callable[[], None],
        quiet: Callable[[], Awaitable[None]],
    ) -> None:
        # No retry inside the client: it would reconnect silently, and the gap would go unnoticed.
        self._redis = redis.from_url(
            url,
            decode_responses=True,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
            client_name=channel.replace(" ", "-"),
        )
        self._channel, self._receive, self._missed, self._quiet = channel, receive, missed, quiet
        self.tried = asyncio.Event()
        self.up = False
        self._failures = 0

    async def run(self) -> None:
        """Listen until cancelled."""
        while True:
            try:
                async with self._redis.pubsub() as pubsub:
                    await pubsub.subscribe(self._channel)
                    await self._read(pubsub)
            except (RedisError, OSError) as error:
                if self._failures == 0:
                    log.warning("the bus does not hear Redis; trying again", error=repr(error))
            self.up = False
            self.tried.set()
            self._failures += 1
            pause = min(LONGEST, SHORTEST * 2 ** min(self._failures, 10))
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311  # spread, so that not all come at once

    async def close(self) -> None:
        self.up = False
        await self._redis.aclose()

    async def _read(self, pubsub: PubSub) -> None:
        asked = False
        while True:
            message = await pubsub.get_message(timeout=PULSE)
            if message is not None:
                asked = False
                await self._take(message["type"], message["data"])
            elif asked:
                raise TimeoutError("Redis has not answered")
            else:
                asked = True
                await pubsub.ping()
                await self._quiet()

    async def _take(self, kind: str, data: str) -> None:
        if kind == "subscribe":
            self._confirmed()
            await self._quiet()
        elif kind == "message":
            try:
                self._receive(data)
            except (ValueError, LookupError, TypeError):
                log.warning("somebody else speaks on the bus's channel", channel=self._channel)

    def _confirmed(self) -> None:
        """From here on nothing is missed; whatever was said before the first failure was healed may have been."""
        if self.tried.is_set():
            self._missed()
            log.info("the bus hears Redis again")
        self.up = True
        self._failures = 0
        self.tried.set()
