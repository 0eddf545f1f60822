"""What the customer's browser says over its socket, done one frame after the other."""

from __future__ import annotations

from datetime import datetime, timedelta

from handoff.app import Services
from handoff.conversations import (
    Conversation,
    ask_for_person,
    close_conversation,
    leave_queue,
    mark_read,
    post_message,
    read_message,
)
from handoff.conversations.opening import change_language
from handoff.conversations.reading import note_present
from handoff.db import Transaction
from handoff.errors import NotFound
from handoff.follow_ups.acting import choose
from handoff.i18n import mark, translate
from handoff.web.access import conversation_of_customer
from handoff.web.limits import Limits
from handoff.web.live import frames
from handoff.web.live.connection import Connection
from handoff.web.live.passing import tell_read, tell_typing
from handoff.web.live.receiving import do_frame
from handoff.web.numbers import IN_TALK, holds_numbers

SIGN_OF_LIFE = timedelta(minutes=1)

WRITE = mark(
    "You need not wait. Tell the assistant what happened and how we can reach you: a person reads it and writes to you."
)


class Hearing:
    __slots__ = ("_connection", "_customer_id", "_id", "_language", "_limits", "_seen_at", "_services")

    def __init__(
        self,
        services: Services,
        limits: Limits,
        connection: Connection,
        customer_id: int,
        conversation_id: int,
        language: str,
    ) -> None:
        self._services, self._limits, self._connection = services, limits, connection
        self._customer_id, self._id, self._language = customer_id, conversation_id, language
        self._seen_at: datetime | None = None

    async def take(self, data: str | bytes) -> None:
        """Do what the frame asks, or answer with an error frame. The socket stays in any case."""
        await do_frame(self._connection, data, frames.INCOMING, self._do, language=self._language)

    async def _do(self, frame: frames.Incoming) -> None:
        match frame:
            case frames.Ping():
                self._connection.send({"type": "pong"})
                if frame.open:
                    await self._note_present()
            case frames.Typing():
                self._limits.take("typing", str(self._id))
                await tell_typing(self._services.bus, self._id, who="customer")
            case frames.Read():
                await self._mark_read(frame.number)
            case _:
                self._limits.take("post", str(self._id))
                async with self._services.db.transaction() as tx:
                    conversation = await conversation_of_customer(tx, self._customer_id, self._id)
                    await self._change(tx, conversation, frame)

    async def _change(self, tx: Transaction, conversation: Conversation, frame: frames.Incoming) -> None:
        match frame:
            case frames.Post():
                await post_message(tx, conversation, author="customer", body=frame.body, client_id=frame.client_id)
                if holds_numbers(frame.body):  # told once in a talk
                    text = translate(conversation.language, IN_TALK)
                    await post_message(
                        tx, conversation, author="system", kind="notice", body=text, client_id="numbers-warning"
                    )
            case frames.Choose():
                await _choose(tx, conversation, frame)
            case frames.AskPerson():
                await ask_for_person(tx, conversation, reason="asked", actor="customer")
            case frames.LeaveQueue():
                if await leave_queue(tx, conversation) and frame.write:
                    text = translate(conversation.language, WRITE)
                    await post_message(tx, conversation, author="system", kind="notice", body=text)
            case frames.End():
                await close_conversation(tx, conversation, actor="customer")
            case frames.Language():
                await change_language(tx, conversation, language=frame.language, actor="customer")
                self._language = frame.language

    async def _mark_read(self, number: int) -> None:
        async with self._services.db.transaction() as tx:
            conversation = await conversation_of_customer(tx, self._customer_id, self._id)
            moved = await mark_read(tx, conversation, by="customer", number=number)
        if moved:
            await tell_read(self._services.bus, self._id, by="customer", number=number)

    async def _note_present(self) -> None:
        """The survey asks in the talk only while the customer is there. Once a minute is often enough."""
        now = self._services.clock.now()
        if self._seen_at is not None and now - self._seen_at < SIGN_OF_LIFE:
            return
        self._seen_at = now
        async with self._services.db.transaction() as tx:
            conversation = await conversation_of_customer(tx, self._customer_id, self._id)
            await note_present(tx, conversation)


async def _choose(tx: Transaction, conversation: Conversation, choice: frames.Choose) -> None:
    """Post the chosen button's words as the customer's. What it means stays on our side: to the assistant, or an act of ours."""
    asked = await read_message(tx, conversation, choice.message)
    buttons = asked.data.get("buttons", []) if asked and asked.author != "customer" else []
    if choice.button >= len(buttons):
        raise NotFound("This choice is not there any more. Please write instead.", code="no_such_choice")
    button = buttons[choice.button]
    if "act" in button:
        await choose(
            tx,
            conversation,
            act=button["act"],
            case_id=button["case"],
            title=button["title"],
            client_id=choice.client_id,
        )
    else:
        data = {"payload": button["payload"]} if "payload" in button else {}
        await post_message(
            tx, conversation, author="customer", body=button["title"], data=data, client_id=choice.client_id
        )
