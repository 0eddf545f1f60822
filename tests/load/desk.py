"""The desk of a busy organisation: its pages over HTTP, and what the worker's look costs, with few and with many cases."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count, islice
from random import Random
from urllib.parse import urlencode

import aiohttp
from pydantic import SecretStr
from sqlalchemy import func, select, text

from handoff.app import Services, build
from handoff.cases import Case
from handoff.cases.parties import complainant_of
from handoff.db import Transaction
from handoff.demo import LOGINS, seed_many
from handoff.insights.facts.models import FigureMark
from handoff.insights.sight import seen_cases
from handoff.settings import Settings
from handoff.staff import Agent, sign_in
from handoff.web.identity import STAFF_COOKIE
from handoff.worker import tick
from tests.load.figures import Goal, Part, Times, milliseconds
from tests.load.lines import browsers
from tests.load.stage import Stage
from tests.support.programs import SECRET, TOKEN

FEW, MANY = 10_000, 100_000  # cases
LOOKS = 30  # at each page
FRESH = timedelta(days=1)  # cases of an earlier run go on living: what was due since would be done first
TICKS = 20
TARGET, TICK, GROWTH = 200.0, 30.0, 1.5
QUEUE = "agent: what needs me and the queue"
LEADER, AGENT = [next(person for person in LOGINS if person.role == role) for role in ("supervisor", "agent")]


@dataclass(frozen=True)
class Sample:
    """Cases to ask for, and what their complainants told."""

    numbers: list[str]
    emails: list[str]
    names: list[str]


def measure(stage: Stage, scale: float) -> Part:
    """The same pages with few and with many cases on PostgreSQL, where those of before stay in the tables."""
    part = Part("The desk, ms", ("what", "cases", "n", "median", "p95"))
    sizes = (round(FEW * scale), round(MANY * scale))
    for size in sizes:
        database = _filled(stage, part, size)
        with stage.services(database) as (service,):
            for what, times in asyncio.run(look(service.url, database)).items():
                figures = (milliseconds(times.median), milliseconds(times.p95))
                part.rows.append((what, f"{size:,}", str(times.count), *figures))
                part.facts[f"{what}, {size} cases"] = times.facts()
    _promise(part, *sizes)
    part.notes.append(
        "Made by `python -m handoff seed --cases N`: two years, 3 in 100 cases open. Pages come whole over HTTP from one "
        "process, whose worker looks for what is due each second; nobody else asks meanwhile. A look of the worker is all its "
        "queries with nothing due, in a process of its own. The databases, `pasokh_bench_` and the number of cases, stay for "
        "the next run, which makes them anew after a day."
    )
    return part


def _filled(stage: Stage, part: Part, size: int) -> str:
    """The database with so many cases: that of an earlier run, as long as it is whole and of today, else a new one."""
    database = stage.kept_database(str(size))
    if not asyncio.run(_is_filled(database, size)):
        database = stage.kept_database(str(size), anew=True)
        began = time.perf_counter()
        asyncio.run(fill(database, size))
        part.facts[f"seconds to make {size} cases"] = round(time.perf_counter() - began, 1)
    return database


async def _is_filled(database: str, size: int) -> bool:
    services = build(_settings(database), reacting_after=False)
    try:
        async with services.db.reading() as tx:
            count, newest = (await tx.execute(select(func.count(Case.id), func.max(Case.received_at)))).one()
            # The facts are made last, and what is due is due from then on.
            whole = await tx.scalar(select(FigureMark.event_id)) is not None
            return whole and count == size and services.clock.now() - newest < FRESH
    finally:
        await services.close()


async def fill(database: str, cases: int) -> None:
    """So many cases, and statistics of the tables that fit them."""
    services = build(_settings(database), reacting_after=False)
    try:
        assert await seed_many(services, cases) == 0
        async with services.db.engine.connect() as connection:
            await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text("analyze"))
    finally:
        await services.close()


async def look(url: str, database: str) -> dict[str, Times]:
    """How long each page takes, one after the other, and a look of the worker."""
    services = build(_settings(database), reacting_after=False)
    try:
        async with services.db.reading() as tx:
            sample = await _sample(tx)
        cookies = {who.email: await _cookie(services, who.email, who.password) for who in (LEADER, AGENT)}
        found = {}
        async with browsers() as session:
            for what, (who, addresses) in _pages(sample).items():
                found[what] = await _times(session, url, cookies[who], addresses)
        found["worker: a look with nothing due"] = await _ticks(services)
        return found
    finally:
        await services.close()


def _pages(sample: Sample) -> dict[str, tuple[str, Iterator[str]]]:
    numbers, emails, names = (_again(values) for values in (sample.numbers, sample.emails, sample.names))
    leader, agent = LEADER.email, AGENT.email

    def same(path: str) -> Iterator[str]:
        return (path for _ in count())

    def found(**query: str) -> str:
        return "/console/cases?" + urlencode(query)

    return {
        QUEUE: (agent, same("/console/lists")),
        "leader: what needs me and the queue": (leader, same("/console/lists")),
        "my cases": (agent, same(found(view="mine"))),
        "all open cases": (leader, same(found(view="all"))),
        "late cases": (leader, same(found(view="overdue"))),
        "closed cases": (leader, same(found(view="closed"))),
        "a case": (leader, (f"/console/cases/{number}" for number in numbers)),
        "search by e-mail": (leader, (found(q=email) for email in emails)),
        "search by name": (leader, (found(q=name) for name in names)),
        "search by a first name": (leader, (found(q=name.split()[0]) for name in names)),
        "search by topic and state": (leader, same(found(topic="C02", state="investigating"))),
        "search by topic and year": (leader, same(found(topic="C03.6", since="2025-01-01"))),
        "board": (leader, same("/console/board")),
        "figures": (leader, same("/console/insights/figures")),
    }


def _again(values: list[str]) -> Iterator[str]:
    return (values[place % len(values)] for place in count())


async def _times(session: aiohttp.ClientSession, url: str, cookie: str, addresses: Iterator[str]) -> Times:
    took = []
    for address in islice(addresses, LOOKS + 2):
        began = time.perf_counter()
        async with session.get(url + address, headers={"Cookie": cookie, "Accept": "text/html"}) as response:
            await response.read()
            assert response.status == 200, (address, response.status)
        took.append(time.perf_counter() - began)
    return Times.of(took[2:])  # the first ones compile statements


async def _ticks(services: Services) -> Times:
    """Looks of a worker in this process. What the service's own worker does meanwhile is not due here."""
    took = []
    while len(took) < TICKS + 2:
        began = time.perf_counter()
        if await tick(services) == 0:
            took.append(time.perf_counter() - began)
    return Times.of(took[2:])


async def _sample(tx: Transaction) -> Sample:
    """Some cases from all over that the leader may see, by chance that is the same each time."""
    leader = (await tx.scalars(select(Agent).where(Agent.email == LEADER.email))).one()
    last = await tx.scalar(select(func.max(Case.id))) or 0
    ids = Random("sample").sample(range(1, last + 1), min(last, LOOKS))
    cases = (await tx.scalars(select(Case).where(Case.id.in_(ids), seen_cases(tx, leader)).order_by(Case.id))).all()
    people = [await complainant_of(tx, case) for case in cases]
    return Sample(
        [case.number for case in cases],
        [person.email for person in people if person.email],
        [person.name for person in people if person.name],
    )


async def _cookie(services: Services, email: str, password: str) -> str:
    _agent, token = await sign_in(services.db, email=email, password=password, device="load")
    return f"{STAFF_COOKIE}={token}"


def _settings(database: str) -> Settings:
    return Settings(  # what is told here wins over the surroundings
        _env_file=None, database_url=database, redis_url=None, secret_key=SecretStr(SECRET), api_token=SecretStr(TOKEN),
        mail_url="memory:", demo=True,
    )  # fmt: skip


def _promise(part: Part, few: int, many: int) -> None:
    medians = {name: facts["median_ms"] for name, facts in part.facts.items() if isinstance(facts, dict)}
    pages = [name for name in medians if name.endswith(f"{many} cases") and not name.startswith("worker")]
    slowest = max(pages, key=lambda name: medians[name])
    part.goals += [
        Goal(f"slowest page ({slowest}), median", medians[slowest], TARGET, "ms"),
        Goal(f"queue with {many:,} cases over {few:,}", _ratio(medians, few, many), GROWTH),
        Goal("a look of the worker with nothing due, median", medians[_worker(many)], TICK, "ms"),
    ]


def _ratio(medians: dict[str, float], few: int, many: int) -> float:
    return medians[f"{QUEUE}, {many} cases"] / medians[f"{QUEUE}, {few} cases"]


def _worker(size: int) -> str:
    return f"worker: a look with nothing due, {size} cases"
