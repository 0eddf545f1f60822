"""The bus of a service that runs as one process."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from handoff.bus.notes import Note, Switchboard


class MemoryBus:
    def __init__(self, *, limit: int, on_lost: Callable[[int], object]) -> None:
        self._switchboard = Switchboard(limit, on_lost)

    async def publish(self, topic: str, note: Note) -> None:
        # By way of JSON as the other bus does: what works in one process then also works in several.
        self._switchboard.deliver(topic, json.loads(json.dumps(note)))

    @asynccontextmanager
    async def listen(self, *topics: str) -> AsyncIterator[AsyncIterator[tuple[str, Note]]]:
        with self._switchboard.mailbox(*topics) as mailbox:
            yield mailbox

    async def ping(self) -> bool:
        return True

    async def close(self) -> None:
        self._switchboard.close()
