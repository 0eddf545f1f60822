"""What is said in a live talk when it falls silent, and after it has ended. These are ours, not rules of the policy."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from handoff.cases import Case
from handoff.cases.parties import complainant_of
from handoff.conversations import Conversation, Message, close_conversation, post_message
from handoff.conversations.events import ConversationClosed, MessagePosted
from handoff.db import Transaction
from handoff.events import Event
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.scheduling import schedule
from handoff.follow_ups.stopping import stop_where
from handoff.i18n import mark, translate

# After so much silence of the customer in a talk with a person.
SILENCES = {
    "still_there": timedelta(minutes=3),
    "shall_we_end": timedelta(minutes=10),
    "ended_in_silence": timedelta(minutes=20),
}
UNREAD_AFTER = timedelta(minutes=2)  # what a person wrote and nobody read goes by letter too
ASK_AFTER = timedelta(seconds=30)  # whether it is solved, once the person has left

TEXTS = {
    "still_there": mark("Are you still there? Take your time; we wait for you."),
    "shall_we_end": mark(
        "Shall we end here for now? If we hear nothing we close the talk in ten minutes. You can write any time and go on."
    ),
    "solved": mark("Is it solved for you? Your case {number} stays open until it is."),
}
SOLVED = (
    (mark("Yes, it is solved"), "accept"),
    (mark("No, not yet"), "reject"),
    (mark("I have a question"), "ask_question"),
)


async def watch_silence(tx: Transaction, event: MessagePosted) -> None:
    """A person has written: from now the customer's silence counts. The customer has written: it does not."""
    if event.conversation_id is None:
        return
    elif event.author == "customer":
        await _stop_silence(tx, event.conversation_id, "unread")
    elif event.author == "agent" and event.kind in ("text", "file"):
        conversation = await tx.get_one(Conversation, event.conversation_id)
        if conversation.speaker == "agent":
            for kind, length in SILENCES.items():
                await schedule(
                    tx, key=f"{kind}:{conversation.id}", kind=kind, audience="customer",
                    conversation_id=conversation.id, at=tx.clock.now() + length, renew=True,
                )  # fmt: skip
        if event.case_id is not None:
            await schedule(
                tx, key=f"unread:{conversation.id}", kind="unread", audience="customer", case_id=event.case_id,
                conversation_id=conversation.id, at=tx.clock.now() + UNREAD_AFTER, renew=True,
            )  # fmt: skip


async def stop_watching(tx: Transaction, event: Event) -> None:
    """Nobody is waited for in this talk any more."""
    assert event.conversation_id is not None, "it happened to a talk"
    await _stop_silence(tx, event.conversation_id)


async def ask_solved(tx: Transaction, event: ConversationClosed) -> None:
    """A person ended the talk while the case goes on: ask whether the matter is solved."""
    if event.case_id is None or not event.actor.startswith("agent:"):
        return
    case = await tx.get_one(Case, event.case_id)
    if case.is_open:
        await schedule(
            tx, key=f"solved:{event.conversation_id}", kind="solved", audience="customer", case_id=case.id,
            conversation_id=event.conversation_id, at=tx.clock.now() + ASK_AFTER, renew=True,
        )  # fmt: skip


async def tell(tx: Transaction, prompt: Prompt) -> tuple[str, ...]:
    """Say it in the talk, if it still holds."""
    conversation = await tx.get_one(Conversation, prompt.conversation_id)
    if prompt.kind in SILENCES and conversation.speaker != "agent":
        return ()
    elif prompt.kind == "unread":
        return await _by_letter(tx, conversation, prompt)
    elif prompt.kind == "ended_in_silence":
        await close_conversation(tx, conversation, actor="system")
        return ("chat",)
    case = await tx.get(Case, prompt.case_id) if prompt.case_id else None
    language = conversation.language
    data: dict[str, Any] = {}
    if prompt.kind == "solved" and case is not None:
        data["buttons"] = [{"title": translate(language, title), "act": act, "case": case.id} for title, act in SOLVED]
    await post_message(
        tx, conversation, author="system", kind="prompt",
        body=translate(language, TEXTS[prompt.kind], number=case.number if case else ""), data=data,
        client_id=f"prompt:{prompt.id}:{prompt.times_sent}",
    )  # fmt: skip
    prompt.delivered_at = tx.clock.now()
    return ("chat",)


async def _by_letter(tx: Transaction, conversation: Conversation, prompt: Prompt) -> tuple[str, ...]:
    """By letter, when the customer has not seen it, is not there, and has an address."""
    now, case = tx.clock.now(), await tx.get_one(Case, prompt.case_id)
    seen_at, last_at = conversation.customer_seen_at, conversation.last_agent_at
    there = seen_at is not None and seen_at > now - UNREAD_AFTER
    unread = await tx.scalar(
        select(Message.id)
        .where(
            Message.conversation_id == conversation.id, Message.author == "agent",
            Message.number > conversation.customer_read,
        )
        .limit(1)
    )  # fmt: skip
    if there or unread is None or last_at is None or (await complainant_of(tx, case)).email is None:
        return ()
    return ("email",)


async def _stop_silence(tx: Transaction, conversation_id: int, *others: str) -> None:
    await stop_where(
        tx,
        lambda prompt: prompt.kind in (*SILENCES, *others) and prompt.state == "due",
        conversation_id=conversation_id,
    )
