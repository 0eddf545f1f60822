"""The second look: begun by somebody who was not involved, decided afresh, with what changed on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import update

from handoff.cases.answering import Finding, Remedy, find_all, offer_remedies, send_answer, write_answer
from handoff.cases.finding_reviewer import choose_reviewer
from handoff.cases.later_events import ReviewBegun, ReviewDecided
from handoff.cases.later_models import Review, ReviewFinding
from handoff.cases.looking_up import issues_of
from handoff.cases.models import Answer, Case
from handoff.cases.moving import SYSTEM, Actor, NotPossible, move
from handoff.cases.owning import own
from handoff.cases.requesting_review import ask_review, open_review
from handoff.db import Transaction, change, keys
from handoff.errors import Conflict, NotAllowed
from handoff.events import hold, record
from handoff.staff import Agent


async def begin_review(tx: Transaction, case: Case, review: Review, reviewer: Agent) -> bool:
    """Let `reviewer` look at it afresh and answer for the case meanwhile (T21, or T40 after closure).

    False when somebody else was named first. Raises `NotPossible` (reviewer_not_previously_involved): a hard block.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    won = await change(
        tx,
        update(Review)
        .where(Review.id == review.id, Review.reviewer_id.is_(None), Review.ended_at.is_(None))
        .values(reviewer_id=reviewer.id, named_at=tx.clock.now()),
    )
    if not won:
        return False
    await tx.refresh(review)
    await move(tx, case, "T21", SYSTEM, reviewer=reviewer.id)
    await _take_over(tx, case, review, reviewer)
    return True


async def ask_after_closing(tx: Transaction, case: Case, *, how: str, actor: Actor, words: str | None = None) -> None:
    """After closure, within the time for it, the complainant wants somebody new to look at it (T40).

    Raises `NotPossible`: too late, the last stage, or nobody here who may review it (then the case can be opened again).
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    reviewer = await choose_reviewer(tx, case)
    named = reviewer.id if reviewer else None
    await move(tx, case, "T40", Actor(actor.name, "complainant", actor.id), reviewer=named)
    assert reviewer is not None, "the step needs one"
    case.closed_at, case.closure_reason = None, None
    review = await ask_review(tx, case, how=how, actor=actor, words=words)
    review.reviewer_id, review.named_at = reviewer.id, tx.clock.now()
    await tx.flush()
    await _take_over(tx, case, review, reviewer)


async def decide_review(
    tx: Transaction,
    case: Case,
    *,
    findings: Mapping[int, Finding],
    text: str,
    changes: str,
    remedies: Sequence[Remedy],
    actor: Actor,
) -> Answer:
    """Answer finally, inside the organisation (T29). `changes`: what is different from the first decision, or why nothing is.

    Raises `NotAllowed` for anybody but the person who was named, and `NotPossible` with what is missing.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    review = await open_review(tx, case)
    if review is None:
        raise NotPossible
    elif review.reviewer_id != actor.id:
        raise NotAllowed("Only the person who reviews this case may decide it.")
    before = {issue.id: issue.outcome for issue in await issues_of(tx, case)}
    await _keep_first_findings(tx, review, case)
    await find_all(tx, case, findings, actor=actor)
    await offer_remedies(tx, case, remedies, actor)
    answer = await write_answer(tx, case, text, actor)
    await move(tx, case, "T29", Actor(actor.name, "reviewer", actor.id), changes=changes, text=text)
    changed = tuple([issue.id for issue in await issues_of(tx, case) if issue.outcome != before[issue.id]])
    review.result = "changed" if changed else "confirmed"
    review.answer_id, review.ended_at = answer.id, tx.clock.now()
    review.changes = await keys.seal(tx, case.key_owner, changes.strip())
    await _note_outcomes(tx, review, case)
    await record(
        tx,
        ReviewDecided(
            case_id=case.id,
            conversation_id=case.conversation_id,
            actor=actor.name,
            review_id=review.id,
            result=review.result,
            changed=changed,
        ),
    )
    await send_answer(tx, case, answer, actor, approved_by=None)
    return answer


async def replace_reviewer(tx: Transaction, case: Case, reviewer: Agent, *, actor: Actor) -> None:
    """Somebody else, who is new to the case as well, reviews it instead."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    review = await open_review(tx, case)
    if review is None or case.state != "internal_review":
        raise Conflict
    await own(tx, case, reviewer, actor=actor)
    review.reviewer_id, review.named_at = reviewer.id, tx.clock.now()
    await tx.flush()


async def _take_over(tx: Transaction, case: Case, review: Review, reviewer: Agent) -> None:
    case.stage = 2
    await own(tx, case, reviewer, actor=SYSTEM)
    await record(
        tx,
        ReviewBegun(case_id=case.id, conversation_id=case.conversation_id, review_id=review.id, agent_id=reviewer.id),
    )


async def _keep_first_findings(tx: Transaction, review: Review, case: Case) -> None:
    for issue in await issues_of(tx, case):
        tx.add(
            ReviewFinding(
                review_id=review.id,
                issue_id=issue.id,
                before=issue.outcome,
                after=issue.outcome or "",
                before_reason=issue.finding,
            )
        )
    await tx.flush()


async def _note_outcomes(tx: Transaction, review: Review, case: Case) -> None:
    for issue in await issues_of(tx, case):
        await change(
            tx,
            update(ReviewFinding)
            .where(ReviewFinding.review_id == review.id, ReviewFinding.issue_id == issue.id)
            .values(after=issue.outcome),
        )
