"""Every open case has exactly one owner: whoever takes its talk, else the least busy who may have it."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import update

from handoff.assignment.owning import find_owner
from handoff.cases import Case
from handoff.conversations import Conversation, take
from handoff.staff import Agent
from handoff.worker import tick
from tests.handoff.assignment.test_offering import queued, set_agent
from tests.handoff.conftest import ON_POSTGRESQL
from tests.handoff.sla.world import case_of, register


async def test_whoever_takes_the_talk_answers_for_its_case(services, conversation, mina, omid):
    case = await register(services, conversation)
    await queued(services, conversation)
    await tick(services)
    assert (await case_of(services, case)).owner_id is None, "it waits for the person who takes the talk"
    async with services.db.transaction() as tx:
        await take(tx, await tx.get_one(Conversation, conversation.id), agent=omid)
    found = await case_of(services, case)
    assert (found.owner_id, found.state) == (omid.id, "in_assessment")


async def test_a_complaint_told_to_a_person_is_theirs(services, conversation, omid, mina):
    async with services.db.transaction() as tx:
        await take(tx, await tx.get_one(Conversation, conversation.id), agent=omid)
    case = await register(services, conversation)
    assert (await case_of(services, case)).owner_id == omid.id


async def test_who_takes_over_a_talk_does_not_take_over_the_case(services, conversation, mina, omid):
    case = await register(services, conversation)
    async with services.db.transaction() as tx:
        await tx.execute(update(Case).where(Case.id == case.id).values(owner_id=mina.id))
        await take(tx, await tx.get_one(Conversation, conversation.id), agent=omid)
    assert (await case_of(services, case)).owner_id == mina.id


async def test_cases_without_a_talk_go_to_the_least_busy_and_to_supervisors_last(services, nasrin, mina, omid):
    owners = []
    for number in range(4):
        case = await register(services, key=f"case {number}")
        await tick(services)
        owners.append((await case_of(services, case)).owner_id)
    assert sorted(owners) == sorted([mina.id, omid.id] * 2)


@pytest.mark.parametrize(
    "values", [{"skills": ["C05"]}, {"languages": ["fa"]}, {"active": False}, {"roles": ["auditor"]}]
)
async def test_who_may_not_have_it_does_not_get_it(services, mina, omid, values):
    await set_agent(services, mina, **values)
    case = await register(services)
    await tick(services)
    assert (await case_of(services, case)).owner_id == omid.id


async def test_the_one_complained_about_never_owns_the_case(services, mina, omid):
    case = await register(services, subject_id=mina.id, staff_subject=True)
    await tick(services)
    assert (await case_of(services, case)).owner_id == omid.id


async def test_nobody_is_given_more_cases_than_the_policy_allows(services, mina):
    most = services.policy.organisation.cases_at_once
    case = await register(services)
    for number in range(most):
        await register(services, key=f"theirs {number}")
    async with services.db.transaction() as tx:
        await tx.execute(update(Case).where(Case.id != case.id).values(owner_id=mina.id))
    await tick(services)
    assert (await case_of(services, case)).owner_id is None


@ON_POSTGRESQL
async def test_of_many_workers_one_gives_the_case_away(services, mina, omid):
    case = await register(services)

    async def attempt() -> None:
        async with services.db.transaction() as tx:
            await find_owner(tx, case.id)

    await asyncio.gather(*(attempt() for _ in range(6)))
    async with services.db.reading() as tx:
        found = await tx.get_one(Case, case.id)
        assert (await tx.get_one(Agent, found.owner_id)).name in ("Mina", "Omid")
    assert found.state == "in_assessment"
