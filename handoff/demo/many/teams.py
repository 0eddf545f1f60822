"""Enough people for so many open cases, in teams. Those added here cannot sign in."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from math import ceil

from sqlalchemy import select

from handoff.db import Transaction
from handoff.demo.many.names import colleague
from handoff.demo.many.ordering import OPEN, Team
from handoff.demo.people import LOGINS, NASRIN, add_people, train
from handoff.staff import Agent
from handoff.staff.passwords import hash_password

MEMBERS = 8  # of a team, beside its leader
FULL = 0.7  # how much of what they may carry people carry
EXTRA = "colleague{number}@" + NASRIN.email.partition("@")[2]


async def ready_teams(tx: Transaction, cases: int) -> list[Team]:
    """Teams that can carry the open ones of so many cases; the demonstration's own people are the first of them."""
    if await tx.scalar(select(Agent.id).limit(1)) is None:
        await add_people(tx)
    carried = tx.policy.organisation.cases_at_once * FULL * MEMBERS
    wanted = max(1, ceil(cases * OPEN / carried))
    hashed = await hash_password(secrets.token_urlsafe(32))
    return [await _team(tx, place, hashed) for place in range(wanted)]


async def _team(tx: Transaction, place: int, hashed: str) -> Team:
    known = list(await tx.scalars(select(Agent).where(Agent.email.in_([person.email for person in LOGINS]))))
    theirs = known if place == 0 else []
    leader = next((agent for agent in theirs if "supervisor" in agent.roles), None)
    first = place * (MEMBERS + 2)
    if leader is None:
        leader = await _person(tx, first, hashed, ["supervisor", "approver"], None)
    reviewer = next((agent for agent in theirs if "reviewer" in agent.roles), None)
    if reviewer is None:
        reviewer = await _person(tx, first + 1, hashed, ["reviewer"], None)
    members: Sequence[Agent] = [agent for agent in theirs if agent.id not in (leader.id, reviewer.id)]
    others = range(first + 2 + len(members), first + 2 + MEMBERS)
    added = [await _person(tx, number, hashed, ["agent", "investigator"], leader) for number in others]
    return Team(leader, reviewer, [*members, *added])


async def _person(tx: Transaction, number: int, hashed: str, roles: list[str], leader: Agent | None) -> Agent:
    email = EXTRA.format(number=number)
    agent = await tx.scalar(select(Agent).where(Agent.email == email))
    if agent is None:
        name, name_fa = colleague(number)
        agent = Agent(
            name=name, name_fa=name_fa, email=email, password_hash=hashed, roles=roles, languages=["en", "fa"], skills=[],
            capacity=4, manager_id=leader.id if leader else None, language="fa" if number % 2 else "en",
        )  # fmt: skip
        tx.add(agent)
        await tx.flush()
        by = leader or (await tx.scalars(select(Agent).where(Agent.id != agent.id).order_by(Agent.id).limit(1))).one()
        await train(tx, [agent], by=by)
    return agent
