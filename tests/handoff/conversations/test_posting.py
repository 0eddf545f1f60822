"""The one way in, exactly once."""

import asyncio

import pytest
from sqlalchemy import func, select

from handoff.conversations import Conversation, Message, mark_read, post_message, read_messages
from handoff.conversations.closing import close_conversation
from handoff.errors import Conflict, Invalid
from tests.handoff.conftest import ON_BOTH


@ON_BOTH
async def test_eight_identical_retries_at_once_are_one_message(services, conversation):
    async def post():
        async with services.db.transaction() as tx:
            own = await tx.get_one(Conversation, conversation.id)
            return (await post_message(tx, own, author="customer", body="Hi", client_id="x")).id

    assert len(set(await asyncio.gather(*[post() for _ in range(8)]))) == 1
    async with services.db.reading() as tx:
        assert await tx.scalar(select(func.count(Message.id)).where(Message.client_id == "x")) == 1


async def test_words_come_back_as_they_were_and_notes_only_to_staff(services, conversation, mina):
    async with services.db.transaction() as tx:
        own = await tx.get_one(Conversation, conversation.id)
        await post_message(tx, own, author="customer", body="<b>تست فارسی و English با هم</b>\x00\x07")
        await post_message(tx, own, author="agent", body="Careful.", kind="note", agent_id=mina.id)
    async with services.db.reading() as tx:
        own = await tx.get_one(Conversation, conversation.id)
        public = [
            message.body for message in await read_messages(tx, own, private=False) if message.author != "assistant"
        ]
        private = [
            message.body for message in await read_messages(tx, own, private=True) if message.author != "assistant"
        ]
    assert public == ["<b>تست فارسی و English با هم</b>"]
    assert private == [*public, "Careful."]


@pytest.mark.parametrize(
    ("body", "code"), [("", "message_empty"), (" \n\t\x00", "message_empty"), ("x" * 4001, "message_long")]
)
async def test_what_cannot_be_a_message_is_refused(services, conversation, body, code):
    async with services.db.transaction() as tx:
        own = await tx.get_one(Conversation, conversation.id)
        with pytest.raises(Invalid) as refused:
            await post_message(tx, own, author="customer", body=body)
    assert refused.value.stable_code == code


async def test_the_assistant_cannot_speak_while_a_person_does(services, conversation, mina):
    from handoff.conversations import take

    async with services.db.transaction() as tx:
        own = await tx.get_one(Conversation, conversation.id)
        await post_message(tx, own, author="assistant", body="I may still speak.")
        await take(tx, own, agent=mina)
        with pytest.raises(Conflict):
            await post_message(tx, own, author="assistant", body="I may not.")


async def test_writing_after_the_end_opens_the_talk_again(services, conversation):
    async with services.db.transaction() as tx:
        own = await tx.get_one(Conversation, conversation.id)
        assert await close_conversation(tx, own, actor="customer")
        assert not await close_conversation(tx, own, actor="customer")
        await post_message(tx, own, author="customer", body="One more thing")
        assert (own.speaker, own.closed_at) == ("assistant", None)


async def test_read_marks_only_go_forward(services, conversation):
    async with services.db.transaction() as tx:
        own = await tx.get_one(Conversation, conversation.id)
        assert await mark_read(tx, own, by="customer", number=5)
        assert not await mark_read(tx, own, by="customer", number=4)
