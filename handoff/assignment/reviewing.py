"""Arrange a second look by somebody new: at once when somebody may, else as soon as somebody can be found."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from handoff.cases import Case
from handoff.cases.events import AnswerSent, CaseMoved
from handoff.cases.finding_reviewer import choose_reviewer
from handoff.cases.later_events import ReviewAsked, ReviewerMissing
from handoff.cases.later_models import Review
from handoff.cases.requesting_review import ask_review_by_policy, drop_request, open_review
from handoff.cases.reviewing import begin_review
from handoff.db import Transaction
from handoff.events import hold, record
from handoff.staff import Agent


async def arrange(tx: Transaction, event: ReviewAsked) -> None:
    """A second look is wanted: begin it at once when somebody may, else ask a supervisor to name somebody."""
    assert event.case_id is not None, "a review is of a case"
    case = await tx.get_one(Case, event.case_id)
    if case.state == "responded" and not await _begin(tx, case):
        await record(
            tx,
            ReviewerMissing(case_id=case.id, conversation_id=case.conversation_id, review_id=event.review_id),
        )


async def look_twice(tx: Transaction, event: AnswerSent) -> None:
    """Some answers are looked at afresh without anybody having to ask."""
    assert event.case_id is not None, "an answer belongs to a case"
    await ask_review_by_policy(tx, await tx.get_one(Case, event.case_id))


async def forget(tx: Transaction, event: CaseMoved) -> None:
    """The case went another way than to a reviewer."""
    if event.came_from == "responded" and event.to != "internal_review" and event.case_id is not None:
        await drop_request(tx, await tx.get_one(Case, event.case_id))


async def unreviewed(tx: Transaction, limit: int) -> Sequence[int]:
    """Cases whose second look waits for somebody, now that there may be somebody."""
    anybody = await tx.scalars(select(Agent).where(Agent.active))
    if not any("reviewer" in agent.roles for agent in anybody):
        return ()
    query = (
        select(Case)
        .join(Review, Review.case_id == Case.id)
        .where(Case.state == "responded", Review.reviewer_id.is_(None), Review.ended_at.is_(None))
        .order_by(Review.asked_at)
        .limit(limit)
    )
    return [case.id for case in await tx.scalars(query) if await choose_reviewer(tx, case)]


async def find_reviewer(tx: Transaction, case_id: int) -> None:
    case = await tx.get_one(Case, case_id)
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await tx.refresh(case)
    if case.state == "responded":
        await _begin(tx, case)


async def _begin(tx: Transaction, case: Case) -> bool:
    review, reviewer = await open_review(tx, case), await choose_reviewer(tx, case)
    return review is not None and reviewer is not None and await begin_review(tx, case, review, reviewer)
