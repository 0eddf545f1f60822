"""What is said when a talk falls silent, ends, or waits too long for a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from handoff.conversations import (
    Conversation,
    ask_for_person,
    close_conversation,
    hand_back,
    post_message,
    take,
)
from handoff.staff import Agent
from handoff.worker import tick
from tests.handoff.follow_ups.looking import needs, pass_time, prompts, said, talk
from tests.handoff.sla.world import register

MINUTE = timedelta(minutes=1)


async def speaks(services, conversation, agent, *words: str) -> None:
    """The agent takes the talk, if it is not theirs yet, and writes."""
    async with services.db.transaction() as tx:
        found = await tx.get_one(Conversation, conversation.id)
        if found.speaker != "agent":
            await take(tx, found, agent=agent)
        for word in words:
            await post_message(tx, found, author="agent", agent_id=agent.id, body=word)


async def answers(services, conversation, words: str) -> None:
    async with services.db.transaction() as tx:
        await post_message(tx, await tx.get_one(Conversation, conversation.id), author="customer", body=words)
    await services.settle()


async def test_a_silent_customer_is_asked_kindly_then_let_go(services, conversation, clock, mina):
    await speaks(services, conversation, mina, "Which colour was it?")
    await pass_time(services, clock, 3 * MINUTE, step=MINUTE)
    assert await said(services, conversation, kind="prompt") == [
        "Are you still there? Take your time; we wait for you."
    ]
    await pass_time(services, clock, 7 * MINUTE, step=MINUTE)
    assert len(await said(services, conversation, kind="prompt")) == 2
    await pass_time(services, clock, 10 * MINUTE, step=MINUTE)
    async with services.db.reading() as tx:
        assert (await tx.get_one(Conversation, conversation.id)).speaker == "nobody"
    assert (await said(services, conversation, kind="notice"))[
        -1
    ] == "This talk has ended. To go on, write here at any time."


async def test_who_answers_is_not_asked_and_a_new_silence_counts_anew(services, conversation, clock, mina):
    await speaks(services, conversation, mina, "Which colour was it?")
    await pass_time(services, clock, 2 * MINUTE, step=MINUTE)
    await answers(services, conversation, "Red.")
    await pass_time(services, clock, 30 * MINUTE, step=MINUTE)
    assert await said(services, conversation, kind="prompt") == [], "now it is the agent's turn"
    await speaks(services, conversation, mina, "Thank you.")
    await pass_time(services, clock, 3 * MINUTE, step=MINUTE)
    await answers(services, conversation, "Yes?")
    await speaks(services, conversation, mina, "One moment.")
    await pass_time(services, clock, 3 * MINUTE, step=MINUTE)
    assert len(await said(services, conversation, kind="prompt")) == 2


async def test_silence_is_nobodys_business_once_the_assistant_speaks(services, conversation, clock, mina):
    await speaks(services, conversation, mina, "The assistant can go on.")
    async with services.db.transaction() as tx:
        await hand_back(tx, await tx.get_one(Conversation, conversation.id), agent=mina)
    await pass_time(services, clock, 30 * MINUTE, step=5 * MINUTE)
    assert await said(services, conversation, kind="prompt") == []


async def test_after_a_person_left_an_open_case_the_customer_is_asked_whether_it_is_solved(
    services, conversation, clock, mina
):
    case = await register(services, conversation)
    await speaks(services, conversation, mina, "I will look into it.")
    async with services.db.transaction() as tx:
        found = await tx.get_one(Conversation, conversation.id)
        await close_conversation(tx, found, actor=f"agent:{mina.id}")
    await pass_time(services, clock, MINUTE, step=MINUTE)
    asked = [message for message in await talk(services, conversation) if message.kind == "prompt"]
    assert [message.body for message in asked] == [
        f"Is it solved for you? Your case {case.number} stays open until it is."
    ]
    assert [button["title"] for button in asked[0].data["buttons"]] == [
        "Yes, it is solved", "No, not yet", "I have a question",
    ]  # fmt: skip


async def test_the_notice_says_truly_who_speaks_now(services, conversation, clock, mina):
    async with services.db.transaction() as tx:
        found = await tx.get_one(Conversation, conversation.id)
        await ask_for_person(tx, found, reason="asked", actor="customer")
        await take(tx, found, agent=mina)
    notices = await said(services, conversation, kind="notice")
    assert notices == [
        "Someone is coming to you. You are number 1 in the queue, and it takes about 1 minute.",
        "\u2068Mina\u2069 has joined and has read everything so far.",
    ]


async def test_in_persian_the_notice_names_the_person_in_persian(services, conversation, mina):
    async with services.db.transaction() as tx:
        await tx.execute(update(Conversation).values(language="fa"))
    async with services.db.transaction() as tx:
        await take(tx, await tx.get_one(Conversation, conversation.id), agent=mina)
    assert await said(services, conversation, kind="notice") == [
        "\u2068مینا\u2069 به گفتگو پیوست و همه چیز را تا اینجا خوانده است."
    ]


async def test_a_waiting_customer_is_not_forgotten_outside_hours(services, conversation, clock, mina, nasrin):
    async with services.db.transaction() as tx:
        await tx.execute(update(Agent).values(presence="offline"))
    clock.move_to(datetime(2026, 11, 26, 20, 0, tzinfo=UTC))  # Thursday night before a free Friday, in Tehran
    async with services.db.transaction() as tx:
        found = await tx.get_one(Conversation, conversation.id)
        await ask_for_person(tx, found, reason="asked", actor="customer")
    (notice,) = await said(services, conversation, kind="notice")
    assert notice == (
        "Our people are back on Saturday 28 November at 08:30. Your place is kept, with everything you wrote: "
        "someone answers you here by Saturday 28 November at 10:30."
    )
    assert await needs(services, mina) == []
    clock.move_to(datetime(2026, 11, 28, 5, 0, tzinfo=UTC))
    await tick(services)
    (task,) = await needs(services, mina)
    assert (task.code, task.conversation_id, task.by) == (
        "reply_near",
        conversation.id,
        datetime(2026, 11, 28, 7, 0, tzinfo=UTC),
    )
    clock.move_to(datetime(2026, 11, 28, 7, 1, tzinfo=UTC))
    await tick(services)
    assert "reply_missed" in {need.code for need in await needs(services, nasrin)}
    async with services.db.transaction() as tx:
        await take(tx, await tx.get_one(Conversation, conversation.id), agent=mina)
    assert {prompt.state for prompt in await prompts(services, "reply_near", "reply_missed")} == {"done"}


async def test_danger_that_waits_two_minutes_alarms_a_supervisor(services, conversation, clock, nasrin):
    async with services.db.transaction() as tx:
        await tx.execute(update(Agent).values(capacity=0))
    async with services.db.transaction() as tx:
        found = await tx.get_one(Conversation, conversation.id)
        await ask_for_person(tx, found, reason="safety", actor="assistant")
    await pass_time(services, clock, timedelta(seconds=119), step=timedelta(seconds=119))
    assert await needs(services, nasrin) == []
    await pass_time(services, clock, timedelta(seconds=2), step=timedelta(seconds=2))
    (alarm,) = await needs(services, nasrin)
    assert (alarm.code, alarm.urgent) == ("safety_waits", True)


async def test_a_talk_that_turns_out_to_be_about_danger_while_it_waits_alarms_too(
    services, conversation, clock, nasrin
):
    async with services.db.transaction() as tx:
        await tx.execute(update(Agent).values(capacity=0))
        found = await tx.get_one(Conversation, conversation.id)
        await ask_for_person(tx, found, reason="asked", actor="customer")
    clock.advance(5 * MINUTE)
    async with services.db.transaction() as tx:
        await ask_for_person(tx, await tx.get_one(Conversation, conversation.id), reason="safety", actor="assistant")
    await tick(services)
    assert (await needs(services, nasrin))[0].code == "safety_waits"


async def test_two_offers_that_nobody_took_reach_a_supervisor(services, conversation, clock, mina, omid, nasrin):
    async with services.db.transaction() as tx:
        await tx.execute(update(Agent).where(Agent.id == nasrin.id).values(capacity=0))
        found = await tx.get_one(Conversation, conversation.id)
        await ask_for_person(tx, found, reason="asked", actor="customer")
    await pass_time(services, clock, timedelta(seconds=92), step=timedelta(seconds=46))
    await tick(services)
    assert "offers_lapsed" in {need.code for need in await needs(services, nasrin)}


@pytest.mark.parametrize("there", [True, False])
async def test_what_a_person_wrote_goes_by_letter_when_the_customer_is_not_there(
    services, conversation, clock, mina, there
):
    await register(services, conversation)
    await speaks(services, conversation, mina, "Your refund is on its way.")
    clock.advance(2 * MINUTE)
    async with services.db.transaction() as tx:
        seen_at = clock.now() if there else clock.now() - 10 * MINUTE
        await tx.execute(update(Conversation).values(customer_seen_at=seen_at))
    await tick(services)
    await tick(services)
    found = [letter for letter in services.mailer.sent if "an answer for you" in letter.subject]
    assert len(found) == (0 if there else 1)
    if found:
        assert "Your refund is on its way." in found[0].text
