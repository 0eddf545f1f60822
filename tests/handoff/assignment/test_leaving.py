"""Somebody leaves: their whole load is with others before they are out, and nothing is lost."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from handoff.assignment.leaving import deactivate, reactivate
from handoff.cases import Actor, Case, RemedyItem
from handoff.cases.owning import own
from handoff.conversations import Conversation, ask_for_person
from handoff.conversations.handover import take
from handoff.errors import Conflict, NotAllowed, NotSignedIn
from handoff.events import EventRow
from handoff.staff import Agent, sign_in
from handoff.worker import tick
from tests.handoff.cases.conftest import register
from tests.handoff.conftest import ON_BOTH, PASSWORD


async def owned(services, agent, **changes):
    case = await register(services, **changes)
    async with services.db.transaction() as tx:
        await own(tx, await tx.merge(case), await tx.get_one(Agent, agent.id), actor=Actor.agent(agent.id))
    return case


async def leaves(services, agent, by):
    async with services.db.transaction() as tx:
        done = await deactivate(tx, await tx.get_one(Agent, agent.id), by=await tx.get_one(Agent, by.id))
    await services.settle()
    return done


@ON_BOTH
async def test_at_4_12_the_whole_load_of_who_leaves_is_with_others_first(services, conversation, mina, omid, nasrin):
    """AT-4.12: deactivating a user reassigns the whole load first."""
    cases = [await owned(services, mina) for _ in range(3)]
    async with services.db.transaction() as tx:
        talk = await tx.get_one(Conversation, conversation.id)
        await ask_for_person(tx, talk, reason="asked", actor="customer")
        await take(tx, talk, agent=await tx.get_one(Agent, mina.id))
    await services.settle()
    done = await leaves(services, mina, nasrin)
    assert (done.talks, done.cases, done.unowned) == (1, 3, 0)
    async with services.db.reading() as tx:
        assert not (await tx.get_one(Agent, mina.id)).active
        assert {(await tx.get_one(Case, case.id)).owner_id for case in cases} == {omid.id}
        assert (await tx.get_one(Conversation, conversation.id)).agent_id != mina.id
        names = (await tx.scalars(select(EventRow.name).where(EventRow.name == "staff.left"))).all()
        assert names == ["staff.left"]
    with pytest.raises(NotSignedIn):
        await sign_in(services.db, email=mina.email, password=PASSWORD, device="a test")


async def test_without_anybody_else_a_case_waits_without_an_owner_and_it_is_on_the_record(services, mina, nasrin):
    async with services.db.transaction() as tx:
        (await tx.get_one(Agent, nasrin.id)).languages = ["fa"]
    case = await owned(services, mina)
    assert (await leaves(services, mina, nasrin)).unowned == 1
    async with services.db.reading() as tx:
        assert (await tx.get_one(Case, case.id)).owner_id is None
        assert await tx.scalar(select(EventRow.id).where(EventRow.name == "case.disowned"))


async def test_remedies_still_to_be_done_go_with_the_case(services, clock, mina, omid, nasrin):
    case = await owned(services, mina)
    async with services.db.transaction() as tx:
        tx.add(RemedyItem(case_id=case.id, code="R17", owner_id=mina.id, due_at=clock.now()))
    await leaves(services, mina, nasrin)
    async with services.db.reading() as tx:
        assert (await tx.scalar(select(RemedyItem))).owner_id == omid.id


async def test_nobody_takes_themselves_off_and_nobody_leaves_twice(services, mina, nasrin):
    async with services.db.transaction() as tx:
        with pytest.raises(NotAllowed):
            await deactivate(tx, await tx.get_one(Agent, nasrin.id), by=await tx.get_one(Agent, nasrin.id))
    await leaves(services, mina, nasrin)
    with pytest.raises(Conflict):
        await leaves(services, mina, nasrin)
    async with services.db.transaction() as tx:
        assert await reactivate(tx, await tx.get_one(Agent, mina.id), by=nasrin)
    await sign_in(services.db, email=mina.email, password=PASSWORD, device="a test")


@ON_BOTH
async def test_who_leaves_in_the_moment_in_which_they_take_a_case_does_not_keep_it(services, mina, omid, nasrin):
    case = await register(services)

    async def takes():
        async with services.db.transaction() as tx:
            await own(tx, await tx.get_one(Case, case.id), await tx.get_one(Agent, mina.id), actor=Actor.agent(mina.id))

    await asyncio.gather(takes(), leaves(services, mina, nasrin))
    await takes_it_all_the_same(services, case, mina)
    await tick(services)
    async with services.db.reading() as tx:
        assert (await tx.get_one(Case, case.id)).owner_id == omid.id


async def takes_it_all_the_same(services, case, agent):
    """The worst order: their hand was on it when they were gone already."""
    async with services.db.transaction() as tx:
        (await tx.get_one(Case, case.id)).owner_id = agent.id
