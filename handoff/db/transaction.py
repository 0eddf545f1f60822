"""The transaction: all or nothing, and the world hears of it only after the commit."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from handoff.clock import Clock
from handoff.db import nearby
from handoff.sealing import Sealer

Reaction = Callable[["Transaction", Any], Awaitable[None]]

# SQLite's statements are done on the spot, one after the other: more readers at once would not read sooner, and each has a
# connection, a thread and a cache of pages (340 KB).
READERS = 3
_inside: ContextVar[bool] = ContextVar("_inside", default=False)  # a transaction or a look of this task is open


class Transaction(AsyncSession):
    """A session that also knows the time, the seals and the policy, and remembers what happened in it."""

    clock: Clock
    sealer: Sealer
    policy: Any  # handoff.policy.Policy; typed there, since the policy lives above the database
    reactions: Mapping[type, Sequence[Reaction]]
    recorded: list[tuple[Any, Any]]
    keys: dict[str, bytes]
    before_commit: list[Callable[[Transaction], Awaitable[None]]]  # what was put off and belongs to the change


class Database:
    """One engine, and transactions on it.

    `committed` is awaited with all (row, event) pairs of a transaction, in order, once they are durable.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Clock,
        sealer: Sealer,
        policy: Any,
        reactions: Mapping[type, Sequence[Reaction]],
        committed: Callable[[list[tuple[Any, Any]]], Awaitable[None]],
    ) -> None:
        sqlite = url.startswith("sqlite")
        near: dict[str, Any] = {"connect_args": {"async_creator_fn": nearby.connect}}
        far: dict[str, Any] = {"pool_size": 10, "max_overflow": 20, "pool_pre_ping": True}
        self.engine = create_async_engine(url, **(near if sqlite else far))
        self.sqlite = sqlite
        if sqlite:
            event.listen(self.engine.sync_engine, "connect", _sqlite_manners)
            event.listen(self.engine.sync_engine, "begin", _sqlite_begin)
        self._sessions = async_sessionmaker(self.engine, class_=Transaction, expire_on_commit=False)
        readers = self.engine.execution_options(reading=True)
        self._readers = async_sessionmaker(readers, class_=Transaction, expire_on_commit=False)
        self._clock, self._sealer, self._policy = clock, sealer, policy
        self._reactions, self._committed = reactions, committed
        # SQLite has one writer at a time: waiting here in order is fairer and cheaper than its busy loop.
        self._turn = asyncio.Lock() if sqlite else None
        self._seats = asyncio.Semaphore(READERS) if sqlite else None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Everything inside happens, or nothing does."""
        async with self._turn or nullcontext(), self._open(self._sessions) as tx:
            yield tx
        if tx.recorded:
            await self._committed(tx.recorded)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """A look at one moment of the database. Nothing may be written; on SQLite no writer waits for it."""
        seat = self._seats if not _inside.get() else None  # who reads within a look has its seat already
        async with seat or nullcontext(), self._open(self._readers) as tx:
            yield tx

    @asynccontextmanager
    async def _open(self, sessions: async_sessionmaker[Transaction]) -> AsyncIterator[Transaction]:
        async with sessions() as tx:
            tx.clock, tx.sealer, tx.policy, tx.reactions = self._clock, self._sealer, self._policy, self._reactions
            tx.recorded, tx.keys, tx.before_commit = [], {}, []
            within = _inside.set(True)
            try:
                async with tx.begin():
                    yield tx
                    for act in tx.before_commit:
                        await act(tx)
            finally:
                _inside.reset(within)

    async def ping(self) -> None:
        async with self.engine.connect() as connection:
            await connection.exec_driver_sql("select 1")

    async def close(self) -> None:
        await self.engine.dispose()


def _sqlite_manners(connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself, else a read that later writes fails instead of waiting.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("foreign_keys=on", "journal_mode=wal", "synchronous=full", "busy_timeout=10000"):
        cursor.execute(f"pragma {pragma}")
    cursor.close()
    assert sqlite3.sqlite_version_info >= (3, 35), "SQLite must know RETURNING"


def _sqlite_begin(connection: Any) -> None:
    # A writer takes its lock at once: a read that turns into a write would fail on a stale snapshot instead of waiting.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("begin" if reading else "begin immediate")
