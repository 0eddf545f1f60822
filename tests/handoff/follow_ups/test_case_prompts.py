"""Who is told what, and when, from the registration of a case to its end."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from handoff.cases import Case, Contact
from handoff.cases.accepting import accept
from handoff.cases.adding import note_told
from handoff.cases.looking_up import remedies_of
from handoff.cases.moving import CUSTOMER, Actor
from handoff.cases.remedying import carry_out
from handoff.cases.withdrawing import withdraw
from handoff.conversations import Conversation
from handoff.errors import NotFound
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.needing import mark_done
from handoff.follow_ups.sending import send
from handoff.sla.models import Deadline
from handoff.staff import Agent
from handoff.worker import tick
from tests.handoff.conftest import ON_POSTGRESQL
from tests.handoff.follow_ups.looking import needs, pass_time, prompts, said, talk
from tests.handoff.sla.world import answered, case_of, judged, owned, register

DAY = timedelta(days=1)


async def test_a_new_case_nobody_takes_reaches_the_supervisor_after_two_working_hours(
    services, conversation, clock, nasrin
):
    async with services.db.transaction() as tx:
        await tx.execute(update(Agent).values(languages=["fa"]))  # nobody here may own an English case
    case = await register(services, conversation)
    await tick(services)
    assert {need.code for need in await needs(services, nasrin)} == {"P02"}
    await pass_time(services, clock, timedelta(hours=2, minutes=1), step=timedelta(minutes=30))
    found = {need.code: need for need in await needs(services, nasrin)}
    assert "P03" in found
    assert found["P03"].href == f"/console/cases/{case.number}"


async def test_a_case_without_a_talk_gets_an_owner_who_sees_it(services, clock, mina):
    case = await register(services)
    await tick(services)
    assert (await case_of(services, case)).owner_id == mina.id
    await tick(services)
    found = await needs(services, mina)
    assert [need.code for need in found] == ["P02", "first_contact"]
    assert case.number in found[0].what


async def test_people_who_are_not_here_own_a_case_only_after_two_working_hours(services, clock, mina):
    async with services.db.transaction() as tx:
        await tx.execute(update(Agent).values(presence="offline"))
    case = await register(services)
    await pass_time(services, clock, timedelta(hours=1))
    assert (await case_of(services, case)).owner_id is None
    await pass_time(services, clock, timedelta(hours=1, minutes=1))
    assert (await case_of(services, case)).owner_id == mina.id


async def test_the_owner_is_reminded_and_the_complainant_hears_without_asking(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    async with services.db.reading() as tx:
        progress = await tx.scalar(select(Deadline).where(Deadline.kind == "progress"))
    clock.move_to(progress.due_at - timedelta(hours=38))  # the working day before
    await tick(services)
    assert "P06" in {need.code for need in await needs(services, mina)}
    assert await said(services, conversation, kind="prompt") == []
    clock.move_to(progress.due_at - timedelta(hours=13))  # past ten in the morning of the last day, in Tehran
    await tick(services)
    (holding,) = await said(services, conversation, kind="prompt")
    assert holding.startswith("We have not forgotten you.")
    assert "The next date: Tuesday 8 December." in holding
    async with services.db.reading() as tx:
        first, second = (await tx.scalars(select(Deadline).where(Deadline.kind == "progress"))).all()
    assert (first.met_at, first.missed_at) == (clock.now(), None), "the message kept the promise"
    assert second.met_at is None
    assert "P06" not in {need.code for need in await needs(services, mina)}


async def test_who_wrote_to_the_complainant_needs_no_reminder(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    clock.advance(DAY)
    async with services.db.transaction() as tx:
        await note_told(tx, await tx.get_one(Case, case.id), actor=Actor.agent(mina.id))
    first = [prompt for prompt in await prompts(services, "P06", "P07") if prompt.state == "cancelled"]
    assert {prompt.kind for prompt in first} == {"P06", "P07"}
    await pass_time(services, clock, 4 * DAY)
    assert await said(services, conversation, kind="prompt") == []


async def test_nobody_is_written_to_at_night(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    await answered(services, case, mina)
    await tick(services)
    clock.move_to(datetime(2026, 11, 29, 18, 30, tzinfo=UTC))  # ten at night in Tehran
    async with services.db.transaction() as tx:
        await tx.execute(update(Prompt).where(Prompt.kind == "P16", Prompt.step == 0).values(at=clock.now()))
    await tick(services)
    (first, _) = await prompts(services, "P16")
    assert (first.state, first.at) == ("due", datetime(2026, 11, 30, 4, 30, tzinfo=UTC)), "eight in the morning"
    clock.move_to(first.at)
    await tick(services)
    (first, _) = await prompts(services, "P16")
    assert first.state == "sent"


async def test_at_most_one_ordinary_message_a_day(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    await answered(services, case, mina)
    async with services.db.transaction() as tx:
        await tx.execute(update(Prompt).where(Prompt.kind == "P16").values(at=clock.now()))
    await tick(services)
    states = [prompt.state for prompt in await prompts(services, "P16")]
    assert sorted(states) == ["due", "sent"]
    assert len(await prompts(services, "P14")) == 1, "the answer itself is no ordinary message and went as well"
    assert [prompt.state for prompt in await prompts(services, "P14")] == ["sent"]


async def test_the_answer_comes_into_the_talk_with_its_buttons(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    await answered(services, case, mina)
    await tick(services)
    (answer,) = [message for message in await talk(services, conversation) if message.kind == "prompt"]
    assert answer.body.startswith("You are right, and we are sorry.")
    assert "Please tell us what you think of it by Tuesday 8 December." in answer.body
    assert "124" in answer.body, "where else one can turn"
    assert [button["title"] for button in answer.data["buttons"]] == [
        "I accept this", "I do not agree", "I have a question",
    ]  # fmt: skip
    assert answer.data["buttons"][0] == {"title": "I accept this", "act": "accept", "case": case.id}


async def test_silence_closes_a_case_only_after_two_reminders_and_is_not_content(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    await answered(services, case, mina)
    await pass_time(services, clock, 15 * DAY)
    assert len([prompt for prompt in await prompts(services, "P16") if prompt.delivered_at]) == 2
    closed = await case_of(services, case)
    assert (closed.state, closed.closure_reason) == ("closed", "deemed_no_reply")


async def test_without_reminders_that_arrived_a_person_has_to_look(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    await answered(services, case, mina)
    async with services.db.transaction() as tx:
        await tx.execute(update(Prompt).where(Prompt.kind == "P16").values(state="cancelled"))
    await pass_time(services, clock, 15 * DAY)
    assert (await case_of(services, case)).state == "responded"
    assert "cannot_close" in {need.code for need in await needs(services, mina)}


async def test_who_answers_is_not_reminded(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    await answered(services, case, mina)
    async with services.db.transaction() as tx:
        await accept(tx, await tx.get_one(Case, case.id), how="chat", actor=CUSTOMER)
    assert {prompt.state for prompt in await prompts(services, "P16")} == {"cancelled"}


async def test_a_promised_remedy_is_a_task_until_it_is_done_and_then_confirmed(
    services, conversation, clock, mina, nasrin
):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    await answered(services, case, mina, remedies=True)
    async with services.db.transaction() as tx:
        await accept(tx, await tx.get_one(Case, case.id), how="chat", actor=CUSTOMER)
    await tick(services)
    task = next(need for need in await needs(services, mina) if need.code == "P17")
    assert "Refund" in task.what
    clock.advance(timedelta(days=2, minutes=1))
    await tick(services)
    assert "P17" in {need.code for need in await needs(services, nasrin)}, "overdue: the supervisor hears"
    await tick(services)
    # What the new date is only a person can say, so the owner is asked to write.
    assert any(need.code == "P18" and "write yourself" in need.what for need in await needs(services, mina))
    async with services.db.transaction() as tx:
        found = await tx.get_one(Case, case.id)
        (item,) = await remedies_of(tx, found)
        await carry_out(tx, found, item, proof="transfer 991", actor=Actor.agent(mina.id))
    assert not {"P17", "P18"} & {need.code for need in await needs(services, nasrin)}
    assert (await case_of(services, case)).state == "verifying"
    await pass_time(services, clock, 3 * DAY)
    asked = [message for message in await talk(services, conversation) if message.kind == "prompt"][-1]
    assert asked.body.startswith("By our records this is done: Refund")
    await pass_time(services, clock, 9 * DAY)
    closed = await case_of(services, case)
    assert (closed.state, closed.closure_reason) == ("closed", "resolved_unconfirmed")


async def test_who_took_the_complaint_back_is_left_in_peace(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    async with services.db.transaction() as tx:
        await withdraw(tx, await tx.get_one(Case, case.id), actor=CUSTOMER)
    assert [prompt for prompt in await prompts(services, audience="complainant") if prompt.state == "due"] == []
    assert await needs(services, mina) == []


async def test_danger_is_told_again_until_somebody_takes_it(services, clock, nasrin, mina):
    case = await register(services, safety=True, anonymous=True, contact=Contact())
    async with services.db.transaction() as tx:
        await tx.execute(update(Agent).values(languages=["fa"]))  # nobody may own it
    await tick(services)
    (alarm,) = await prompts(services, "P26", audience="supervisor")
    assert (alarm.state, alarm.times_sent) == ("sent", 1)
    assert (await needs(services, nasrin))[0].code == "P26", "danger stands first"
    await pass_time(services, clock, timedelta(minutes=31), step=timedelta(minutes=1))
    (alarm,) = await prompts(services, "P26", audience="supervisor")
    assert alarm.times_sent == 3
    assert [prompt.state for prompt in await prompts(services, "P26", audience="next_level")] == ["sent"]
    async with services.db.transaction() as tx:
        await tx.execute(update(Agent).values(languages=["fa", "en"]))
    await owned(services, case, mina)
    assert {prompt.state for prompt in await prompts(services, "P26")} == {"done"}


async def test_a_task_is_marked_done_by_who_sees_it_and_by_nobody_else(services, conversation, clock, mina, omid):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await tick(services)
    (task,) = [need for need in await needs(services, mina) if need.code == "P02"]
    with pytest.raises(NotFound):
        await _done(services, task, omid)
    await _done(services, task, mina)
    assert "P02" not in {need.code for need in await needs(services, mina)}


async def _done(services, task, agent) -> None:
    async with services.db.transaction() as tx:
        await mark_done(tx, task.task, agent=await tx.get_one(Agent, agent.id))


async def test_a_broken_promise_of_the_answer_reaches_supervisor_and_management(
    services, conversation, clock, mina, nasrin
):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    await pass_time(services, clock, 16 * DAY)
    told = {(prompt.step, prompt.audience) for prompt in await prompts(services, "P08")}
    assert {
        (0, "owner"),
        (1, "owner"),
        (2, "owner"),
        (2, "supervisor"),
        (3, "supervisor"),
        (3, "management_rep"),
    } <= told
    missed = [
        need for need in await needs(services, nasrin) if need.code == "P08" and "promised date has passed" in need.what
    ]
    assert missed
    assert missed[0].late


@ON_POSTGRESQL
async def test_of_many_workers_one_sends_a_prompt(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    await answered(services, case, mina)
    (answer,) = await prompts(services, "P14")

    async def attempt() -> None:
        async with services.db.transaction() as tx:
            await send(tx, answer.id)

    await asyncio.gather(*(attempt() for _ in range(6)))
    assert len(await said(services, conversation, kind="prompt")) == 1
    (answer,) = await prompts(services, "P14")
    assert answer.times_sent == 1
    async with services.db.reading() as tx:
        assert (await tx.get_one(Conversation, conversation.id)).speaker == "assistant"
