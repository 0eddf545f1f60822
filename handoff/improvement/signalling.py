"""A figure says that something changed: put on record once, explained by a person, and acted on when the cause is ours."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from handoff.cases import Actor
from handoff.db import Transaction, change, insert_once, keys
from handoff.errors import Conflict, Invalid
from handoff.events import record
from handoff.improvement.events import SignalExplained, SignalRaised
from handoff.improvement.models import Signal
from handoff.improvement.opening import open_action
from handoff.sla.business_hours import work_calendar


async def raise_signal(
    tx: Transaction, *, key: str, kind: str, topic: str | None, numbers: dict[str, Any]
) -> Signal | None:
    """The signal, when it is new: the same `key` is raised once. `numbers` are counts and limits, nothing personal."""
    now = tx.clock.now()
    explain_by = work_calendar(tx.policy.calendar).due(now, tx.policy.improvement.explain_signal)
    made = await insert_once(
        tx, Signal, key=key, kind=kind, topic=topic, numbers=numbers, raised_at=now, explain_by=explain_by
    )  # fmt: skip
    if made is None:
        return None
    await record(tx, SignalRaised(signal_id=made, kind=kind, topic=topic, explain_by=explain_by.isoformat()))
    return (await tx.scalars(select(Signal).where(Signal.id == made))).one()


async def explain(tx: Transaction, signal: Signal, *, words: str, internal: bool, actor: Actor, title: str) -> None:
    """What explains it. A cause of our own enters the register under `title`. Raises `Invalid` without words."""
    if not words.strip():
        raise Invalid("Please say what explains it. Easier access can be the answer.", code="words_missing")
    action = None
    if internal:
        action = await open_action(
            tx, key=f"signal:{signal.id}", title=title, source="signal", source_id=signal.id,
            required="signal_internal", topic=signal.topic, actor=actor, words={"what": words},
        )  # fmt: skip
    done = await change(
        tx,
        update(Signal)
        .where(Signal.id == signal.id, Signal.explained_at.is_(None))
        .values(
            explained_at=tx.clock.now(), explained_by_id=actor.id, internal=internal,
            explanation=await keys.seal(tx, signal.key_owner, words.strip()), action_id=action.id if action else None,
        ),
    )  # fmt: skip
    await tx.refresh(signal)
    if not done:
        raise Conflict
    await record(tx, SignalExplained(actor=actor.name, signal_id=signal.id, internal=internal))
