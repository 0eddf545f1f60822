"""Who speaks is one field, and of several who want the word exactly one gets it."""

import asyncio

import pytest
from sqlalchemy import func, select

from handoff.cases import Case
from handoff.conversations import (
    Conversation,
    ask_for_person,
    hand_back,
    leave_queue,
    post_message,
    read_messages,
    take,
    transfer,
)
from handoff.errors import Conflict
from handoff.events import EventRow
from handoff.sla.models import Deadline
from handoff.staff import Agent
from tests.handoff.conftest import ON_BOTH
from tests.handoff.sla.world import register


async def asked(services, conversation, reason="asked"):
    async with services.db.transaction() as tx:
        own = await tx.get_one(Conversation, conversation.id)
        return await ask_for_person(tx, own, reason=reason, actor="customer")


async def events_named(services, name):
    async with services.db.reading() as tx:
        return await tx.scalar(select(func.count(EventRow.id)).where(EventRow.name == name))


async def answer_due(services, case):
    async with services.db.reading() as tx:
        return await tx.scalar(
            select(Deadline.due_at).where(Deadline.case_id == case.id, Deadline.kind == "answer_target")
        )


@ON_BOTH
async def test_of_twenty_agents_who_take_a_talk_one_wins(services, conversation):
    async with services.db.transaction() as tx:
        for number in range(20):
            tx.add(
                Agent(
                    name=f"A{number}",
                    name_fa="ا",
                    email=f"a{number}@example.com",
                    password_hash="-",
                    roles=["agent"],
                    languages=["en"],
                    skills=[],
                )
            )
        await tx.flush()
        ids = (await tx.scalars(select(Agent.id))).all()
    await asked(services, conversation)

    async def attempt(agent_id):
        async with services.db.transaction() as tx:
            own = await tx.get_one(Conversation, conversation.id)
            try:
                await take(tx, own, agent=await tx.get_one(Agent, agent_id))
            except Conflict as lost:
                return lost.stable_code
            return agent_id

    results = await asyncio.gather(*[attempt(agent_id) for agent_id in ids])
    winners = [result for result in results if result != "taken"]
    assert len(winners) == 1
    async with services.db.reading() as tx:
        own = await tx.get_one(Conversation, conversation.id)
        assert (own.speaker, own.agent_id) == ("agent", winners[0])
    assert await events_named(services, "conversation.taken") == 1


@ON_BOTH
async def test_asking_ten_times_at_once_queues_once(services, conversation):
    answers = await asyncio.gather(*[asked(services, conversation) for _ in range(10)])
    assert answers.count(True) == 1
    assert await events_named(services, "conversation.queued") == 1


@ON_BOTH
async def test_danger_moves_a_waiting_talk_to_the_front_and_says_so_once(services, conversation):
    assert await asked(services, conversation)
    assert not any(await asyncio.gather(*[asked(services, conversation, "safety") for _ in range(5)]))
    async with services.db.reading() as tx:
        assert (await tx.get_one(Conversation, conversation.id)).handover_reason == "safety"
    assert await events_named(services, "conversation.danger_told") == 1


async def test_danger_told_while_waiting_raises_the_case_and_brings_its_promises_forward(services, conversation):
    case = await register(services, conversation)
    assert case.priority != "P1"
    before = await answer_due(services, case)
    await asked(services, conversation)
    for _ in range(2):
        await asked(services, conversation, "safety")
    async with services.db.reading() as tx:
        raised = await tx.get_one(Case, case.id)
        assert (raised.priority, raised.flags.count("safety")) == ("P1", 1)
        notices = [message.body for message in await read_messages(tx, conversation, private=False)]
    assert await answer_due(services, case) < before
    assert await events_named(services, "case.raised") == 1
    assert any("number 1 in the queue" in body or "Your place is kept" in body for body in notices)


async def test_handed_back_the_assistant_starts_with_a_clean_memory(services, conversation, mina, omid):
    await asked(services, conversation)
    async with services.db.transaction() as tx:
        own = await tx.get_one(Conversation, conversation.id)
        await take(tx, own, agent=mina)
        before = own.sender
        with pytest.raises(Conflict):
            await hand_back(tx, own, agent=omid)
        await post_message(tx, own, author="customer", body="Are you there?")
        await hand_back(tx, own, agent=mina)
        assert own.speaker == "assistant"
        assert own.sender != before
        assert own.waiting_since is None, "what was said to the person is not asked of the assistant"


async def test_passed_on_to_a_colleague_and_into_the_queue(services, conversation, mina, omid):
    await asked(services, conversation)
    async with services.db.transaction() as tx:
        own = await tx.get_one(Conversation, conversation.id)
        await take(tx, own, agent=mina)
        await transfer(tx, own, agent=mina, to=omid)
        assert (own.speaker, own.agent_id) == ("agent", omid.id)
        await transfer(tx, own, agent=omid, to=None)
        assert own.speaker == "queue"
        assert await leave_queue(tx, own)
        assert not await leave_queue(tx, own)
