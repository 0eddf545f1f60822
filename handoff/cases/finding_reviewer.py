"""Choose who looks at a case afresh: somebody new to it, in the complainant's language if possible, the least busy of them."""

from __future__ import annotations

from sqlalchemy import func, select

from handoff.cases.competence import is_competent
from handoff.cases.involvement import may_review
from handoff.cases.later_models import Review
from handoff.cases.models import Case
from handoff.db import Transaction
from handoff.staff import Agent


async def choose_reviewer(tx: Transaction, case: Case) -> Agent | None:
    """None when nobody here may."""
    people = (await tx.scalars(select(Agent).where(Agent.active).order_by(Agent.id))).all()
    able = [
        agent
        for agent in people
        if "reviewer" in agent.roles and await may_review(tx, case, agent) and await is_competent(tx, case, agent.id)
    ]
    busy = await _loads(tx) if able else {}
    return min(
        able, key=lambda agent: (case.language not in agent.languages, busy.get(agent.id, 0), agent.id), default=None
    )


async def _loads(tx: Transaction) -> dict[int, int]:
    rows = await tx.execute(
        select(Review.reviewer_id, func.count()).where(Review.ended_at.is_(None)).group_by(Review.reviewer_id)
    )
    return {agent_id: count for agent_id, count in rows.tuples().all() if agent_id is not None}
