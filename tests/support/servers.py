"""A PostgreSQL database and a Redis server for this test process alone.

`postgres_url()` and `redis_url()` are asked by the fixtures that need them; nothing starts before that, and a second
call gives the same answer. Under pytest-xdist every worker is a process of its own and so has its own of both.

- PostgreSQL: the server that TEST_DATABASE_URL names, else one that listens on 127.0.0.1:5432 and trusts `postgres`,
  else one started here from the installed programs. In it a database `pasokh_test_<worker>_<pid>`, dropped at the end.
- Redis: the server that TEST_REDIS_URL names, else one started here, else one that listens on 127.0.0.1:6379. Starting
  comes before looking: it takes a few milliseconds, and published notes know no database numbers, so that workers
  sharing a server would hear each other.
"""

from __future__ import annotations

import atexit
import os
from contextlib import ExitStack
from functools import cache
from typing import NoReturn

import pytest

from tests.support.own_servers import own_postgres, own_redis
from tests.support.reaching import database_at, drop_abandoned, reaches_postgres, reaches_redis

_leaving = ExitStack()
HINTS = {
    "PostgreSQL": "Debian: apt-get install postgresql; macOS: brew install postgresql; or set TEST_DATABASE_URL",
    "Redis": "Debian: apt-get install redis-server; macOS: brew install redis; or set TEST_REDIS_URL",
}


@cache
def postgres_url() -> str:
    """The URL (postgresql+asyncpg://…) of an empty database. Skips when there is no server; with CI=true it fails."""
    given, usual = os.environ.get("TEST_DATABASE_URL"), "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres"
    if given:
        server = given if reaches_postgres(given) else _silent("TEST_DATABASE_URL", given)
    elif reaches_postgres(usual):
        server = usual
        drop_abandoned(server)
    else:
        server = _leaving.enter_context(own_postgres()) or _missing("PostgreSQL")
    name = f"pasokh_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    return _leaving.enter_context(database_at(server, name))


@cache
def redis_url() -> str:
    """The URL (redis://…) of a Redis. Skips when there is none; with CI=true it fails."""
    given = os.environ.get("TEST_REDIS_URL")
    if given:
        return given if reaches_redis(given) else _silent("TEST_REDIS_URL", given)
    usual = "redis://127.0.0.1:6379/9"
    return _leaving.enter_context(own_redis()) or (usual if reaches_redis(usual) else _missing("Redis"))


def stop_servers() -> None:
    """Drop the database and end what was started here. Called when the session ends; harmless when repeated."""
    _leaving.close()
    postgres_url.cache_clear()
    redis_url.cache_clear()


def _silent(variable: str, url: str) -> NoReturn:
    pytest.fail(f"{variable} is set, but nothing answers at {url}")


def _missing(what: str) -> NoReturn:
    message = f"{what} is needed and none was found. {HINTS[what]}"
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(message)
    else:
        pytest.skip(message)


# A worker that is told to leave does not always come to its session's end.
atexit.register(stop_servers)
