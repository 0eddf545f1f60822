"""A complaint that was left unfinished: one letter to who asked for it, and after three days nothing of it is left (P04, T02)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from handoff.cases import Contact
from handoff.cases.drafting import keep_draft, read_draft
from handoff.cases.resuming import draft_behind, refuse_reminders
from handoff.channels.email.models import Letter
from handoff.conversations import Conversation, ask_for_person, post_message
from handoff.db import keys
from handoff.errors import NotFound
from handoff.events import EventRow
from handoff.worker import tick
from tests.handoff.cases.conftest import register
from tests.handoff.conftest import ON_BOTH
from tests.handoff.follow_ups.looking import pass_time, prompts

DAY = timedelta(days=1)
TOLD = {"narrative": "The kettle came broken.", "email": "sara@example.com", "name": "Sara", "remind": True}


async def leave(services, conversation, **changes) -> None:
    """Sara told this much, and left."""
    async with services.db.transaction() as tx:
        talk = await tx.get_one(Conversation, conversation.id)
        await post_message(tx, talk, author="customer", body="The kettle came broken.", client_id="story")
        await keep_draft(tx, conversation.id, {**TOLD, **changes})
    await services.settle()


async def names(services) -> list[str]:
    async with services.db.reading() as tx:
        return list(await tx.scalars(select(EventRow.name).where(EventRow.name.like("draft.%")).order_by(EventRow.id)))


def token_in(services) -> str:
    return re.search(r"/unfinished/([\w-]+)", services.mailer.sent[-1].text)[1]


@ON_BOTH
async def test_a_day_later_there_is_one_letter_with_the_way_back_and_never_another(services, clock, conversation):
    await leave(services, conversation)
    await pass_time(services, clock, timedelta(hours=23))
    assert services.mailer.sent == []
    await pass_time(services, clock, timedelta(hours=2))
    (mail,) = services.mailer.sent
    assert mail.to == "sara@example.com"
    assert mail.subject == "Your complaint is not registered yet"
    assert mail.text.startswith("Dear \u2068Sara\u2069,")
    assert "is deleted on \u2068Friday 27 November" in mail.text or "is deleted on Friday 27 November" in mail.text
    async with services.db.reading() as tx:
        assert await draft_behind(tx, token_in(services)) == conversation.id
    (row,) = await prompts(services, "P04")
    assert (row.state, row.delivered_at is not None) == ("sent", True)
    await leave(services, conversation, narrative="And the lid, too.", remind=None)
    await leave(services, conversation)
    await pass_time(services, clock, 2 * DAY)
    assert len(services.mailer.sent) == 1


@ON_BOTH
async def test_the_letter_is_sealed_with_the_talk_and_goes_with_it(services, clock, conversation):
    await leave(services, conversation)
    await pass_time(services, clock, timedelta(hours=25))
    async with services.db.reading() as tx:
        (letter,) = await tx.scalars(select(Letter))
        assert (letter.case_id, letter.conversation_id) == (None, conversation.id)
        assert b"sara@example.com" not in letter.address
        assert await keys.unseal(tx, letter.owner, letter.address) == "sara@example.com"
    await pass_time(services, clock, 3 * DAY)
    async with services.db.reading() as tx:
        assert await read_draft(tx, conversation.id) == {}
        assert await keys.destroyed(tx, f"conversation:{conversation.id}")
        assert (await tx.get_one(Letter, letter.id)).text is None
        with pytest.raises(NotFound):
            await draft_behind(tx, token_in(services))
        (expired,) = await tx.scalars(select(EventRow).where(EventRow.name == "draft.expired"))
        assert expired.data == {"step": "remedy"}


@pytest.mark.parametrize("changes", [{"remind": None}, {"email": None}, {"narrative": None}])
async def test_nobody_is_written_to_without_a_yes_an_address_and_something_to_finish(
    services, clock, conversation, changes
):
    await leave(services, conversation, **changes)
    await pass_time(services, clock, 4 * DAY)
    assert services.mailer.sent == []
    assert "draft.left" not in await names(services)


async def test_a_later_word_puts_the_letter_and_the_end_off(services, clock, conversation):
    await leave(services, conversation)
    await pass_time(services, clock, timedelta(hours=20))
    async with services.db.transaction() as tx:
        talk = await tx.get_one(Conversation, conversation.id)
        await post_message(tx, talk, author="customer", body="What does it cost?", client_id="later")
    await pass_time(services, clock, timedelta(hours=20))
    assert services.mailer.sent == []
    await pass_time(services, clock, timedelta(hours=5))
    assert len(services.mailer.sent) == 1
    await pass_time(services, clock, timedelta(hours=40))
    async with services.db.reading() as tx:
        assert await read_draft(tx, conversation.id), "three days after the last word, not after the first"


async def test_at_night_the_letter_waits_for_the_morning(services, clock, conversation):
    clock.advance(timedelta(hours=8))  # half past nine in the evening in Tehran
    await leave(services, conversation)
    await pass_time(services, clock, timedelta(hours=25), step=timedelta(hours=1))
    assert services.mailer.sent == []
    await pass_time(services, clock, timedelta(hours=12), step=timedelta(hours=1))
    assert len(services.mailer.sent) == 1


@ON_BOTH
async def test_registered_deleted_or_with_a_person_there_is_nothing_to_remind_of(services, clock, conversation, mina):
    await leave(services, conversation)
    await register(services, conversation_id=conversation.id, contact=Contact(phone="+44 20 7946 0000"))
    (row,) = await prompts(services, "P04")
    assert row.state == "cancelled"


async def test_dropping_it_ends_it(services, clock, conversation):
    await leave(services, conversation)
    async with services.db.transaction() as tx:
        await keep_draft(tx, conversation.id, dict.fromkeys(TOLD))
    assert await names(services) == ["draft.left", "draft.dropped"]
    assert [row.state for row in await prompts(services, "P04")] == ["cancelled"]


async def test_whoever_speaks_with_a_person_is_not_written_to_by_a_machine(services, clock, conversation):
    await leave(services, conversation)
    async with services.db.transaction() as tx:
        await ask_for_person(tx, await tx.get_one(Conversation, conversation.id), reason="asked", actor="customer")
    await pass_time(services, clock, timedelta(hours=26))
    assert services.mailer.sent == []
    assert [row.state for row in await prompts(services, "P04")] == ["cancelled"]


async def test_after_a_standstill_it_is_deleted_and_nothing_is_promised_that_is_over(services, clock, conversation):
    await leave(services, conversation)
    clock.advance(45 * DAY)
    for _ in range(3):
        await tick(services)
    assert services.mailer.sent == []
    async with services.db.reading() as tx:
        assert await read_draft(tx, conversation.id) == {}


@ON_BOTH
async def test_an_address_that_refuses_is_never_written_to_again(services, clock, customer, conversation):
    from handoff.conversations import open_conversation

    await leave(services, conversation)
    await pass_time(services, clock, timedelta(hours=25))
    async with services.db.transaction() as tx:
        await refuse_reminders(tx, token_in(services))
        second = await open_conversation(tx, customer, language="fa")
    await services.settle()
    await leave(services, second, email="SARA@example.com ")
    await pass_time(services, clock, timedelta(hours=25))
    assert len(services.mailer.sent) == 1
    assert "draft.reminders_refused" in await names(services)


async def test_in_persian_from_right_to_left(services, clock, conversation):
    async with services.db.transaction() as tx:
        (await tx.get_one(Conversation, conversation.id)).language = "fa"
    await leave(services, conversation, name=None)
    await pass_time(services, clock, timedelta(hours=25))
    (mail,) = services.mailer.sent
    assert mail.subject == "شکایت شما هنوز ثبت نشده است"
    assert "جمعه ۶ آذر" in mail.text
    assert '<html lang="fa" dir="rtl">' in mail.html


async def test_a_mail_server_that_refuses_it_troubles_nobody(services, clock, conversation, nasrin):
    from handoff.mail import MailRefused
    from tests.handoff.follow_ups.looking import needs

    async def refuse(letter):
        raise MailRefused(550, "no such person")

    await leave(services, conversation)
    services.mailer.send = refuse
    await pass_time(services, clock, timedelta(hours=25))
    async with services.db.reading() as tx:
        assert (await tx.scalars(select(Letter.status))).all() == ["refused"]
    assert await needs(services, nasrin) == []
