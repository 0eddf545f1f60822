"""Where the measuring happens: fresh databases, the real programs on free ports of the loopback, and an end to all of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from itertools import count
from pathlib import Path

from handoff import migrations
from tests.support.own_servers import own_postgres, own_redis
from tests.support.programs import Assistant, Program, assistant, free_port, rasa_command, service
from tests.support.reaching import database_at, drop_database, kept_database, reaches_postgres, reaches_redis
from tools.places import ROOT

NOWHERE = "http://127.0.0.1:9"  # nobody listens there: what is measured without the assistant needs none
RASA_IS_SLOW_TO_START = 120.0  # seconds

_numbers = count(1)


class Stage:
    """What several parts of a run share is started when the first one asks, and ended with `ending`."""

    def __init__(self, folder: Path, ending: ExitStack) -> None:
        self.folder, self._ending = folder, ending

    @cached_property
    def postgres(self) -> str | None:
        """A server: the one TEST_DATABASE_URL names, the usual one, or one of our own; None when there is none."""
        usual = os.environ.get("TEST_DATABASE_URL") or "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres"
        return usual if reaches_postgres(usual) else self._ending.enter_context(own_postgres())

    @cached_property
    def redis(self) -> str | None:
        usual = os.environ.get("TEST_REDIS_URL") or "redis://127.0.0.1:6379/9"
        return self._ending.enter_context(own_redis()) or (usual if reaches_redis(usual) else None)

    @cached_property
    def assistant(self) -> Assistant:
        """Rasa as the product runs it, and the action server."""
        return self._ending.enter_context(assistant(self.folder))

    @cached_property
    def stock_rasa(self) -> Program:
        """The same model and the same actions under Rasa as it comes."""
        port, endpoints = free_port(), self.folder / "stock-endpoints.yml"
        endpoints.write_text("action_endpoint:\n  url: ${ACTIONS_URL}\n", encoding="utf8")  # and a memory of Rasa's own
        rasa = Program(
            "stock rasa",
            f"http://127.0.0.1:{port}",
            self.folder / "stock-rasa.log",
            rasa_command(port, endpoints=str(endpoints)),
            {
                "ACTIONS_URL": f"{self.assistant.actions.url}/webhook",
                "PYTHONPATH": str(ROOT),
                "BOT_SPEEDUPS": "none",
            },
        )
        self._ending.callback(rasa.stop)
        rasa.start()
        rasa.wait_until("/status", contains="model_file", seconds=RASA_IS_SLOW_TO_START)
        return rasa

    @contextmanager
    def database(self, kind: str) -> Iterator[str]:
        """A fresh database with its tables: "SQLite", or "PostgreSQL" on the server that is there."""
        number = next(_numbers)
        with ExitStack() as ending:
            if kind == "SQLite":
                url = f"sqlite+aiosqlite:///{self.folder}/{number}.db"
            else:
                assert self.postgres is not None, "there is no PostgreSQL"
                url = ending.enter_context(database_at(self.postgres, f"pasokh_test_load{number}_{os.getpid()}"))
            migrations.upgrade(url)
            yield url

    def kept_database(self, name: str, *, anew: bool = False) -> str:
        """A database on PostgreSQL that outlives the run, with its tables up to date: `pasokh_bench_NAME`."""
        assert self.postgres is not None, "there is no PostgreSQL"
        if anew:
            drop_database(self.postgres, f"pasokh_bench_{name}")
        url = kept_database(self.postgres, f"pasokh_bench_{name}")
        migrations.upgrade(url)
        return url

    @contextmanager
    def services(
        self, database: str, *, processes: int = 1, rasa: str = NOWHERE, port: int | None = None
    ) -> Iterator[list[Program]]:
        """The service on this database; several processes hear each other through Redis."""
        settings = {
            "DATABASE_URL": database,
            "REDIS_URL": (self.redis or "") if processes > 1 else "",
            "PASOKH_BUS_PREFIX": f"load-{os.getpid()}",
            "PASOKH_TICK_SECONDS": "1.0",
            "PASOKH_DEMO": "1",
        }
        with ExitStack() as ending:
            programs = [service(port or free_port(), self.folder, rasa, **settings) for _ in range(processes)]
            for program in programs:
                ending.callback(program.stop)
                program.start()
            for program in programs:
                program.wait_until("/readyz")
            yield programs
