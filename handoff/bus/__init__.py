"""Tell whoever is listening, now. A hint, never the truth: the truth is in the database.

Delivery is at most once, and notes of different processes may arrive in another order than they were committed in. A
listener therefore reads the event log from the number it has seen, and treats a note as a reason to look. When it is
given `LOST` it has missed something and looks without being asked.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from handoff.bus.notes import EVERY_TOPIC, LIMIT, LOST, Note

__all__ = ["EVERY_TOPIC", "LIMIT", "LOST", "Bus", "Note", "open_bus"]


class Bus(Protocol):
    async def publish(self, topic: str, note: Note) -> None:
        """Tell the listeners of `topic`. `note` is a JSON object. Never raises because somebody is away."""

    def listen(self, *topics: str) -> AbstractAsyncContextManager[AsyncIterator[tuple[str, Note]]]:
        """(topic, note) for everything published from the moment the `async with` is entered.

        After a gap the pair is (EVERY_TOPIC, LOST), recognised by `note is LOST`. Notes are shared between listeners:
        do not change them. The iterator ends when the bus is closed.
        """

    async def ping(self) -> bool:
        """Whether other processes can be told and heard at this moment. Never raises."""

    async def close(self) -> None: ...


def open_bus(
    url: str | None,
    *,
    prefix: str = "pasokh",
    limit: int = LIMIT,
    on_lost: Callable[[int], object] = lambda count: None,
) -> Bus:
    """The bus of this process: through Redis at `url`, or within the process when there is none.

    Installations that share one Redis differ by `prefix`. A listener that leaves `limit` notes unread is told LOST.
    `on_lost` is given the number of notes known to be lost, each time.
    """
    if url:
        from handoff.bus.redis import RedisBus

        return RedisBus(url, prefix=prefix, limit=limit, on_lost=on_lost)
    else:
        from handoff.bus.memory import MemoryBus

        return MemoryBus(limit=limit, on_lost=on_lost)
