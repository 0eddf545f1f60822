"""Who is at the desk: told by the heartbeats of an open console, and by the person's own choice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from handoff.assignment.events import PresenceChanged
from handoff.db import Transaction, change
from handoff.errors import Invalid
from handoff.events import record
from handoff.staff import Agent

SILENCE = timedelta(seconds=60)  # without a heartbeat, somebody is gone


async def beat(tx: Transaction, agent: Agent) -> None:
    """A sign of life of an open desk. Who was gone is back; who chose to be away stays away."""
    now = tx.clock.now()
    came = await change(
        tx,
        update(Agent).where(Agent.id == agent.id, Agent.presence == "offline").values(presence="online", seen_at=now),
    )
    if came:
        await record(tx, PresenceChanged(actor=f"agent:{agent.id}", agent_id=agent.id, presence="online"))
    else:
        await change(tx, update(Agent).where(Agent.id == agent.id).values(seen_at=now))
    await tx.refresh(agent)


async def choose_presence(tx: Transaction, agent: Agent, presence: str) -> None:
    """The person says that they are online, away or gone. Raises `Invalid` for any other word."""
    if presence not in ("online", "away", "offline"):
        raise Invalid("There is no presence {presence}.", code="presence_unknown", presence=presence)
    changed = await change(
        tx,
        update(Agent)
        .where(Agent.id == agent.id, Agent.presence != presence)
        .values(presence=presence, seen_at=tx.clock.now()),
    )
    if changed:
        await record(tx, PresenceChanged(actor=f"agent:{agent.id}", agent_id=agent.id, presence=presence))
    await tx.refresh(agent)


def presence_of(agent: Agent, now: datetime) -> str:
    """online, away or offline, at this moment."""
    if agent.seen_at is None or agent.seen_at <= now - SILENCE:
        return "offline"
    return agent.presence


async def silent(tx: Transaction, limit: int) -> Sequence[int]:
    """People who seem to be online but have not been heard of for a minute."""
    query = select(Agent.id).where(Agent.presence == "online", Agent.seen_at <= tx.clock.now() - SILENCE)
    return (await tx.scalars(query.limit(limit))).all()


async def mark_gone(tx: Transaction, agent_id: int) -> None:
    """Note that somebody is gone, unless they were heard of in the meantime."""
    gone = await change(
        tx,
        update(Agent)
        .where(Agent.id == agent_id, Agent.presence == "online", Agent.seen_at <= tx.clock.now() - SILENCE)
        .values(presence="offline"),
    )
    if gone:
        await record(tx, PresenceChanged(agent_id=agent_id, presence="offline"))
