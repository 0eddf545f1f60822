"""What somebody wanted changed in a proposed decision."""

from __future__ import annotations

from sqlalchemy import select

from handoff.cases import Answer, Case
from handoff.db import Transaction, keys


async def last_comment(tx: Transaction, case: Case) -> str | None:
    """The comment with which the newest proposal was returned; None when the newest one was not."""
    newest = await tx.scalar(select(Answer).where(Answer.case_id == case.id).order_by(Answer.id.desc()).limit(1))
    if newest is None or newest.returned_at is None:
        return None
    return await keys.unseal(tx, case.key_owner, newest.comment)
