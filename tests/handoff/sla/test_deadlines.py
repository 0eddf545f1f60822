"""Promises start with the complaint, are kept by what happens, and a breach stays on record."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from handoff.cases import Case
from handoff.cases.adding import note_told
from handoff.cases.moving import Actor
from handoff.conversations import Conversation, post_message
from handoff.conversations.handover import ask_for_person, take
from handoff.events import EventRow
from handoff.sla import breaches
from handoff.sla.models import Deadline
from handoff.sla.promises import promises
from handoff.worker import tick
from tests.handoff.conftest import ON_POSTGRESQL
from tests.handoff.sla.world import answered, case_of, judged, owned, register

TEHRAN = "Asia/Tehran"


async def _deadlines(services, case, kind=None) -> list[Deadline]:
    async with services.db.reading() as tx:
        query = select(Deadline).where(Deadline.case_id == case.id).order_by(Deadline.id)
        rows = (await tx.scalars(query)).all()
    return [row for row in rows if kind in (None, row.kind)]


async def _events(services, name) -> list[dict]:
    async with services.db.reading() as tx:
        return [row.data for row in await tx.scalars(select(EventRow).where(EventRow.name == name))]


async def test_registering_starts_every_promise_from_when_the_complaint_was_received(services, conversation):
    received = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    case = await register(services, conversation, received_at=received)
    rows = {row.kind: row for row in await _deadlines(services, case)}
    assert set(rows) == {"acknowledgement", "first_contact", "progress", "answer_target", "answer_hard"}
    assert all(row.base_at == received for row in rows.values())
    # Priority P4 (one person, moderate, not pressing), and the strictest limit counts: the preset's one working day.
    assert rows["first_contact"].duration == "1wd"
    assert rows["first_contact"].due_at == datetime(2026, 11, 25, 20, 29, 59, tzinfo=UTC)
    assert rows["answer_target"].duration == "10wd"
    assert rows["answer_hard"].duration == "20wd"
    assert rows["answer_hard"].warn_at is not None
    assert {data["kind"] for data in await _events(services, "sla.deadline_set")} == set(rows)


async def test_in_the_chat_the_complaint_is_acknowledged_at_once(services, conversation):
    case = await register(services, conversation)
    (ack,) = await _deadlines(services, case, "acknowledgement")
    assert ack.met_at == services.clock.now()


async def test_a_complaint_by_post_waits_for_its_letter(services):
    case = await register(services, channel="post")
    (ack,) = await _deadlines(services, case, "acknowledgement")
    assert ack.met_at is None


async def test_danger_means_half_an_hour_day_and_night(services, clock):
    clock.move_to(datetime(2026, 11, 27, 22, 0, tzinfo=UTC))  # the night to Saturday, after a weekend's Friday
    case = await register(services, safety=True)
    (contact,) = await _deadlines(services, case, "first_contact")
    assert contact.due_at == clock.now() + timedelta(minutes=30)
    assert case.priority == "P1"


async def test_the_receipt_promises_contact_and_answer_in_the_readers_words(services, conversation):
    case = await register(services, conversation)
    async with services.db.reading() as tx:
        made = await promises(tx, await tx.get_one(Case, case.id))
    assert [promise.kind for promise in made] == ["first_contact", "answer"]
    assert made[0].in_words("en", TEHRAN) == "by Wednesday 25 November"
    assert made[1].in_words("fa", TEHRAN) == "تا سه‌شنبه ۱۷ آذر"


async def test_a_persons_word_in_the_talk_keeps_the_promise_of_contact(services, conversation, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    async with services.db.transaction() as tx:
        talk = await tx.get_one(Conversation, conversation.id)
        await ask_for_person(tx, talk, reason="asked", actor="customer")
        await take(tx, talk, agent=mina)
        await post_message(tx, talk, author="agent", agent_id=mina.id, body="I have read it all.")
    (contact,) = await _deadlines(services, case, "first_contact")
    assert contact.met_at is not None
    assert contact.missed_at is None
    assert (await case_of(services, case)).first_contact_at is not None


async def test_news_is_owed_again_from_the_last_news(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    clock.advance(timedelta(days=2))
    async with services.db.transaction() as tx:
        await note_told(tx, await tx.get_one(Case, case.id), actor=Actor.agent(mina.id))
    first, second = await _deadlines(services, case, "progress")
    assert first.met_at == clock.now()
    assert (second.turn, second.base_at, second.met_at) == (2, clock.now(), None)


async def test_a_missed_promise_is_on_record_once_and_stays_when_it_is_kept_late(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    clock.advance(timedelta(days=4))
    for _ in range(3):
        await tick(services)
    (contact,) = await _deadlines(services, case, "first_contact")
    assert contact.missed_at == clock.now()
    missed = [data for data in await _events(services, "sla.deadline_missed") if data["kind"] == "first_contact"]
    assert len(missed) == 1
    clock.advance(timedelta(hours=1))
    async with services.db.transaction() as tx:
        talk = await tx.get_one(Conversation, conversation.id)
        await ask_for_person(tx, talk, reason="asked", actor="customer")
        await take(tx, talk, agent=mina)
        await post_message(tx, talk, author="agent", agent_id=mina.id, body="I am sorry that this is late.")
    (contact,) = await _deadlines(services, case, "first_contact")
    assert contact.met_at == clock.now()
    assert contact.missed_at == clock.now() - timedelta(hours=1)
    met = [data for data in await _events(services, "sla.deadline_met") if data["kind"] == "first_contact"]
    assert [data["late"] for data in met] == [True]


async def test_a_promise_kept_late_before_anybody_looked_is_missed_too(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    clock.advance(timedelta(days=60))
    await answered(services, case, mina)
    rows = [row for row in await _deadlines(services, case) if row.kind.startswith("answer")]
    assert all(row.met_at and row.missed_at for row in rows)


async def test_somebody_is_warned_at_each_point_once(services, conversation, clock):
    case = await register(services, conversation)
    (target,) = await _deadlines(services, case, "answer_target")
    seen = []
    while clock.now() < target.due_at - timedelta(minutes=1):
        clock.advance(timedelta(hours=6))
        await tick(services)
        seen = [
            data["percent"] for data in await _events(services, "sla.deadline_near") if data["kind"] == "answer_target"
        ]
    assert seen == [50, 75, 90]


async def test_after_a_standstill_only_the_latest_point_is_told(services, conversation, clock):
    case = await register(services, conversation)
    (target,) = await _deadlines(services, case, "answer_target")
    clock.move_to(target.due_at - timedelta(hours=10))
    await tick(services)
    seen = [data["percent"] for data in await _events(services, "sla.deadline_near") if data["kind"] == "answer_target"]
    assert seen == [90]


async def test_a_higher_priority_brings_promises_forward_and_a_lower_one_never_back(
    services, conversation, clock, mina
):
    case = await register(services, conversation)
    await owned(services, case, mina)
    (before,) = await _deadlines(services, case, "answer_target")
    await judged(services, case, mina, severity=4, impact=2, urgency=3)
    (sooner,) = await _deadlines(services, case, "answer_target")
    assert sooner.duration == "2wd"
    assert sooner.due_at < before.due_at
    assert sooner.first_due_at == before.due_at, "what was promised first is kept beside it"
    await judged(services, case, mina, severity=2, impact=1, urgency=1)
    (after,) = await _deadlines(services, case, "answer_target")
    assert after.due_at == sooner.due_at


async def test_nobody_is_late_for_a_priority_that_was_set_a_moment_ago(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    clock.advance(timedelta(hours=3))  # 16:30 in Tehran: P1's one working hour from receipt has long passed
    await judged(services, case, mina, severity=4)
    (contact,) = await _deadlines(services, case, "first_contact")
    assert contact.due_at > clock.now()


async def test_the_answer_keeps_its_promise_and_opens_the_complainants_window(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    clock.advance(timedelta(days=1))
    await answered(services, case, mina)
    rows = {row.kind: row for row in await _deadlines(services, case)}
    assert rows["answer_target"].met_at == rows["answer_hard"].met_at == clock.now()
    assert rows["acceptance"].duration == "14cd"
    assert rows["acceptance"].met_at is None
    assert rows["progress"].met_at == clock.now()


async def test_a_window_that_ends_is_nobodys_breach(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    await answered(services, case, mina)
    clock.advance(timedelta(days=30))
    async with services.db.transaction() as tx:
        assert await breaches.overdue(tx, 10) == []


@ON_POSTGRESQL
async def test_of_many_workers_one_puts_the_breach_on_record(services, conversation, clock):
    case = await register(services, conversation)
    clock.advance(timedelta(days=4))
    (contact,) = await _deadlines(services, case, "first_contact")

    async def attempt() -> bool:
        async with services.db.transaction() as tx:
            return await breaches.miss(tx, contact.id)

    assert sorted(await asyncio.gather(*(attempt() for _ in range(8)))) == [False] * 7 + [True]
    missed = [data for data in await _events(services, "sla.deadline_missed") if data["kind"] == "first_contact"]
    assert len(missed) == 1
