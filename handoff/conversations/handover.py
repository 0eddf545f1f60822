"""Who speaks: the assistant, the queue, a person. Each change is compare-and-set, so that exactly one of several wins."""

from __future__ import annotations

from sqlalchemy import update

from handoff.conversations.events import ConversationTaken, DangerTold, HandedBack, PersonRequested, QueueLeft
from handoff.conversations.locking import lock
from handoff.conversations.models import Conversation, Message
from handoff.db import Transaction, change
from handoff.errors import Conflict
from handoff.events import record
from handoff.staff import Agent

REASONS = ("asked", "safety", "misunderstood", "assistant_down", "case_needs_person", "anger", "transfer")


async def ask_for_person(
    tx: Transaction, conversation: Conversation, *, reason: str, actor: str, skill: str | None = None
) -> bool:
    """Put the talk into the queue. False when it waits or a person speaks already: asking twice changes nothing.

    A second request for safety reasons still marks the waiting talk as such, so that it goes first, and says so once.
    """
    assert reason in REASONS, reason
    await lock(tx, conversation)
    now = tx.clock.now()
    moved = await change(
        tx,
        update(Conversation)
        .where(Conversation.id == conversation.id, Conversation.speaker.in_(("assistant", "nobody")))
        .values(
            speaker="queue", handover_reason=reason, skill=skill, queued_at=now, closed_at=None, waiting_since=None
        ),
    )
    raised = 0
    if not moved and reason == "safety":
        raised = await change(
            tx,
            update(Conversation)
            .where(
                Conversation.id == conversation.id,
                Conversation.speaker == "queue",
                Conversation.handover_reason.is_distinct_from("safety"),
            )
            .values(handover_reason="safety"),
        )
    await tx.refresh(conversation)
    if moved:
        await _settle_messages(tx, conversation)
        await record(tx, PersonRequested(**_whose(conversation), actor=actor, reason=reason))
    elif raised:
        await record(tx, DangerTold(**_whose(conversation), actor=actor))
    return moved == 1


async def take(tx: Transaction, conversation: Conversation, *, agent: Agent) -> None:
    """Let `agent` speak. Raises `Conflict` (code taken) when another one was first."""
    await lock(tx, conversation)
    now = tx.clock.now()
    won = await change(
        tx,
        update(Conversation)
        .where(Conversation.id == conversation.id, Conversation.speaker.in_(("queue", "assistant")))
        .values(speaker="agent", agent_id=agent.id, taken_at=now, waiting_since=None, turn_until=None),
    )
    await tx.refresh(conversation)
    if not won and conversation.speaker == "agent" and conversation.agent_id == agent.id:
        return
    elif not won:
        raise Conflict("Somebody else has taken this talk.", code="taken")
    await _settle_messages(tx, conversation)
    await tx.execute(update(Agent).where(Agent.id == agent.id).values(assigned_at=now))
    await record(tx, ConversationTaken(**_whose(conversation), actor=f"agent:{agent.id}", agent_id=agent.id))


async def leave_queue(tx: Transaction, conversation: Conversation, *, actor: str = "customer") -> bool:
    """Stop waiting: the assistant goes on. False when the talk was not waiting."""
    await lock(tx, conversation)
    left = await change(
        tx,
        update(Conversation)
        .where(Conversation.id == conversation.id, Conversation.speaker == "queue")
        .values(speaker="assistant", queued_at=None, handover_reason=None, generation=Conversation.generation + 1),
    )
    await tx.refresh(conversation)
    if left:
        await record(tx, QueueLeft(**_whose(conversation), actor=actor))
    return left == 1


async def hand_back(tx: Transaction, conversation: Conversation, *, agent: Agent) -> None:
    """Give the talk back to the assistant. Raises `Conflict` when it is not this agent's."""
    await _give_up(
        tx,
        conversation,
        agent,
        speaker="assistant",
        agent_id=None,
        queued_at=None,
        handover_reason=None,
        generation=Conversation.generation + 1,  # a new memory: what was told is in the draft and the case
    )
    await record(tx, HandedBack(**_whose(conversation), actor=f"agent:{agent.id}", agent_id=agent.id))


async def transfer(tx: Transaction, conversation: Conversation, *, agent: Agent, to: Agent | None) -> None:
    """Pass the talk on to a colleague, or back into the queue when `to` is None.

    Raises `Conflict` when it is not this agent's.
    """
    await _give_up(
        tx, conversation, agent, speaker="queue", agent_id=None, queued_at=tx.clock.now(), handover_reason="transfer"
    )
    await record(tx, PersonRequested(**_whose(conversation), actor=f"agent:{agent.id}", reason="transfer"))
    if to is not None:
        await take(tx, conversation, agent=to)


async def _settle_messages(tx: Transaction, conversation: Conversation) -> None:
    """What the assistant has not answered is the person's now: it must not come back to it later."""
    await change(
        tx,
        update(Message)
        .where(Message.conversation_id == conversation.id, Message.answered_at.is_(None))
        .values(answered_at=tx.clock.now()),
    )


async def _give_up(tx: Transaction, conversation: Conversation, agent: Agent, **values: object) -> None:
    await lock(tx, conversation)
    given = await change(
        tx,
        update(Conversation)
        .where(Conversation.id == conversation.id, Conversation.speaker == "agent", Conversation.agent_id == agent.id)
        .values(**values),
    )
    await tx.refresh(conversation)
    if not given:
        raise Conflict("This talk is not yours any more.", code="not_yours")


def _whose(conversation: Conversation) -> dict[str, int | None]:
    return {"conversation_id": conversation.id, "case_id": conversation.case_id}
