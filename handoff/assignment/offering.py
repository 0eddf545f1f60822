"""Hold a waiting talk out to one person for a short while; when they do not take it, to the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import case as when
from sqlalchemy import select, update

from handoff.assignment.choosing import at_the_desk, choose, fits, has_no_stake, passed_by, talk_loads
from handoff.assignment.events import OfferEnded, TalkOffered
from handoff.assignment.models import Offer
from handoff.cases import Case
from handoff.cases.owning import ConflictOfInterest
from handoff.conversations import Conversation, take
from handoff.db import Transaction, change, insert_once
from handoff.errors import Conflict
from handoff.events import Event, hold, record
from handoff.staff import Agent

LASTS = timedelta(seconds=45)

# Danger goes first, then whoever has waited longest.
FIRST = (when((Conversation.handover_reason == "safety", 0), else_=1), Conversation.queued_at, Conversation.id)


async def offer(tx: Transaction, conversation: Conversation) -> Offer | None:
    """Offer a waiting talk. None when it does not wait, is held out to somebody already, or nobody can take it now."""
    await hold(tx, conversation_id=conversation.id)
    await tx.refresh(conversation)
    if conversation.speaker != "queue" or await _open_offer(tx, conversation.id):
        return None
    agent = await choose(tx, conversation)
    if agent is None:
        return None
    now = tx.clock.now()
    offer_id = await insert_once(
        tx,
        Offer,
        conversation_id=conversation.id,
        agent_id=agent.id,
        open_for=conversation.id,
        offered_at=now,
        expires_at=now + LASTS,
    )
    if offer_id is None:
        return None
    made = await tx.get_one(Offer, offer_id)
    await record(
        tx,
        TalkOffered(
            conversation_id=conversation.id,
            offer_id=made.id,
            agent_id=agent.id,
            expires_at=made.expires_at.isoformat(),
        ),
    )
    return made


async def accept(tx: Transaction, offer: Offer, *, agent: Agent) -> Conversation:
    """Take the offered talk. Raises `Conflict` (code offer_over) when the offer has ended or is not this person's."""
    if offer.agent_id != agent.id or not await _end(tx, offer, "accepted"):
        raise Conflict("This offer is over.", code="offer_over")
    conversation = await tx.get_one(Conversation, offer.conversation_id)
    await take_waiting(tx, conversation, agent=agent)
    return conversation


async def decline(tx: Transaction, offer: Offer, *, agent: Agent) -> None:
    """Let the talk pass; it is offered to the next person at once. Raises `Conflict` (code offer_over)."""
    if offer.agent_id != agent.id or not await _end(tx, offer, "declined"):
        raise Conflict("This offer is over.", code="offer_over")
    await _offer_on(tx, offer)


async def take_waiting(tx: Transaction, conversation: Conversation, *, agent: Agent) -> None:
    """Take a talk, offered or not. Raises `Conflict` when somebody was faster, `ConflictOfInterest` for who has a stake."""
    case = await tx.get(Case, conversation.case_id) if conversation.case_id else None
    if not await has_no_stake(tx, agent, case):
        raise ConflictOfInterest
    await take(tx, conversation, agent=agent)


async def lapsed(tx: Transaction, limit: int) -> Sequence[int]:
    """Open offers whose time is over."""
    query = select(Offer.id).where(Offer.open_for.is_not(None), Offer.expires_at <= tx.clock.now())
    return (await tx.scalars(query.order_by(Offer.expires_at).limit(limit))).all()


async def lapse(tx: Transaction, offer_id: int) -> None:
    """The person did not answer: on to the next."""
    offer = await tx.get_one(Offer, offer_id)
    if await _end(tx, offer, "lapsed"):
        await _offer_on(tx, offer)


async def withdraw(tx: Transaction, event: Event) -> None:
    """The talk was taken, or nobody waits any more: what is still held out is taken back."""
    assert event.conversation_id is not None, "it happened to a talk"
    open_one = await _open_offer(tx, event.conversation_id)
    if open_one is not None:
        await _end(tx, open_one, "withdrawn")


async def offer_at_once(tx: Transaction, event: Event) -> None:
    """A customer asked for a person. (A talk that is passed on is offered by the worker, unless the colleague is named.)"""
    if getattr(event, "reason", None) != "transfer":
        await offer(tx, await tx.get_one(Conversation, event.conversation_id))


async def waiting(tx: Transaction, limit: int) -> Sequence[int]:
    """Talks that wait, are held out to nobody and could be taken by somebody now; danger first."""
    people = await at_the_desk(tx)
    loads = await talk_loads(tx, people)
    free = [agent for agent in people if loads[agent.id] < agent.capacity]
    if not free:
        return []
    held_out = select(Offer.open_for).where(Offer.open_for.is_not(None))
    query = select(Conversation).where(Conversation.speaker == "queue", Conversation.id.not_in(held_out))
    found = []
    for conversation in await tx.scalars(query.order_by(*FIRST).limit(limit)):
        passed = await passed_by(tx, conversation)
        if any(agent.id not in passed and fits(tx, agent, conversation) for agent in free):
            found.append(conversation.id)
    return found


async def offer_waiting(tx: Transaction, conversation_id: int) -> None:
    await offer(tx, await tx.get_one(Conversation, conversation_id))


async def _offer_on(tx: Transaction, offer_before: Offer) -> None:
    await offer(tx, await tx.get_one(Conversation, offer_before.conversation_id, populate_existing=True))


async def _open_offer(tx: Transaction, conversation_id: int) -> Offer | None:
    return await tx.scalar(select(Offer).where(Offer.open_for == conversation_id))


async def _end(tx: Transaction, offer: Offer, how: str) -> bool:
    """Close the offer, for exactly one caller."""
    await hold(tx, conversation_id=offer.conversation_id)
    values: dict[str, Any] = {"open_for": None, f"{how}_at": tx.clock.now()}
    ended = await change(tx, update(Offer).where(Offer.id == offer.id, Offer.open_for.is_not(None)).values(**values))
    await tx.refresh(offer)
    if ended:
        await record(
            tx,
            OfferEnded(
                conversation_id=offer.conversation_id, offer_id=offer.id, agent_id=offer.agent_id, how=how,
                actor="system" if how in ("lapsed", "withdrawn") else f"agent:{offer.agent_id}",
            ),
        )  # fmt: skip
    return ended == 1
