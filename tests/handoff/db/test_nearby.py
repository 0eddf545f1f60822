"""SQLite's connection: short statements on the spot, waiting in a thread."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path

from handoff.app import Services
from handoff.db import nearby


async def _opened(path: Path) -> nearby.NearbyConnection:
    connection = await nearby.connect(str(path))
    connection._conn.isolation_level = None
    return connection


async def test_a_statement_runs_where_it_is_asked_for_and_a_commit_does_not(tmp_path: Path) -> None:
    connection = await _opened(tmp_path / "a.db")
    where: dict[str, int] = {}

    def here(word: str) -> int:
        where[word] = threading.get_ident()
        return 1

    connection._conn.create_function("here", 1, here)
    await connection.execute("create table t (n)")
    await connection.execute("create trigger told after insert on t begin select here('statement'); end")
    await connection.execute("begin immediate")
    await connection.execute("insert into t values (1)")
    where["commit"] = await connection._execute(_commit_in(connection))
    await connection.close()
    assert where["statement"] == threading.get_ident()
    assert where["commit"] != threading.get_ident()


def _commit_in(connection: nearby.NearbyConnection) -> object:
    """sqlite3's own commit cannot say in which thread it ran: one of that name and owner can."""

    class Commit:
        __name__ = "commit"
        __self__ = connection._connection

        def __call__(self) -> int:
            connection._conn.commit()
            return threading.get_ident()

    return Commit()


async def test_waiting_for_another_writer_does_not_hold_up_the_loop(tmp_path: Path) -> None:
    path = tmp_path / "b.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("create table t (n)")
    connection = await _opened(path)
    other.execute("begin immediate")
    waiting = asyncio.create_task(connection.execute("begin immediate"))
    turns = 0
    for _ in range(20):
        await asyncio.sleep(0.005)
        turns += 1
    assert not waiting.done()
    other.execute("commit")
    await asyncio.wait_for(waiting, 5)
    assert turns == 20
    await connection.execute("rollback")
    await connection.close()
    other.close()


async def test_the_service_has_it_for_sqlite(services: Services) -> None:
    async with services.db.engine.connect() as connection:
        raw = await connection.get_raw_connection()
        assert isinstance(raw.driver_connection, nearby.NearbyConnection) == services.db.sqlite


async def test_who_leaves_in_the_midst_takes_back_what_they_began(tmp_path: Path) -> None:
    """A cancelled transaction is rolled back to its end, however often it is cancelled, and only then left."""
    connection = await _opened(tmp_path / "c.db")
    await connection.execute("create table t (n)")
    begun = asyncio.Event()

    async def change() -> None:
        await connection.execute("begin immediate")
        await connection.execute("insert into t values (1)")
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            await connection.rollback()
            await asyncio.sleep(60)

    changing = asyncio.create_task(change())
    await begun.wait()
    changing.cancel()
    await asyncio.sleep(0)  # the rollback is on its way to its thread
    changing.cancel()
    await asyncio.wait([changing], timeout=5)
    assert changing.cancelled()
    assert not connection._conn.in_transaction
    await connection.close()
