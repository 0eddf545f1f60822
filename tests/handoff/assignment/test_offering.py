"""A waiting talk is held out to the right person, goes on to the next, and is taken by exactly one."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from handoff.assignment.models import Offer
from handoff.assignment.offering import accept, decline, offer, take_waiting
from handoff.assignment.presence import beat, choose_presence, presence_of
from handoff.cases import Case
from handoff.cases.owning import ConflictOfInterest
from handoff.conversations import (
    Conversation,
    ask_for_person,
    close_conversation,
    leave_queue,
    open_conversation,
    take,
    transfer,
)
from handoff.customers import welcome
from handoff.errors import Conflict
from handoff.events import EventRow
from handoff.staff import Agent
from handoff.worker import tick
from tests.handoff.conftest import ON_POSTGRESQL
from tests.handoff.sla.world import register


async def queued(services, conversation=None, *, reason="asked", skill=None, language="en") -> Conversation:
    async with services.db.transaction() as tx:
        if conversation is None:
            customer, _ = await welcome(tx, language=language)
            conversation = await open_conversation(tx, customer, language=language)
        talk = await tx.get_one(Conversation, conversation.id)
        await ask_for_person(tx, talk, reason=reason, actor="customer", skill=skill)
    await services.settle()
    return talk


async def offers(services, conversation=None) -> list[Offer]:
    async with services.db.reading() as tx:
        query = select(Offer).order_by(Offer.id)
        if conversation is not None:
            query = query.where(Offer.conversation_id == conversation.id)
        return list(await tx.scalars(query))


async def set_agent(services, agent, **values) -> None:
    async with services.db.transaction() as tx:
        await tx.execute(update(Agent).where(Agent.id == agent.id).values(**values))


async def taken_by(services, conversation, agent) -> None:
    async with services.db.transaction() as tx:
        talk = await tx.get_one(Conversation, conversation.id)
        await take_waiting(tx, talk, agent=await tx.get_one(Agent, agent.id))


async def accepted(services, made: Offer) -> None:
    async with services.db.transaction() as tx:
        await accept(tx, await tx.get_one(Offer, made.id), agent=await tx.get_one(Agent, made.agent_id))


async def talk_of(services, conversation) -> Conversation:
    async with services.db.reading() as tx:
        return await tx.get_one(Conversation, conversation.id)


async def test_who_asks_for_a_person_is_offered_to_somebody_at_once(services, conversation, mina):
    await queued(services, conversation)
    (made,) = await offers(services, conversation)
    assert (made.agent_id, made.open_for) == (mina.id, conversation.id)
    assert made.expires_at - made.offered_at == timedelta(seconds=45)


async def test_accepting_takes_the_talk_and_a_late_accept_is_told_so(services, conversation, mina):
    await queued(services, conversation)
    (made,) = await offers(services)
    await accepted(services, made)
    talk = await talk_of(services, conversation)
    assert (talk.speaker, talk.agent_id) == ("agent", mina.id)
    (made,) = await offers(services)
    assert made.accepted_at
    assert made.open_for is None
    assert made.withdrawn_at is None
    with pytest.raises(Conflict) as refused:
        await accepted(services, made)
    assert refused.value.stable_code == "offer_over"


async def test_an_offer_that_lapses_goes_to_the_next_and_not_back(services, conversation, clock, mina, omid):
    await queued(services, conversation)
    (first,) = await offers(services)
    clock.advance(timedelta(seconds=46))
    await tick(services)
    first, second = await offers(services)
    assert first.lapsed_at
    assert {first.agent_id, second.agent_id} == {mina.id, omid.id}
    clock.advance(timedelta(seconds=46))
    await tick(services)
    await tick(services)
    assert len(await offers(services)) == 2, "both let it pass: it stays in the queue for whoever takes it"
    assert (await talk_of(services, conversation)).speaker == "queue"


async def test_declining_offers_it_to_the_next_at_once(services, conversation, mina, omid):
    await queued(services, conversation)
    (first,) = await offers(services)
    async with services.db.transaction() as tx:
        await decline(tx, await tx.get_one(Offer, first.id), agent=await tx.get_one(Agent, first.agent_id))
    first, second = await offers(services)
    assert first.declined_at
    assert second.open_for == conversation.id


async def test_taking_from_the_queue_ends_the_open_offer(services, conversation, mina, omid):
    await queued(services, conversation)
    (made,) = await offers(services)
    other = omid if made.agent_id == mina.id else mina
    await taken_by(services, conversation, other)
    (made,) = await offers(services)
    assert made.withdrawn_at
    assert made.open_for is None


async def test_leaving_the_queue_or_ending_the_talk_takes_the_offer_back(services, conversation, mina):
    await queued(services, conversation)
    async with services.db.transaction() as tx:
        await leave_queue(tx, await tx.get_one(Conversation, conversation.id))
    await queued(services, conversation)
    async with services.db.transaction() as tx:
        await close_conversation(tx, await tx.get_one(Conversation, conversation.id), actor="customer")
    assert [bool(made.withdrawn_at) for made in await offers(services)] == [True, True]


@pytest.mark.parametrize(
    ("what", "values"),
    [
        ("gone", {"presence": "offline"}),
        ("away", {"presence": "away"}),
        ("no longer here", {"active": False}),
        ("of another language", {"languages": ["fa"]}),
        ("without the skill", {"skills": ["C05"]}),
        ("of another role", {"roles": ["auditor"]}),
        ("busy", {"capacity": 0}),
    ],
)
async def test_who_cannot_take_it_is_not_asked(services, conversation, mina, omid, what, values):
    await set_agent(services, mina, **values)
    await queued(services, conversation, skill="C02")
    assert [made.agent_id for made in await offers(services)] == [omid.id], f"Mina is {what}"


async def test_skills_are_categories_or_names_of_the_policy(services, conversation, mina, omid):
    await set_agent(services, mina, skills=["front_line"])
    await set_agent(services, omid, skills=["payments"])
    await queued(services, conversation, skill="C03")
    assert [made.agent_id for made in await offers(services)] == [omid.id]


async def test_the_least_busy_is_asked_first_then_the_longest_idle(services, mina, omid, clock):
    one = await queued(services)
    (made,) = await offers(services, one)
    await accepted(services, made)
    other = omid.id if made.agent_id == mina.id else mina.id
    clock.advance(timedelta(minutes=1))
    two = await queued(services)
    assert [found.agent_id for found in await offers(services, two)] == [other]
    (found,) = await offers(services, two)
    await accepted(services, found)
    clock.advance(timedelta(minutes=1))
    three = await queued(services)
    assert [found.agent_id for found in await offers(services, three)] == [made.agent_id], "equally busy, longer idle"


async def test_nobody_gets_more_than_they_can_carry_and_a_free_place_is_filled(services, mina):
    await set_agent(services, mina, capacity=1)
    one, two = await queued(services), await queued(services)
    assert [len(await offers(services, talk)) for talk in (one, two)] == [1, 0]
    (made,) = await offers(services, one)
    await accepted(services, made)
    await tick(services)
    assert await offers(services, two) == []
    async with services.db.transaction() as tx:
        await close_conversation(tx, await tx.get_one(Conversation, one.id), actor=f"agent:{mina.id}")
    await tick(services)
    assert len(await offers(services, two)) == 1


async def test_danger_is_offered_before_those_who_waited_longer(services, mina, clock):
    await set_agent(services, mina, presence="offline")
    asked = await queued(services)
    clock.advance(timedelta(minutes=5))
    danger = await queued(services, reason="safety")
    await set_agent(services, mina, presence="online", capacity=1)
    await tick(services)
    assert [len(await offers(services, talk)) for talk in (asked, danger)] == [0, 1]


async def test_who_comes_to_the_desk_is_offered_what_waits(services, conversation, mina, clock):
    await set_agent(services, mina, presence="offline", seen_at=None)
    await queued(services, conversation)
    await tick(services)
    assert await offers(services) == []
    async with services.db.transaction() as tx:
        await beat(tx, await tx.get_one(Agent, mina.id))
    await tick(services)
    assert [made.agent_id for made in await offers(services)] == [mina.id]


async def test_after_a_minute_of_silence_somebody_is_gone_but_away_stays_away(services, mina, omid, clock):
    for agent in (mina, omid):
        await set_agent(services, agent, presence="offline", seen_at=None)
        async with services.db.transaction() as tx:
            await beat(tx, await tx.get_one(Agent, agent.id))
    async with services.db.transaction() as tx:
        await choose_presence(tx, await tx.get_one(Agent, omid.id), "away")
    clock.advance(timedelta(seconds=61))
    await tick(services)
    async with services.db.transaction() as tx:
        one, other = await tx.get_one(Agent, mina.id), await tx.get_one(Agent, omid.id)
        assert (one.presence, presence_of(other, clock.now())) == ("offline", "offline")
        await beat(tx, one)
        await beat(tx, other)
        assert (one.presence, other.presence) == ("online", "away")
    async with services.db.reading() as tx:
        said = [row.data for row in await tx.scalars(select(EventRow).where(EventRow.name == "staff.presence"))]
    assert [data["presence"] for data in said if data["agent_id"] == mina.id] == ["online", "offline", "online"]


async def test_the_one_complained_about_and_their_line_are_kept_out(services, conversation, mina, omid, nasrin):
    await set_agent(services, omid, manager_id=mina.id)
    await register(services, conversation, subject_id=mina.id, staff_subject=True, topics=())
    await queued(services, conversation)
    assert [made.agent_id for made in await offers(services)] == [nasrin.id]
    for person in (mina, omid):
        with pytest.raises(ConflictOfInterest):
            await taken_by(services, conversation, person)


async def test_the_owner_of_the_case_is_asked_first(services, conversation, mina, omid):
    case = await register(services, conversation)
    async with services.db.transaction() as tx:
        await tx.execute(update(Case).where(Case.id == case.id).values(owner_id=omid.id))
    await queued(services, conversation)
    assert [made.agent_id for made in await offers(services)] == [omid.id]


async def test_who_knows_the_topic_of_the_case_is_asked_before_who_does_not(services, conversation, mina, omid):
    await register(services, conversation)  # about C02.1
    await set_agent(services, mina, skills=["C05"])
    await set_agent(services, omid, skills=["C02"], assigned_at=services.clock.now())
    await queued(services, conversation)
    (made,) = await offers(services)
    assert made.agent_id == omid.id
    async with services.db.transaction() as tx:
        await decline(tx, await tx.get_one(Offer, made.id), agent=await tx.get_one(Agent, omid.id))
    assert [made.agent_id for made in await offers(services)] == [omid.id, mina.id], "better anybody than nobody"


async def test_a_talk_passed_to_a_named_colleague_is_offered_to_nobody(services, conversation, mina, omid):
    async with services.db.transaction() as tx:
        talk = await tx.get_one(Conversation, conversation.id)
        await take(tx, talk, agent=mina)
        await transfer(tx, talk, agent=mina, to=omid)
    await tick(services)
    assert await offers(services) == []
    assert (await talk_of(services, conversation)).agent_id == omid.id


@ON_POSTGRESQL
async def test_many_choices_at_once_never_exceed_what_people_can_carry(services, mina, omid):
    for agent in (mina, omid):
        await set_agent(services, agent, presence="offline", capacity=3)
    talks = [await queued(services) for _ in range(12)]
    for agent in (mina, omid):
        await set_agent(services, agent, presence="online")

    async def attempt(talk) -> None:
        async with services.db.transaction() as tx:
            await offer(tx, await tx.get_one(Conversation, talk.id))

    for _ in range(3):
        await asyncio.gather(*(attempt(talk) for talk in talks))
    async with services.db.reading() as tx:
        counts = await tx.execute(
            select(Offer.agent_id, func.count()).where(Offer.open_for.is_not(None)).group_by(Offer.agent_id)
        )
        assert dict(counts.all()) == {mina.id: 3, omid.id: 3}


@ON_POSTGRESQL
async def test_of_many_who_take_one_talk_exactly_one_gets_it(services, conversation, mina, omid):
    await queued(services, conversation)
    (made,) = await offers(services)

    other = omid if made.agent_id == mina.id else mina
    for _ in range(3):
        results = await asyncio.gather(
            accepted(services, made),
            taken_by(services, conversation, other),
            accepted(services, made),
            return_exceptions=True,
        )
        assert all(result is None or isinstance(result, Conflict) for result in results), results
    talk = await talk_of(services, conversation)
    assert talk.speaker == "agent"
    async with services.db.reading() as tx:
        taken = await tx.scalar(select(func.count()).where(EventRow.name == "conversation.taken"))
    assert taken == 1
