"""Between publisher and listeners of one process: a bounded mailbox for each, and who wants which topic."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

Note = dict[str, Any]
LOST: Final[Note] = {"lost": True}
EVERY_TOPIC: Final = "*"
LIMIT: Final = 1000


class Mailbox(AsyncIterator[tuple[str, Note]]):
    """What one listener has not read yet."""

    __slots__ = ("_arrived", "_closed", "_limit", "_unread")

    def __init__(self, limit: int) -> None:
        self._unread: deque[tuple[str, Note]] = deque()
        self._limit = limit
        self._arrived = asyncio.Event()
        self._closed = False

    def put(self, topic: str, note: Note) -> int:
        """Add a note and return how many were lost by it: more than zero when the mailbox was full."""
        lost = 0
        if len(self._unread) >= self._limit:
            lost = self.lose()
        self._unread.append((topic, note))
        self._arrived.set()
        return lost

    def lose(self) -> int:
        """Say that something is missing. What is unread goes too: whoever reads the log again needs none of it."""
        lost = sum(note is not LOST for _, note in self._unread)
        self._unread.clear()
        self._unread.append((EVERY_TOPIC, LOST))
        self._arrived.set()
        return lost

    def close(self) -> None:
        self._closed = True
        self._arrived.set()

    async def __anext__(self) -> tuple[str, Note]:
        while not self._unread:
            if self._closed:
                raise StopAsyncIteration
            self._arrived.clear()
            await self._arrived.wait()
        return self._unread.popleft()


class Switchboard:
    """Which mailbox wants which topic."""

    def __init__(self, limit: int, on_lost: Callable[[int], object]) -> None:
        self._limit = limit
        self._on_lost = on_lost
        self._topics: dict[str, set[Mailbox]] = {}

    @contextmanager
    def mailbox(self, *topics: str) -> Iterator[Mailbox]:
        mailbox = Mailbox(self._limit)
        for topic in topics:
            self._topics.setdefault(topic, set()).add(mailbox)
        try:
            yield mailbox
        finally:
            for topic in topics:
                wanting = self._topics.get(topic, set())
                wanting.discard(mailbox)
                if not wanting:
                    self._topics.pop(topic, None)

    def wants(self, topic: str) -> bool:
        return topic in self._topics

    def deliver(self, topic: str, note: Note) -> None:
        for mailbox in self._topics.get(topic, ()):
            if lost := mailbox.put(topic, note):
                self._on_lost(lost)

    def lose_all(self) -> None:
        for mailbox in self._mailboxes():
            if lost := mailbox.lose():
                self._on_lost(lost)

    def close(self) -> None:
        for mailbox in self._mailboxes():
            mailbox.close()

    def _mailboxes(self) -> set[Mailbox]:
        return {mailbox for wanting in self._topics.values() for mailbox in wanting}
