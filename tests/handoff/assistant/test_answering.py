"""One turn at a time, nothing lost, nothing twice; and honest words when the assistant is away."""

import asyncio
from datetime import timedelta

from sqlalchemy import select, update

from handoff.assistant import turns
from handoff.assistant.replies import Button, Reply, from_tracker
from handoff.conversations import Conversation, Message, post_message, read_messages, take
from handoff.worker import tick
from tests.handoff.conftest import ON_BOTH


async def say(services, conversation, body, client_id=None, **data):
    async with services.db.transaction() as tx:
        own = await tx.get_one(Conversation, conversation.id)
        await post_message(tx, own, author="customer", body=body, client_id=client_id, data=data)


async def talk(services, conversation):
    """Who said what, notices of the service included."""
    async with services.db.reading() as tx:
        own = await tx.get_one(Conversation, conversation.id)
        return [(message.author, message.body) for message in await read_messages(tx, own, private=False)]


async def state(services, conversation):
    async with services.db.reading() as tx:
        return await tx.get_one(Conversation, conversation.id)


async def test_the_assistant_greets_first_and_then_answers(services, rasa, conversation):
    rasa.answers["My parcel is late"] = [Reply("I am sorry."), Reply("Since when?", (Button("Today", "/today"),))]
    await say(services, conversation, "My parcel is late")
    await services.settle()
    assert [text for _sender, text in rasa.asked] == ["/greet", "My parcel is late"]
    assert (await talk(services, conversation))[-3:] == [
        ("customer", "My parcel is late"),
        ("assistant", "I am sorry."),
        ("assistant", "Since when?"),
    ]
    assert rasa.metadata[-1]["language"] == "en"
    assert (await state(services, conversation)).waiting_since is None


@ON_BOTH
async def test_five_messages_at_once_are_asked_in_order_one_by_one(services, rasa, conversation):
    running, most = 0, 0
    real = rasa.ask

    async def slow(sender, text, metadata):
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.02)
        running -= 1
        return await real(sender, text, metadata)

    rasa.ask = slow
    for number in range(5):
        await say(services, conversation, f"message {number}")
    await services.settle()
    assert [text for _sender, text in rasa.asked[1:]] == [f"message {number}" for number in range(5)]
    assert most == 1


async def test_typed_slashes_are_text_and_payloads_come_from_buttons_only(services, rasa, conversation):
    await say(services, conversation, '/inform{"number": "PA-0000-0000"}')
    await say(services, conversation, "Refund", payload='/choose{"remedy": "R14"}')
    await services.settle()
    assert [text for _sender, text in rasa.asked[1:]] == [
        'inform{"number": "PA-0000-0000"}',
        '/choose{"remedy": "R14"}',
    ]


async def test_away_it_says_so_tries_again_and_then_a_person_is_asked_for(services, rasa, clock, conversation):
    rasa.down = True
    await say(services, conversation, "My parcel is late")
    await services.settle()
    assert (await talk(services, conversation))[-1] == ("system", turns.SORRY)
    clock.advance(timedelta(seconds=3))
    await tick(services)
    assert (await talk(services, conversation)).count(("system", turns.SORRY)) == 1, "said once, not at each try"
    assert (await state(services, conversation)).speaker == "assistant"
    clock.advance(timedelta(seconds=6))
    await tick(services)
    now = await state(services, conversation)
    assert (now.speaker in ("queue", "agent"), now.handover_reason) == (True, "assistant_down")


async def test_back_in_time_it_answers_what_was_waiting(services, rasa, clock, conversation):
    rasa.down = True
    await say(services, conversation, "My parcel is late")
    await services.settle()
    rasa.down = False
    clock.advance(timedelta(seconds=3))
    await tick(services)
    assert (await talk(services, conversation))[-1] == ("assistant", "You said: My parcel is late")
    await tick(services)
    assert [author for author, _body in await talk(services, conversation)].count("assistant") == 2


async def test_an_empty_answer_counts_as_failure(services, rasa, conversation):
    rasa.answers["hm"] = []
    await say(services, conversation, "hm")
    await services.settle()
    assert (await talk(services, conversation))[-1] == ("system", turns.SORRY)


@ON_BOTH
async def test_killed_between_asking_and_answering_it_is_answered_once(services, rasa, clock, conversation):
    """The process died after Rasa had heard the words: the lease runs out, and Rasa's memory is used, not its ears."""
    await say(services, conversation, "My parcel is late")
    await services.settle()
    async with services.db.transaction() as tx:  # as if the answer had never been stored
        message = await tx.scalar(select(Message).where(Message.author == "customer"))
        await tx.execute(update(Message).where(Message.client_id.like(f"reply:{message.id}:%")).values(client_id=None))
        message.answered_at = None
        own = await tx.get_one(Conversation, conversation.id)
        own.waiting_since, own.turn_until = clock.now(), clock.now() + turns.LEASE
    asked = len(rasa.asked)
    await tick(services)
    assert len(rasa.asked) == asked, "somebody still holds the turn"
    clock.advance(turns.LEASE)
    await asyncio.gather(*[tick(services) for _ in range(3)])
    assert len(rasa.asked) == asked, "it does not hear the same words twice"
    answers = [body for author, body in await talk(services, conversation) if author == "assistant"]
    assert answers.count("You said: My parcel is late") == 2, "the one before the accident and the one after"


async def test_what_it_says_too_late_is_dropped(services, rasa, mina, conversation):
    real = rasa.ask

    async def late(sender, text, metadata):
        async with services.db.transaction() as tx:
            await take(tx, await tx.get_one(Conversation, conversation.id), agent=mina)
        return await real(sender, text, metadata)

    rasa.ask = late
    await say(services, conversation, "Hello?")
    await services.settle()
    assert ("assistant", "You said: Hello?") not in await talk(services, conversation)


async def test_no_message_goes_to_it_while_a_person_speaks(services, rasa, mina, conversation):
    async with services.db.transaction() as tx:
        await take(tx, await tx.get_one(Conversation, conversation.id), agent=mina)
    asked = len(rasa.asked)
    await say(services, conversation, "Hello Mina")
    await services.settle()
    await tick(services)
    assert len(rasa.asked) == asked


def test_its_memory_is_read_as_it_writes_it():
    def user(message):
        return {"event": "user", "metadata": {"message": message}}

    def bot(text, buttons=None):
        return {"event": "bot", "text": text, "data": {"buttons": buttons} if buttons else {}}

    events = [user(1), bot("one"), user(2), bot("two", [{"title": "Yes", "payload": "/yes"}]), bot(None), user(3)]
    assert from_tracker(events, 2) == [Reply("two", (Button("Yes", "/yes"),))]
    assert from_tracker(events, 3) == []
    assert from_tracker(events, 4) is None
