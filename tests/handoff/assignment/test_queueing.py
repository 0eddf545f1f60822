"""Who waits is told the truth: their place, how long it takes when that can be said, and otherwise until when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from handoff.assignment.queueing import standing
from handoff.conversations import Conversation, take
from handoff.staff import Agent
from tests.handoff.assignment.test_offering import queued, set_agent
from tests.handoff.sla.world import register

NIGHT = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)  # half past eleven in Tehran


async def stands(services, conversation):
    async with services.db.transaction() as tx:
        return await standing(tx, await tx.get_one(Conversation, conversation.id))


async def test_places_follow_the_order_of_asking_and_danger_goes_first(services, clock):
    talks = []
    for reason in ("asked", "anger", "safety", "asked", "safety"):
        clock.advance(timedelta(seconds=1))
        talks.append(await queued(services, reason=reason))
    assert [(await stands(services, talk)).place for talk in talks] == [3, 4, 1, 5, 2]


async def test_who_asked_in_the_same_moment_still_has_a_place_of_their_own(services):
    talks = [await queued(services) for _ in range(3)]
    assert sorted([(await stands(services, talk)).place for talk in talks]) == [1, 2, 3]


async def test_who_does_not_wait_has_no_place(services, conversation, mina):
    found = await stands(services, conversation)
    assert (found.place, found.wait_minutes) == (None, None)
    assert found.text == "The automated assistant answers here. You can ask for a person at any moment."
    async with services.db.transaction() as tx:
        await take(tx, await tx.get_one(Conversation, conversation.id), agent=mina)
    assert (await stands(services, conversation)).text == "You are talking with \u2068Mina\u2069."


async def test_with_somebody_free_it_takes_about_a_minute(services, conversation, mina):
    await queued(services, conversation)
    found = await stands(services, conversation)
    assert (found.place, found.wait_minutes, found.within_hours) == (1, 1, True)


async def test_a_wait_that_cannot_be_told_is_not_made_up(services, mina):
    await set_agent(services, mina, capacity=0)
    found = await stands(services, await queued(services))
    assert (found.place, found.wait_minutes) == (1, None)
    assert "cannot be said yet" in found.text


async def test_the_wait_follows_how_fast_talks_were_taken_in_the_last_hour(services, mina, clock):
    await set_agent(services, mina, capacity=100)
    for _ in range(6):
        talk = await queued(services)
        async with services.db.transaction() as tx:
            await take(tx, await tx.get_one(Conversation, talk.id), agent=mina)
    await set_agent(services, mina, capacity=0)
    clock.advance(timedelta(minutes=1))
    first, second = await queued(services), await queued(services)
    assert [(await stands(services, talk)).wait_minutes for talk in (first, second)] == [10, 20]
    assert "about 20 minutes" in (await stands(services, second)).text


async def test_with_nobody_at_the_desk_within_hours_a_time_is_promised(services, conversation, mina):
    await set_agent(services, mina, presence="away")
    await queued(services, conversation)
    found = await stands(services, conversation)
    assert (found.wait_minutes, found.within_hours) == (None, True)
    assert found.text == (
        "Nobody is free at this moment. Your place is kept: someone answers you here by Tuesday 24 November at 15:30."
    )


async def test_outside_hours_the_address_is_named_when_a_letter_really_goes_there(services, conversation, clock):
    clock.move_to(NIGHT)
    await register(services, conversation)
    await queued(services, conversation)
    found = await stands(services, conversation)
    assert found.within_hours is False
    assert found.text.endswith("You need not wait here: we also write to \u2066sara@example.com\u2069.")


@pytest.mark.parametrize("at", [NIGHT, datetime(2026, 11, 24, 10, 0, tzinfo=UTC)])
async def test_in_persian_the_sentence_is_persian_with_its_own_digits(services, clock, at):
    clock.move_to(at)
    talk = await queued(services, language="fa")
    text = (await stands(services, talk)).text
    assert not any(digit in text for digit in "0123456789")
    assert "نوبت شما" in text


async def test_people_who_speak_another_language_do_not_count_as_present(services, mina):
    async with services.db.transaction() as tx:
        await tx.execute(update(Agent).values(languages=["en"]))
    assert (await stands(services, await queued(services, language="fa"))).wait_minutes is None
    assert (await stands(services, await queued(services, language="en"))).wait_minutes == 1
