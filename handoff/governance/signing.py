"""The complaints policy: signed by a named manager, read by everybody at the desk, looked through before its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from handoff.cases import Actor
from handoff.db import Transaction, insert_once
from handoff.errors import Conflict, Invalid
from handoff.events import record
from handoff.governance.events import PolicyPublished, PolicyReviewed, PolicyWasRead
from handoff.governance.models import PolicyRead, PolicyStatement
from handoff.staff import Agent


async def publish_policy(
    tx: Transaction, *, text_en: str, text_fa: str, signed_by: str, review_due: datetime, actor: Actor
) -> PolicyStatement:
    """The next version. Raises `Invalid` without both languages, a signature, or a day of review that lies ahead."""
    if not text_en.strip() or not text_fa.strip() or not signed_by.strip():
        raise Invalid("The policy needs its text in both languages and the name of who signed it.", code="policy_bare")
    elif review_due <= tx.clock.now():
        raise Invalid("The day must lie ahead.", code="day_over")
    assert actor.id is not None, "only people publish"
    last = await policy_in_force(tx)
    version = last.version + 1 if last else 1
    made = await insert_once(
        tx, PolicyStatement, version=version, text_en=text_en.strip(), text_fa=text_fa.strip(),
        signed_by=signed_by.strip(), published_by_id=actor.id, published_at=tx.clock.now(), review_due=review_due,
    )  # fmt: skip
    if made is None:
        raise Conflict  # somebody published the same version in the same moment
    await record(
        tx,
        PolicyPublished(actor=actor.name, statement_id=made, version=version, review_due=review_due.isoformat()),
    )
    return (await tx.scalars(select(PolicyStatement).where(PolicyStatement.id == made))).one()


async def renew_policy(tx: Transaction, statement: PolicyStatement, *, review_due: datetime, actor: Actor) -> None:
    """Looked through and still good: the yearly word that it holds. Raises `Invalid` for a day that is over."""
    if review_due <= tx.clock.now():
        raise Invalid("The day must lie ahead.", code="day_over")
    statement.review_due, statement.reviewed_at = review_due, tx.clock.now()
    await tx.flush()
    await record(tx, PolicyReviewed(actor=actor.name, statement_id=statement.id, review_due=review_due.isoformat()))


async def policy_in_force(tx: Transaction) -> PolicyStatement | None:
    """The newest version; None when none was ever signed."""
    return await tx.scalar(select(PolicyStatement).order_by(PolicyStatement.version.desc()).limit(1))


async def confirm_read(tx: Transaction, statement: PolicyStatement, agent: Agent) -> bool:
    """False when they had confirmed it before."""
    made = await insert_once(
        tx, PolicyRead, statement_id=statement.id, agent_id=agent.id, read_at=tx.clock.now()
    )  # fmt: skip
    if made is None:
        return False
    await record(tx, PolicyWasRead(actor=f"agent:{agent.id}", statement_id=statement.id, agent_id=agent.id))
    return True


async def has_read(tx: Transaction, statement: PolicyStatement, agent: Agent) -> bool:
    query = select(PolicyRead.id).where(PolicyRead.statement_id == statement.id, PolicyRead.agent_id == agent.id)
    return await tx.scalar(query) is not None


async def readers(tx: Transaction, statement: PolicyStatement) -> tuple[int, int]:
    """How many active colleagues have read it, and how many there are."""
    active = await tx.scalar(select(func.count(Agent.id)).where(Agent.active)) or 0
    query = (
        select(func.count(PolicyRead.id)).join(Agent, Agent.id == PolicyRead.agent_id)
        .where(PolicyRead.statement_id == statement.id, Agent.active)
    )  # fmt: skip
    return await tx.scalar(query) or 0, active


async def statements(tx: Transaction) -> Sequence[PolicyStatement]:
    """Every version, the newest first."""
    return (await tx.scalars(select(PolicyStatement).order_by(PolicyStatement.version.desc()))).all()
