"""Sign in and out. A session is a row; its cookie holds a random token whose hash the row keeps.

The password is checked outside any transaction: it takes tens of milliseconds, and nobody should wait for it.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select, update

from handoff.db import Database, Transaction, change
from handoff.errors import NotSignedIn, TooMany
from handoff.staff.models import Agent, StaffSession
from handoff.staff.passwords import hash_password, matches, outdated

IDLE = timedelta(hours=12)  # a session that was silent this long is over
WRONG_ALLOWED = 5
LOCKED = timedelta(minutes=5)


async def sign_in(db: Database, *, email: str, password: str, device: str) -> tuple[Agent, str]:
    """The agent and the token for their cookie.

    Raises `NotSignedIn` (code wrong_password) whether the address or the password is wrong, and `TooMany` after five wrong
    passwords, for five minutes.
    """
    async with db.reading() as tx:
        agent = await tx.scalar(select(Agent).where(Agent.email == email.strip().lower(), Agent.active))
        now = tx.clock.now()
    if agent and agent.locked_until and agent.locked_until > now:
        raise TooMany(code="locked", retry_after=int((agent.locked_until - now).total_seconds()) + 1)
    right = await matches(agent.password_hash if agent else None, password)
    if agent is None:
        raise NotSignedIn("The e-mail address or the password is not right.", code="wrong_password")
    if not right:
        async with db.transaction() as tx:
            await _count_failure(tx, agent)
        raise NotSignedIn("The e-mail address or the password is not right.", code="wrong_password")
    fresh = await hash_password(password) if outdated(agent.password_hash) else agent.password_hash
    token = secrets.token_urlsafe(32)
    async with db.transaction() as tx:
        agent = await tx.get_one(Agent, agent.id)
        agent.password_hash, agent.failures, agent.locked_until = fresh, 0, None
        now = tx.clock.now()
        tx.add(
            StaffSession(token_hash=_hash(token), agent_id=agent.id, device=device[:200], started_at=now, seen_at=now)
        )
    return agent, token


async def agent_of(tx: Transaction, token: str) -> Agent | None:
    """The agent whose device holds `token`; None when the session ended or was idle for 12 hours."""
    row = (
        await tx.execute(
            select(Agent, StaffSession)
            .join(StaffSession, StaffSession.agent_id == Agent.id)
            .where(StaffSession.token_hash == _hash(token), StaffSession.ended_at.is_(None), Agent.active)
        )
    ).one_or_none()
    if row is None or row[1].seen_at < tx.clock.now() - IDLE:
        return None
    return row[0]


async def keep_alive(tx: Transaction, token: str) -> None:
    """Note that the session is in use. Cheap enough to be called once a minute."""
    await tx.execute(
        update(StaffSession)
        .where(StaffSession.token_hash == _hash(token), StaffSession.ended_at.is_(None))
        .values(seen_at=tx.clock.now())
    )


async def sign_out(tx: Transaction, token: str) -> None:
    await tx.execute(
        update(StaffSession)
        .where(StaffSession.token_hash == _hash(token), StaffSession.ended_at.is_(None))
        .values(ended_at=tx.clock.now())
    )


async def sign_out_everywhere(tx: Transaction, agent: Agent) -> int:
    """End all sessions of `agent`; how many there were."""
    return await change(
        tx,
        update(StaffSession)
        .where(StaffSession.agent_id == agent.id, StaffSession.ended_at.is_(None))
        .values(ended_at=tx.clock.now()),
    )


async def _count_failure(tx: Transaction, agent: Agent) -> None:
    failures = await tx.scalar(
        update(Agent).where(Agent.id == agent.id).values(failures=Agent.failures + 1).returning(Agent.failures)
    )
    if failures is not None and failures >= WRONG_ALLOWED:
        await tx.execute(
            update(Agent).where(Agent.id == agent.id).values(failures=0, locked_until=tx.clock.now() + LOCKED)
        )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
