"""Where somebody stands who waits for a person, and the one true sentence about it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, or_, select

from handoff.assignment.choosing import able, talk_loads
from handoff.cases import Case
from handoff.cases.parties import complainant_of
from handoff.conversations import Conversation
from handoff.db import Transaction
from handoff.i18n import format_day_and_time, isolate, left_to_right, plural, translate
from handoff.sla.openings import hours, promised_reply
from handoff.staff import Agent

RECENT = timedelta(hours=1)
ENOUGH = 3  # talks taken recently, below which nothing can be said about the next ones
LONGEST = 120  # minutes; beyond that an estimate is no help


@dataclass(frozen=True)
class Standing:
    """`place` counts from 1 and is None when the talk does not wait; `wait_minutes` is None when it cannot be said honestly."""

    place: int | None
    wait_minutes: int | None
    within_hours: bool
    text: str


async def standing(tx: Transaction, conversation: Conversation) -> Standing:
    """Where this talk stands now."""
    place = await place_of(tx, conversation)
    wait = await wait_minutes(tx, conversation, place, await _people(tx, conversation)) if place else None
    text = await handover_text(tx, conversation)
    return Standing(place, wait, hours(tx).is_open(tx.clock.now()), text)


async def place_of(tx: Transaction, conversation: Conversation) -> int | None:
    """1 for the next. Danger goes before everything else."""
    if conversation.speaker != "queue" or conversation.queued_at is None:
        return None
    safety = Conversation.handover_reason == "safety"
    earlier = or_(
        Conversation.queued_at < conversation.queued_at,
        (Conversation.queued_at == conversation.queued_at) & (Conversation.id < conversation.id),
    )
    ahead = safety & earlier if conversation.handover_reason == "safety" else or_(safety, earlier)
    query = select(func.count()).where(Conversation.speaker == "queue", Conversation.id != conversation.id, ahead)
    return (await tx.scalar(query) or 0) + 1


async def wait_minutes(tx: Transaction, conversation: Conversation, place: int, people: Sequence[Agent]) -> int | None:
    """Minutes until one of these people comes, by who is free and how fast talks were taken lately; None, not a guess."""
    if not people:
        return None
    loads = await talk_loads(tx, people, but_for=conversation.id)
    free = sum(max(agent.capacity - loads[agent.id], 0) for agent in people)
    if free >= place:
        return 1
    taken = await tx.scalar(
        select(func.count()).where(Conversation.taken_at > tx.clock.now() - RECENT, Conversation.id != conversation.id)
    )
    if not taken or taken < ENOUGH:
        return None
    minutes = math.ceil(place * RECENT.total_seconds() / 60 / taken)
    return minutes if minutes <= LONGEST else None


async def handover_text(tx: Transaction, conversation: Conversation) -> str:
    """What is true for this customer now, in their language: who comes and when, or until when they will have heard."""
    language = conversation.language
    if conversation.speaker == "agent":
        agent = await tx.get(Agent, conversation.agent_id)
        name = isolate(agent.display_name(language)) if agent else ""
        return translate(language, "You are talking with {name}.", name=name)
    elif conversation.speaker != "queue":
        return translate(language, "The automated assistant answers here. You can ask for a person at any moment.")
    place = await place_of(tx, conversation) or 1
    people = await _people(tx, conversation)
    if people:
        wait = await wait_minutes(tx, conversation, place, people)
        return _coming(language, place, wait)
    return await _later(tx, conversation)


def _coming(language: str, place: int, wait: int | None) -> str:
    if wait is None:
        return translate(
            language,
            "You are number {place} in the queue. People are at the desk, but how long it takes cannot be said yet.",
            place=place,
        )
    return plural(
        language,
        "Someone is coming to you. You are number {place} in the queue, and it takes about {n} minute.",
        "Someone is coming to you. You are number {place} in the queue, and it takes about {n} minutes.",
        wait,
        place=place,
    )


async def _later(tx: Transaction, conversation: Conversation) -> str:
    language, now, calendar = conversation.language, tx.clock.now(), hours(tx)
    zone = tx.policy.calendar.time_zone
    by = format_day_and_time(promised_reply(tx), language, zone)
    email = await _address(tx, conversation)
    if calendar.is_open(now):
        said = translate(
            language,
            "Nobody is free at this moment. Your place is kept: someone answers you here by {by}.",
            by=by,
        )
    else:
        said = translate(
            language,
            "Our people are back on {opening}. Your place is kept, with everything you wrote: someone answers you here by {by}.",
            opening=format_day_and_time(calendar.next_opening(now), language, zone),
            by=by,
        )
    if email is None:
        return said
    note = translate(language, "You need not wait here: we also write to {email}.", email=left_to_right(email))
    return f"{said} {note}"


async def _address(tx: Transaction, conversation: Conversation) -> str | None:
    """Where a letter reaches the customer. Only a registered case has one that letters go to."""
    case = await tx.get(Case, conversation.case_id) if conversation.case_id else None
    if case is not None:
        return (await complainant_of(tx, case)).email
    return None


async def _people(tx: Transaction, conversation: Conversation) -> Sequence[Agent]:
    case = await tx.get(Case, conversation.case_id) if conversation.case_id else None
    return await able(tx, conversation, case)
