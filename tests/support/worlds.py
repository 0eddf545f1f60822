"""Worlds in which the real programs run as separate processes: Rasa, its action server, one or two services.

The fixtures are made known in tests/conftest.py, so that scenarios and browser tests share one Rasa.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from handoff import migrations
from handoff.app import build
from handoff.demo.people import add_people
from handoff.settings import Settings
from tests.support.programs import SECRET, TOKEN, Assistant, Program, assistant, free_port, service
from tests.support.project import ROOT
from tests.support.servers import postgres_url, redis_url


class Letters:
    """The post: a real SMTP server that keeps what it is given."""

    def __init__(self) -> None:
        self.kept: list[EmailMessage] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=default)
        assert isinstance(letter, EmailMessage)
        self.kept.append(letter)
        return "250 kept"

    async def one_to(self, address: str, containing: str) -> EmailMessage:
        """Wait for a letter to `address` with a text in it."""
        async with asyncio.timeout(30):
            while True:
                for letter in self.kept:
                    body = letter.get_body(("plain",))
                    if address in str(letter["To"]) and body is not None and containing in body.get_content():
                        return letter
                await asyncio.sleep(0.05)


@dataclass
class World:
    """Everything that runs. `url` is where customers come in, `other_url` the second process when there is one; `mail_in` is the
    port at which letters are taken in by LMTP."""

    assistant: Assistant
    services: list[Program]
    letters: Letters
    database_url: str
    mail_in: int
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.services[0].url

    @property
    def other_url(self) -> str:
        return self.services[-1].url

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of the service's commands in this world."""
        return subprocess.run(
            [sys.executable, "-m", "handoff", *arguments],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


@pytest.fixture(scope="session")
def talking_assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """Rasa with the trained model and its action server, started once for all scenarios."""
    with assistant(tmp_path_factory.mktemp("assistant")) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
async def world(request: pytest.FixtureRequest, tmp_path: Path, talking_assistant: Assistant) -> AsyncIterator[World]:
    """On SQLite one process with the bus in memory; on PostgreSQL two processes that meet through Redis."""
    async with AsyncExitStack() as leaving:
        letters = Letters()
        post = Controller(letters, hostname="127.0.0.1", port=free_port())
        post.start()
        leaving.callback(post.stop)
        settings = {"PASOKH_MAIL_URL": f"smtp://127.0.0.1:{post.port}", "PASOKH_MAIL_FROM": "desk@baran.example"}
        settings["PASOKH_MAIL_ANSWERED"] = "1"  # whichever process sends a letter, the first one takes the answer in
        ports = [talking_assistant.service_port]
        if request.param == "sqlite":
            settings["DATABASE_URL"] = f"sqlite+aiosqlite:///{tmp_path}/pasokh.db"
        else:
            settings |= {
                "DATABASE_URL": await asyncio.to_thread(_fresh_database),
                "REDIS_URL": redis_url(),
                "PASOKH_BUS_PREFIX": f"scenario-{os.getpid()}-{tmp_path.name}",
            }
            ports.append(free_port())
        mail_in = free_port()
        listening = {"PASOKH_MAIL_LISTEN": f"lmtp://127.0.0.1:{mail_in}"}
        services = [
            service(port, tmp_path, talking_assistant.rasa.url, **settings, **(listening if port == ports[0] else {}))
            for port in ports
        ]
        world = World(talking_assistant, services, letters, settings["DATABASE_URL"], mail_in)
        world.environment = dict(services[0].environment)
        await asyncio.to_thread(people_in, settings["DATABASE_URL"])
        for program in services:
            program.start()
            leaving.callback(program.stop)
        for program in services:
            program.wait_until("/readyz", contains='"assistant": "ok"')
        yield world
    for program in services:
        assert '"level": "error"' not in program.tail(20_000), program.tail(20_000)


def _fresh_database() -> str:
    """The test process's PostgreSQL database with nothing in it."""

    async def empty(url: str) -> None:
        engine = create_async_engine(url)
        async with engine.begin() as connection:
            await connection.execute(text("drop schema public cascade"))
            await connection.execute(text("create schema public"))
        await engine.dispose()

    url = postgres_url()
    asyncio.run(empty(url))
    return url


def people_in(url: str) -> None:
    """Bring the tables up to date and let the demonstration's people in; its complaints are not needed here."""

    async def let_in() -> None:
        services = build(
            Settings(_env_file=None, database_url=url, secret_key=SECRET, api_token=TOKEN, mail_url="memory:")
        )
        async with services.db.transaction() as tx:
            await add_people(tx)
        await services.close()

    migrations.upgrade(url)
    asyncio.run(let_in())
