"""Write down what is to be said or done, when, and to whom. Scheduling the same twice makes one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from handoff.db import Transaction, change, insert_once
from handoff.follow_ups.models import Prompt


async def schedule(
    tx: Transaction,
    *,
    key: str,
    kind: str,
    audience: str,
    at: datetime,
    by: datetime | None = None,
    step: int = 0,
    case_id: int | None = None,
    conversation_id: int | None = None,
    agent_id: int | None = None,
    repeat: timedelta | None = None,
    data: dict[str, Any] | None = None,
    renew: bool = False,
) -> bool:
    """Whether this made a prompt. `key` names what it is about; with `renew` one that has ended or is due gets the new time."""
    made = await insert_once(
        tx,
        Prompt,
        key=key,
        kind=kind,
        step=step,
        case_id=case_id,
        conversation_id=conversation_id,
        agent_id=agent_id,
        audience=audience,
        at=at,
        by=by,
        state="due",
        channels=[],
        data=data or {},
        repeat_seconds=int(repeat.total_seconds()) if repeat else None,
        times_sent=0,
        made_at=tx.clock.now(),
    )
    if made is None and renew:
        await change(
            tx,
            update(Prompt)
            .where(Prompt.key == key)
            .values(at=at, by=by, state="due", sent_at=None, delivered_at=None, ended_at=None, done_by=None),
        )
    return made is not None
