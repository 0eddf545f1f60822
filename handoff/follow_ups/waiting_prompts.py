"""What is said to colleagues while a customer waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from handoff.conversations import Conversation
from handoff.conversations.events import PersonRequested
from handoff.db import Transaction
from handoff.events import Event, EventRow
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.scheduling import schedule
from handoff.follow_ups.stopping import stop_where
from handoff.sla.openings import hours, promised_reply

DANGER_WAITS = timedelta(minutes=2)
ASK_AGAIN = timedelta(minutes=2)
LAPSES = 2  # offers that nobody took, after which a supervisor hears
WAITING = ("reply_near", "reply_missed", "safety_waits", "offers_lapsed")


async def watch_waiting(tx: Transaction, event: PersonRequested) -> None:
    """Somebody was promised a person: keep it in sight."""
    conversation = await tx.get_one(Conversation, event.conversation_id)
    now, by = tx.clock.now(), promised_reply(tx)
    about = f"{conversation.id}@{now:%Y%m%dT%H%M%S}"
    if event.reason != "transfer":
        opening = hours(tx).next_opening(now)
        if opening > now:
            await _task(tx, event, f"reply_near:{about}", "reply_near", "queue", at=opening, by=by)
        await _task(tx, event, f"reply_missed:{about}", "reply_missed", "supervisor", at=by, by=by)


async def danger(tx: Transaction, limit: int) -> Sequence[int]:
    """Talks about danger that have waited too long and of which no supervisor has been told.

    Looked for in the talks themselves, since one that waits may turn out to be about danger only later.
    """
    told = select(Prompt.id).where(
        Prompt.conversation_id == Conversation.id,
        Prompt.kind == "safety_waits",
        Prompt.made_at >= Conversation.queued_at,
    )
    query = select(Conversation.id).where(
        Conversation.speaker == "queue",
        Conversation.handover_reason == "safety",
        Conversation.queued_at <= tx.clock.now() - DANGER_WAITS,
        ~told.exists(),
    )
    return (await tx.scalars(query.limit(limit))).all()


async def alarm(tx: Transaction, conversation_id: int) -> None:
    """Tell the supervisors, again and again until somebody takes the talk."""
    conversation = await tx.get_one(Conversation, conversation_id)
    if conversation.queued_at is not None:
        await schedule(
            tx, key=f"safety_waits:{conversation.id}@{conversation.queued_at:%Y%m%dT%H%M%S}", kind="safety_waits",
            audience="supervisor", conversation_id=conversation.id, at=tx.clock.now(), repeat=ASK_AGAIN,
        )  # fmt: skip


async def watch_offers(tx: Transaction, event: Event) -> None:
    """Twice nobody took what was held out to them: a supervisor hears of it."""
    conversation = await tx.get_one(Conversation, event.conversation_id)
    if getattr(event, "how", None) != "lapsed" or conversation.queued_at is None:
        return
    ended = await tx.scalars(
        select(EventRow).where(
            EventRow.conversation_id == conversation.id,
            EventRow.name == event.name,
            EventRow.at >= conversation.queued_at,
        )
    )
    if sum(row.data.get("how") == "lapsed" for row in ended) >= LAPSES:
        await schedule(
            tx, key=f"offers_lapsed:{conversation.id}@{conversation.queued_at:%Y%m%dT%H%M%S}", kind="offers_lapsed",
            audience="supervisor", conversation_id=conversation.id, at=tx.clock.now(),
        )  # fmt: skip


async def stop_waiting(tx: Transaction, event: Event) -> None:
    """A person has come, or the customer no longer waits."""
    await stop_where(tx, lambda prompt: prompt.kind in WAITING, conversation_id=event.conversation_id)


async def _task(tx: Transaction, event: Event, key: str, kind: str, audience: str, **times: object) -> None:
    await schedule(
        tx, key=key, kind=kind, audience=audience, conversation_id=event.conversation_id, case_id=event.case_id,
        **times,  # type: ignore[arg-type]
    )  # fmt: skip
