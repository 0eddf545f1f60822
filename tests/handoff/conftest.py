"""The world in which the service's own tests live: real databases, real bus, a clock that moves only when told."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import text

from handoff import migrations
from handoff.app import Services, build
from handoff.assistant.client import AssistantDown, Rasa
from handoff.assistant.heard import Heard
from handoff.assistant.replies import Reply
from handoff.clock import FrozenClock
from handoff.conversations import Conversation, open_conversation
from handoff.customers import Customer, welcome
from handoff.mail import open_mailer
from handoff.policy import Policy, load_policy
from handoff.schema import metadata
from handoff.settings import Settings
from handoff.staff import Agent
from handoff.staff.learning import TrainingRecord
from handoff.staff.passwords import HASHER
from tests.support.servers import postgres_url, redis_url

PASSWORD = "correct horse battery"


class ScriptedRasa(Rasa):
    """An assistant whose answers the test writes; it can be made to be down. Scenario tests use the real one."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:9")
        self.answers: dict[str, list[Reply]] = {}
        self.asked: list[tuple[str, str]] = []
        self.metadata: list[dict] = []
        self.down = False
        self.memory: dict[int, list[Reply]] = {}
        self.meanings: dict[str, Heard] = {}
        self.read: list[str] = []

    async def ask(self, sender, text, metadata):
        if self.down:
            raise AssistantDown("down for a test")
        self.asked.append((sender, text))
        self.metadata.append(dict(metadata))
        replies = self.answers.get(text, [Reply(f"You said: {text}")])
        if metadata.get("message"):
            self.memory[metadata["message"]] = replies
        return replies

    async def trigger(self, sender, intent, entities):
        if self.down:
            raise AssistantDown("down for a test")
        self.asked.append((sender, intent))
        return self.answers.get(intent, [])

    async def remembered(self, sender, message_id):
        if self.down:
            raise AssistantDown("down for a test")
        return self.memory.get(message_id)

    async def understand(self, text):
        if self.down:
            raise AssistantDown("down for a test")
        self.read.append(text)
        return self.meanings.get(text, Heard())

    async def ping(self):
        if self.down:
            raise AssistantDown("down for a test")


@pytest.fixture
def clock() -> FrozenClock:
    """Tuesday 24 November 2026, ten o'clock in London: inside the demonstration's working hours."""
    return FrozenClock(datetime(2026, 11, 24, 10, 0, tzinfo=UTC))


@pytest.fixture
def rasa() -> ScriptedRasa:
    return ScriptedRasa()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "pasokh.db"
    migrations.upgrade(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres() -> str:
    """A migrated PostgreSQL database of this test process."""
    url = postgres_url()
    migrations.upgrade(url)
    return url


ON_BOTH = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The database of this test: SQLite, unless it is marked ON_BOTH or ON_POSTGRESQL, or TEST_EVERYTHING_ON says so."""
    kind = getattr(request, "param", os.environ.get("TEST_EVERYTHING_ON", "sqlite"))
    if kind == "postgresql":
        return request.getfixturevalue("postgres")
    copy = tmp_path / "pasokh.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), copy)
    return f"sqlite+aiosqlite:///{copy}"


@pytest.fixture
def settings(database: str) -> Settings:
    bus = redis_url() if database.startswith("postgresql") else None
    return Settings(
        _env_file=None,
        database_url=database,
        redis_url=bus,
        bus_prefix=f"test-{os.getpid()}",
        mail_url="memory:",
        secret_key="t" * 32,
        api_token="a" * 32,
        demo=True,
        run_worker=False,
        log_level="WARNING",
    )


@pytest.fixture
async def services(settings: Settings, clock: FrozenClock, rasa: ScriptedRasa) -> AsyncIterator[Services]:
    services = build(
        settings, clock=clock, rasa=rasa, mailer=open_mailer("memory:", "desk@example.com"), policy=packaged_policy()
    )
    yield services
    await services.close()
    if not services.db.sqlite:
        await _empty(settings)


async def _empty(settings: Settings) -> None:
    from sqlalchemy.ext.asyncio import create_async_engine

    engine = create_async_engine(settings.database_url)
    async with engine.begin() as connection:
        names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        # The guards of the event log refuse even this: a test's end stands above them.
        await connection.execute(text("set session_replication_role = replica"))
        await connection.execute(text(f"truncate {names} restart identity cascade"))
    await engine.dispose()


@pytest.fixture
async def customer(services: Services) -> Customer:
    """Sara, who complains in English."""
    async with services.db.transaction() as tx:
        customer, token = await welcome(tx, language="en")
    customer.cookie = token  # for tests that go through HTTP
    return customer


@pytest.fixture
async def conversation(services: Services, customer: Customer) -> Conversation:
    async with services.db.transaction() as tx:
        conversation = await open_conversation(tx, customer, language="en")
    await services.settle()
    return conversation


@cache
def packaged_policy() -> Policy:
    """The policy as packaged, read once for a test process: it cannot be changed."""
    return load_policy(None)


@cache
def _hashed() -> str:
    """The password's hash, made once: each takes tens of milliseconds on purpose."""
    return HASHER.hash(PASSWORD)


async def make_agent(services: Services, *, trained: bool = True, **values) -> Agent:
    """A person who is at their desk and stays there; unless told otherwise, with a safety training that counts for long."""
    facts = {"languages": ["en", "fa"], "skills": [], "language": "en", "capacity": 4, **values}
    async with services.db.transaction() as tx:
        agent = Agent(
            password_hash=_hashed(),
            presence="online",
            seen_at=tx.clock.now() + timedelta(days=3650),
            active=True,
            **facts,
        )
        tx.add(agent)
        if trained:
            await tx.flush()
            long_ago, far = tx.clock.now().date() - timedelta(days=3650), tx.clock.now().date() + timedelta(days=3650)
            tx.add(
                TrainingRecord(
                    agent_id=agent.id, module="safety", passed_on=long_ago, valid_until=far, recorded_by_id=agent.id,
                    recorded_at=tx.clock.now(),
                )
            )  # fmt: skip
    return agent


@pytest.fixture
async def mina(services: Services) -> Agent:
    """An agent who speaks both languages and is at her desk."""
    return await make_agent(
        services, name="Mina", name_fa="مینا", email="mina@example.com", roles=["agent", "investigator"]
    )


@pytest.fixture
async def omid(services: Services) -> Agent:
    """Another agent."""
    return await make_agent(
        services, name="Omid", name_fa="امید", email="omid@example.com", roles=["agent", "investigator"]
    )


@pytest.fixture
async def nasrin(services: Services) -> Agent:
    """The supervisor."""
    return await make_agent(
        services, name="Nasrin", name_fa="نسرین", email="nasrin@example.com", roles=["supervisor", "approver"]
    )


@pytest.fixture
async def shirin(services: Services) -> Agent:
    """Who looks at rejected answers afresh, and answers to nobody at the desk."""
    return await make_agent(services, name="Shirin", name_fa="شیرین", email="shirin@example.com", roles=["reviewer"])
