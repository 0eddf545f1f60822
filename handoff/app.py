"""Put the parts together. The only module that knows which part is which."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import structlog

from handoff import events, metrics, reactions
from handoff.assistant.client import Rasa
from handoff.bus import Bus, open_bus
from handoff.clock import Clock
from handoff.db import Database
from handoff.mail import Mailer, open_mailer
from handoff.policy import Policy, load_policy
from handoff.sealing import Sealer
from handoff.settings import Settings

log = structlog.get_logger()


@dataclass
class Services:
    """Everything a request or a job may need. `spawn` runs what may be lost; what may not is a row."""

    settings: Settings
    clock: Clock
    policy: Policy
    sealer: Sealer
    bus: Bus
    mailer: Mailer
    rasa: Rasa
    reacting_after: bool = True  # not while a past is being written down: nobody shall be spoken to
    db: Database = field(init=False)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.db = Database(
            self.settings.database_url,
            clock=self.clock,
            sealer=self.sealer,
            policy=self.policy,
            reactions=reactions.WITHIN,
            committed=self._committed,
        )

    async def _committed(self, recorded: list[tuple[events.EventRow, events.Event]]) -> None:
        for row, event in recorded:
            for topic in events.topics(row):
                await self.bus.publish(topic, events.note(row))
            for react in reactions.AFTER.get(type(event), ()) if self.reacting_after else ():
                self.spawn(react(self, event))

    def spawn(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._guard(coroutine))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guard(self, coroutine: Coroutine[Any, Any, None]) -> None:
        try:
            await coroutine
        except Exception:
            log.exception("a reaction failed; the worker will find what is left")

    async def settle(self) -> None:
        """Wait until nothing is under way (at shutdown, and in tests)."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        await self.settle()
        await self.rasa.close()
        await self.bus.close()
        await self.db.close()


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    mailer: Mailer | None = None,
    rasa: Rasa | None = None,
    policy: Policy | None = None,
    reacting_after: bool = True,
) -> Services:
    """The service with these settings; tests hand in a clock and a mailer of their own."""
    token = settings.rasa_token.get_secret_value() if settings.rasa_token else None
    return Services(
        settings=settings,
        clock=clock or Clock(),
        policy=policy or load_policy(settings.policy),
        sealer=Sealer(settings.secret),
        bus=open_bus(settings.redis_url, prefix=settings.bus_prefix, on_lost=metrics.bus_lost.inc),
        mailer=mailer or open_mailer(settings.mail_url, settings.mail_from),
        rasa=rasa or Rasa(settings.rasa_url, token=token, timeout=settings.rasa_timeout),
        reacting_after=reacting_after,
    )
