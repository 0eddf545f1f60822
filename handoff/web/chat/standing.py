"""Where the talk stands, as the customer's browser shows it."""

from __future__ import annotations

from typing import Any

from handoff.assignment import queueing
from handoff.cases import Case
from handoff.cases.lifecycles import lifecycle_of
from handoff.conversations import Conversation
from handoff.db import Transaction
from handoff.web.chat.showing import agent_name


async def standing(tx: Transaction, conversation: Conversation, *, customer_spoke_last: bool) -> dict[str, Any]:
    """Who speaks, the place in the queue, whether the assistant is at it, and the case.

    `open` is false once the talk has ended (writing opens it anew). `wait_minutes` is None when it cannot be said honestly.
    """
    place, wait_minutes = await _waiting(tx, conversation)
    agent = (
        await agent_name(tx, conversation.agent_id, conversation.language) if conversation.speaker == "agent" else None
    )
    return {
        "speaker": conversation.speaker,
        "agent": {"name": agent} if agent else None,
        "place": place,
        "wait_minutes": wait_minutes,
        "open": conversation.closed_at is None,
        "answering": _is_answering(tx, conversation, customer_spoke_last),
        "case": await _case(tx, conversation),
    }


def _is_answering(tx: Transaction, conversation: Conversation, customer_spoke_last: bool) -> bool:
    """The turn is held, or is about to be taken. It ends with the reply, before the row is tidied."""
    held = conversation.turn_until is not None and conversation.turn_until > tx.clock.now()
    waits = conversation.speaker == "assistant" and conversation.waiting_since is not None
    return waits and (held or customer_spoke_last)


async def _waiting(tx: Transaction, conversation: Conversation) -> tuple[int | None, int | None]:
    if conversation.speaker != "queue":
        return None, None
    stands = await queueing.standing(tx, conversation)
    return stands.place, stands.wait_minutes


async def _case(tx: Transaction, conversation: Conversation) -> dict[str, str] | None:
    case = await tx.get(Case, conversation.case_id) if conversation.case_id else None
    if case is None:
        return None
    state = (await lifecycle_of(tx, case)).states[case.state]
    return {"number": case.number, "state_text": state.public.say(conversation.language)}
