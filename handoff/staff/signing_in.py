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
from handoff.staff.models import Agent, PendingSignIn, StaffSession
from handoff.staff.passwords import hash_password, matches, outdated
from handoff.staff.second_factor import has_factor, right_code

IDLE = timedelta(hours=12)  # a session that was silent this long is over
LONGEST = timedelta(days=3)  # however busy it is
DEVICES = 5  # signed in at once; one more signs out the one that was silent longest
CODE_WITHIN = timedelta(minutes=5)
WRONG_ALLOWED = 5
LOCKED = timedelta(minutes=5)


class CodeNeeded(NotSignedIn):
    """The password was right. `pending` is the token with which the second step is taken, within five minutes."""

    code = "code_needed"
    message = "Please write the code that your authenticator app shows."

    def __init__(self, pending: str) -> None:
        super().__init__()
        self.pending = pending


async def sign_in(db: Database, *, email: str, password: str, device: str) -> tuple[Agent, str]:
    """The agent and the token for their cookie.

    Raises `NotSignedIn` (code wrong_password) whether the address or the password is wrong, and `TooMany` after five wrong
    passwords, for five minutes; `CodeNeeded` when the password is right and a second factor is still to come.
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
        if not await has_factor(tx, agent.id):
            agent.password_hash, agent.failures, agent.locked_until = fresh, 0, None
            await _begin_session(tx, agent, token, device)
            return agent, token
        agent.password_hash = fresh
        expires_at = tx.clock.now() + CODE_WITHIN
        tx.add(PendingSignIn(token_hash=_hash(token), agent_id=agent.id, expires_at=expires_at))
    raise CodeNeeded(token)


async def sign_in_with_code(db: Database, *, pending: str, code: str, device: str) -> tuple[Agent, str]:
    """The second step: the agent, and the token for their cookie.

    Raises `NotSignedIn` when the first step is over or unknown (code sign_in_again) or the code is wrong (wrong_code). After
    five wrong codes the first step is over, and they count as wrong passwords do.
    """
    async with db.transaction() as tx:
        step = await tx.get(PendingSignIn, _hash(pending))
        agent = await tx.get(Agent, step.agent_id) if step else None
        if step is None or agent is None or step.expires_at <= tx.clock.now() or not agent.active:
            raise NotSignedIn("Please sign in with your password again.", code="sign_in_again")
        if step.failures < WRONG_ALLOWED and await right_code(tx, agent.id, code):
            await tx.delete(step)
            agent.failures, agent.locked_until = 0, None
            token = secrets.token_urlsafe(32)
            await _begin_session(tx, agent, token, device)
            return agent, token
        step.failures += 1
        if step.failures >= WRONG_ALLOWED:
            await tx.delete(step)
        await _count_failure(tx, agent)
    raise NotSignedIn("This code is not right. Please wait for the next one and try again.", code="wrong_code")


async def agent_of(tx: Transaction, token: str) -> Agent | None:
    """The agent whose device holds `token`; None when the session ended, was idle for 12 hours or began three days ago."""
    row = (
        await tx.execute(
            select(Agent, StaffSession)
            .join(StaffSession, StaffSession.agent_id == Agent.id)
            .where(StaffSession.token_hash == _hash(token), StaffSession.ended_at.is_(None), Agent.active)
        )
    ).one_or_none()
    now = tx.clock.now()
    if row is None or row[1].seen_at < now - IDLE or row[1].started_at < now - LONGEST:
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


async def _begin_session(tx: Transaction, agent: Agent, token: str, device: str) -> None:
    now = tx.clock.now()
    running = await tx.scalars(
        select(StaffSession)
        .where(StaffSession.agent_id == agent.id, StaffSession.ended_at.is_(None))
        .order_by(StaffSession.seen_at.desc(), StaffSession.id.desc())
    )
    for session in running.all()[DEVICES - 1 :]:
        session.ended_at = now
    tx.add(StaffSession(token_hash=_hash(token), agent_id=agent.id, device=device[:200], started_at=now, seen_at=now))


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
