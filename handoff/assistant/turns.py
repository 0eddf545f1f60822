"""The assistant's turn in a talk: taken as a lease, given with all its replies or none, and what happens when it fails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from sqlalchemy import Select, or_, select, update

from handoff import metrics
from handoff.assistant.heard import no_command
from handoff.assistant.replies import Button, Reply
from handoff.cases.looking_up import cases_of_conversation
from handoff.conversations import Conversation, Message, ask_for_person, post_message
from handoff.conversations.locking import lock
from handoff.db import Transaction, change, keys
from handoff.events import hold
from handoff.i18n import mark, translate

LEASE = timedelta(seconds=30)  # longer than one turn may take
AGAIN_AFTER = (timedelta(seconds=2), timedelta(seconds=5))  # then a person is asked for
GREETING = "/greet"

SORRY = mark("I cannot answer for the moment. What you wrote is kept, and I am trying again.")
HELLO = mark(
    "Hello. Tell me what happened, in your own words. I am an automated assistant: I register your complaint, "
    "and a person decides."
)


@dataclass(frozen=True)
class Turn:
    """What is to be asked. `message_id` is None for the greeting."""

    conversation_id: int
    sender: str
    message_id: int | None
    text: str
    metadata: dict[str, Any]
    asked_before: bool


class Given(Enum):
    """How a turn ended."""

    ALL_ANSWERED = auto()
    MORE_WAITS = auto()
    FAILED = auto()


async def take_turn(tx: Transaction, conversation_id: int) -> Turn | None:
    """Hold the talk's turn and say what to ask; None when nothing is to be answered or somebody else holds it."""
    now = tx.clock.now()
    await hold(tx, conversation_id=conversation_id)  # from here on nobody else changes what is read
    conversation = await tx.get_one(Conversation, conversation_id)
    asked_for = conversation.speaker == "assistant" and conversation.waiting_since is not None
    if not asked_for or (conversation.turn_until is not None and conversation.turn_until > now):
        return None
    message = await tx.scalar(_unanswered(conversation_id, Message))
    if message is None and conversation.greeted:
        conversation.waiting_since, conversation.turn_until = None, None
        return None
    conversation.turn_until = now + LEASE
    metadata = await metadata_of(tx, conversation, message)
    if message is None:
        return Turn(conversation_id, conversation.sender, None, GREETING, metadata, asked_before=False)
    asked_before, message.asked_at = message.asked_at is not None, now
    text = message.data.get("payload") or no_command(await keys.unseal(tx, conversation.owner, message.body) or "")
    return Turn(conversation_id, conversation.sender, message.id, text or "…", metadata, asked_before)


async def metadata_of(tx: Transaction, conversation: Conversation, message: Message | None) -> dict[str, Any]:
    """What the assistant is told beside the words: ids, the language, the time, and the cases of this talk."""
    cases = await cases_of_conversation(tx, conversation.id) if conversation.case_id else ()
    return {
        "conversation": conversation.id,
        "message": message.id if message else None,
        "language": conversation.language,
        "now": tx.clock.now().isoformat(),
        "timezone": tx.policy.calendar.time_zone,
        "cases": [case.number for case in cases],
    }


async def give_turn(tx: Transaction, turn: Turn, replies: list[Reply]) -> Given:
    """Post the replies, all or none. It failed when there were none although the assistant still has the word."""
    conversation = await tx.get_one(Conversation, turn.conversation_id)
    await lock(tx, conversation)
    if not replies and conversation.speaker == "assistant" and not await _service_spoke(tx, turn):
        await _note_failure(tx, conversation, turn)
        return Given.FAILED
    if conversation.speaker in ("assistant", "queue"):
        for number, reply in enumerate(replies):
            await post_message(
                tx,
                conversation,
                author="assistant",
                body=reply.text,
                data=reply.data,
                client_id=f"reply:{turn.message_id or _greeting(conversation)}:{number}",
            )
    conversation.turn_until, conversation.turn_failures, conversation.greeted = None, 0, True
    await _mark_answered(tx, turn)
    if await tx.scalar(_unanswered(conversation.id, Message.id)):
        return Given.MORE_WAITS
    else:
        conversation.waiting_since = None
        return Given.ALL_ANSWERED


async def fail_turn(tx: Transaction, turn: Turn) -> None:
    """The assistant is away. Nothing happens when somebody else has the word by now."""
    conversation = await tx.get_one(Conversation, turn.conversation_id)
    await lock(tx, conversation)
    if conversation.speaker == "assistant":
        await _note_failure(tx, conversation, turn)


async def _service_spoke(tx: Transaction, turn: Turn) -> bool:
    """Whether the turn itself made the service say something (a receipt, a notice): then silence is no failure."""
    if turn.message_id is None:
        return False
    return bool(
        await tx.scalar(
            select(Message.id)
            .where(
                Message.conversation_id == turn.conversation_id,
                Message.id > turn.message_id,
                Message.author == "system",
            )
            .limit(1)
        )
    )


async def _note_failure(tx: Transaction, conversation: Conversation, turn: Turn) -> None:
    """Tell the customer honestly, try again shortly, and after the last try ask for a person."""
    metrics.turns.labels(outcome="failed").inc()
    if turn.message_id is None:  # the greeting is ours to give, whatever happens
        button = Button(translate(conversation.language, mark("Talk to a person")), "/ask_human")
        await post_message(
            tx,
            conversation,
            author="assistant",
            body=translate(conversation.language, HELLO),
            data=Reply("", (button,)).data,
            client_id=f"reply:{_greeting(conversation)}:0",
        )
        conversation.turn_until, conversation.greeted = None, True
        return
    failures = conversation.turn_failures
    if failures < len(AGAIN_AFTER):
        await post_message(
            tx,
            conversation,
            author="system",
            kind="notice",
            body=translate(conversation.language, SORRY),
            client_id=f"sorry:{turn.message_id}",
        )
        conversation.turn_failures, conversation.turn_until = failures + 1, tx.clock.now() + AGAIN_AFTER[failures]
    else:
        conversation.turn_failures, conversation.turn_until = 0, None
        await _mark_answered(tx, turn)
        await tx.flush()
        await ask_for_person(tx, conversation, reason="assistant_down", actor="system")


async def _mark_answered(tx: Transaction, turn: Turn) -> None:
    if turn.message_id is not None:
        await change(tx, update(Message).where(Message.id == turn.message_id).values(answered_at=tx.clock.now()))


def _unanswered(conversation_id: int, what: Any) -> Select[Any]:
    """The oldest of the customer's messages that nobody has dealt with."""
    return (
        select(what)
        .where(Message.conversation_id == conversation_id, Message.author == "customer", Message.answered_at.is_(None))
        .order_by(Message.number)
        .limit(1)
    )


def turn_is_free(now: datetime) -> Any:
    return or_(Conversation.turn_until.is_(None), Conversation.turn_until <= now)


def _greeting(conversation: Conversation) -> str:
    """Which greeting it is: who comes back after a word of theirs is greeted anew, and once."""
    last = conversation.last_customer_at
    return f"greeting-{last:%Y%m%dT%H%M%S}" if last else "greeting"
