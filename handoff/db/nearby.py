"""SQLite without a thread for every word: the library's own connection, but what takes microseconds is done on the spot.

aiosqlite hands each call (a cursor, a statement, its rows, the cursor's end) to a thread and waits for it: four hand-overs
a statement, and they cost more than the statements themselves. What may have to wait, for the disk or for another process,
still goes to the thread: taking the writer's lock, committing, closing.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from typing import Any

import aiosqlite

MAY_WAIT = {"commit", "rollback", "close", "executescript"}  # methods of sqlite3's connection
TAKES_THE_LOCK = "begin immediate"


class NearbyConnection(aiosqlite.Connection):
    """`sqlite3.Connection` behind aiosqlite's interface; one user at a time, as the pool guarantees."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if fn.__name__ == "rollback":
            return await _undisturbed(super()._execute(fn, *args, **kwargs))  # type: ignore[no-untyped-call]
        elif self._may_wait(fn, args):
            return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        else:
            return fn(*args, **kwargs)

    def _may_wait(self, fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
        if args and args[0] == TAKES_THE_LOCK:
            return True
        return fn.__name__ in MAY_WAIT and getattr(fn, "__self__", None) is self._connection


async def _undisturbed(doing: Coroutine[Any, Any, Any]) -> Any:
    """Somebody who leaves in the midst of a change must not leave it standing: it is taken back first, and then they go."""
    task = asyncio.create_task(doing)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        leaving = asyncio.current_task()
        assert leaving is not None, "only tasks are cancelled"
        leaving.cancel()  # again, at the next place where it waits
        return task.result()


def connect(database: str, **options: Any) -> NearbyConnection:
    """What `aiosqlite.connect` does, with our connection. It is opened in one thread and used from another, never by two."""

    def connector() -> sqlite3.Connection:
        return sqlite3.connect(database, **{**options, "check_same_thread": False})

    connection = NearbyConnection(connector, iter_chunk_size=64)
    connection._thread.daemon = True  # as SQLAlchemy does: an interrupted program must not wait for its connections
    return connection
