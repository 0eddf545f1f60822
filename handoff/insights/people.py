"""The people of the desk: who is there, and how much each of them carries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from handoff.cases import Case
from handoff.conversations import Conversation
from handoff.db import Transaction
from handoff.insights.facts.models import CaseFact
from handoff.staff import Agent
from handoff.staff.second_factor import SecondFactor

ANSWERING = frozenset({"agent", "investigator", "supervisor"})


@dataclass(frozen=True)
class Load:
    """One person's live talks and open cases."""

    agent: Agent
    talks: int
    cases: int


async def colleagues(tx: Transaction, agent: Agent) -> list[Agent]:
    """Everybody else who may take a talk or a case; those online first, then by name."""
    people = (await tx.scalars(select(Agent).where(Agent.active, Agent.id != agent.id))).all()
    able = [person for person in people if ANSWERING.intersection(person.roles)]
    return sorted(able, key=lambda person: (person.presence != "online", person.presence != "away", person.name))


async def staff_but(tx: Transaction, agent: Agent) -> list[Agent]:
    """Everybody else who works here, whatever their roles, by name."""
    return list(await tx.scalars(select(Agent).where(Agent.active, Agent.id != agent.id).order_by(Agent.name)))


async def everybody(tx: Transaction) -> list[Agent]:
    """Everybody who may answer for a case, by name."""
    people = await tx.scalars(select(Agent).where(Agent.active).order_by(Agent.name, Agent.id))
    return [person for person in people if ANSWERING.intersection(person.roles)]


@dataclass(frozen=True)
class Colleague:
    """One person of the staff, also who has left: what they carry, and whether they have a second factor."""

    agent: Agent
    talks: int
    cases: int
    factor: bool


async def whole_staff(tx: Transaction) -> list[Colleague]:
    """Everybody by name, who has left at the end."""
    people = (await tx.scalars(select(Agent).order_by(Agent.active.desc(), Agent.name))).all()
    talking = select(Conversation.agent_id, func.count()).where(Conversation.speaker == "agent")
    talks = dict((await tx.execute(talking.group_by(Conversation.agent_id))).tuples().all())
    owning = select(Case.owner_id, func.count()).where(Case.closed_at.is_(None)).group_by(Case.owner_id)
    cases = dict((await tx.execute(owning)).tuples().all())
    with_factor = set(await tx.scalars(select(SecondFactor.agent_id).where(SecondFactor.confirmed_at.is_not(None))))
    return [
        Colleague(person, talks.get(person.id, 0), cases.get(person.id, 0), person.id in with_factor)
        for person in people
    ]


async def loads(tx: Transaction) -> list[Load]:
    """What everybody who answers carries now, by name: a list, not a ranking."""
    people = (await tx.scalars(select(Agent).where(Agent.active).order_by(Agent.name))).all()
    talking = select(Conversation.agent_id, func.count()).where(Conversation.speaker == "agent")
    talks = dict((await tx.execute(talking.group_by(Conversation.agent_id))).tuples().all())
    owning = select(CaseFact.owner_id, func.count()).where(CaseFact.is_open).group_by(CaseFact.owner_id)
    cases = dict((await tx.execute(owning)).tuples().all())
    return [
        Load(person, talks.get(person.id, 0), cases.get(person.id, 0))
        for person in people
        if ANSWERING.intersection(person.roles)
    ]


async def reviewers(tx: Transaction) -> list[Agent]:
    """Everybody who may look at rejected answers afresh, by name; whether a case is new to them is another question."""
    people = (await tx.scalars(select(Agent).where(Agent.active).order_by(Agent.name))).all()
    return [person for person in people if "reviewer" in person.roles]


async def people_by_id(tx: Transaction, ids: Iterable[int]) -> dict[int, Agent]:
    """Also those who are no longer active: a timeline names whoever acted."""
    wanted = set(ids)
    return {agent.id: agent for agent in await tx.scalars(select(Agent).where(Agent.id.in_(wanted)))} if wanted else {}


async def person(tx: Transaction, agent_id: int) -> Agent | None:
    """An active colleague, or None."""
    agent = await tx.get(Agent, agent_id)
    return agent if agent is not None and agent.active else None
