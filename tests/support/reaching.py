"""Ask a server whether it is there, and make a database in it for a while. All of it blocks: fixtures ask once."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from redis import Redis
from redis.exceptions import RedisError

SECONDS = 3.0


def reaches_postgres(url: str) -> bool:
    """Whether a PostgreSQL answers there and lets us in."""
    try:
        _do(_execute(url, "SELECT 1"))
    except (OSError, TimeoutError, asyncpg.PostgresError):
        return False
    return True


def reaches_redis(url: str) -> bool:
    """Whether a Redis answers there."""
    with Redis.from_url(url, socket_connect_timeout=SECONDS, socket_timeout=SECONDS) as redis:
        try:
            return bool(redis.ping())
        except (RedisError, OSError):
            return False


def drop_abandoned(server: str) -> None:
    """Drop the databases of test processes of this machine that were killed. Their names end in the process's id."""
    found: list[str] = []
    _do(_collect(server, "SELECT datname FROM pg_database WHERE datname ~ '^pasokh_test_.*_[0-9]+$'", found))
    for name in found:
        if not _runs(int(name.rpartition("_")[2])):
            _do(_execute(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


@contextmanager
def database_at(server: str, name: str) -> Iterator[str]:
    """A fresh database on that server, by its URL; dropped afterwards, whoever still holds a connection to it."""
    _do(_execute(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"'))
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        _do(_execute(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


def kept_database(server: str, name: str) -> str:
    """A database on that server that stays for the next time, by its URL; made when it is not there."""
    found: list[str] = []
    _do(_collect(server, f"SELECT datname FROM pg_database WHERE datname = '{name}'", found))
    if not found:
        _do(_execute(server, f'CREATE DATABASE "{name}"'))
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def drop_database(server: str, name: str) -> None:
    """Drop it if it is there, whoever still holds a connection to it."""
    _do(_execute(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


async def _execute(url: str, *statements: str) -> None:
    connection = await _connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def _collect(url: str, query: str, into: list[str]) -> None:
    connection = await _connect(url)
    try:
        into.extend(row[0] for row in await connection.fetch(query))
    finally:
        await connection.close()


async def _connect(url: str) -> asyncpg.Connection:
    return await asyncpg.connect(url.replace("postgresql+asyncpg:", "postgresql:"), timeout=SECONDS)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _do(work: Coroutine[Any, Any, None]) -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(work)  # also the way while the interpreter ends, when no thread can be started any more
    else:
        _do_in_thread(work)


def _do_in_thread(work: Coroutine[Any, Any, None]) -> None:
    problems: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(work)
        except BaseException as problem:  # handed over to the asking thread
            problems.append(problem)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if problems:
        raise problems[0]
