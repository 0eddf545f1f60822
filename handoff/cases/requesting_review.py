"""Ask for a second look: by the complainant, who need not say why, or by the policy itself."""

from __future__ import annotations

from sqlalchemy import select, update

from handoff.cases.later_events import ReviewAsked
from handoff.cases.later_models import Review
from handoff.cases.looking_up import issues_of, latest_assessment
from handoff.cases.models import Answer, Case
from handoff.cases.moving import SYSTEM, Actor
from handoff.db import Transaction, change, keys
from handoff.events import hold, record

ALWAYS = frozenset(
    {"C06.5", "C11.3", "C12.5"}
)  # harassment, discrimination, retaliation: never the last word of one desk


async def ask_review(tx: Transaction, case: Case, *, how: str, actor: Actor, words: str | None = None) -> Review:
    """Note that somebody new is to look at it. Asked again while somebody is looked for, it is the same request."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    open_one = await open_review(tx, case)
    if open_one is not None:
        return open_one
    review = Review(
        case_id=case.id,
        asked_at=tx.clock.now(),
        asked_by=actor.name,
        how=how,
        words=await keys.seal(tx, case.key_owner, words),
        first_answer_id=await _answer_in_force(tx, case),
    )
    tx.add(review)
    await tx.flush()
    await record(
        tx,
        ReviewAsked(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, review_id=review.id, how=how
        ),
    )
    return review


async def open_review(tx: Transaction, case: Case) -> Review | None:
    """The second look that is asked for or under way."""
    query = select(Review).where(Review.case_id == case.id, Review.ended_at.is_(None))
    return await tx.scalar(query.order_by(Review.id.desc()).limit(1), execution_options={"populate_existing": True})


async def ask_review_by_policy(tx: Transaction, case: Case) -> Review | None:
    """What was not upheld although it is serious, or about harassment, discrimination or retaliation, is looked at afresh
    without anybody having to ask. None when there is no need, or no further stage."""
    if case.stage >= tx.policy.organisation.profile.stages or case.state != "responded":
        return None
    refused = [issue.topic for issue in await issues_of(tx, case) if issue.outcome == "not_upheld"]
    assessment = await latest_assessment(tx, case)
    limit = tx.policy.organisation.profile.automatic_second_look_from_severity
    if not refused:
        return None
    elif ALWAYS.intersection(refused):
        return await ask_review(tx, case, how="topic", actor=SYSTEM)
    elif limit is not None and assessment is not None and assessment.severity >= limit:
        return await ask_review(tx, case, how="severity", actor=SYSTEM)
    else:
        return None


async def drop_request(tx: Transaction, case: Case) -> None:
    """The case went another way while somebody was still looked for."""
    await change(
        tx,
        update(Review)
        .where(Review.case_id == case.id, Review.reviewer_id.is_(None), Review.ended_at.is_(None))
        .values(ended_at=tx.clock.now()),
    )


async def _answer_in_force(tx: Transaction, case: Case) -> int | None:
    query = select(Answer.id).where(Answer.case_id == case.id, Answer.sent_at.is_not(None))
    return await tx.scalar(query.order_by(Answer.id.desc()).limit(1))
