"""Answer a complaint: at the front line within one's limits, or as a decision that another person approves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from handoff.cases.events import AnswerProposed, AnswerSent
from handoff.cases.guards import latest_answer
from handoff.cases.looking_up import issues_of
from handoff.cases.models import Answer, Case, RemedyItem
from handoff.cases.moving import Actor, move
from handoff.db import Transaction, keys
from handoff.errors import Conflict, Invalid
from handoff.events import hold, record

LONGEST = 20_000  # characters


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What the organisation found on one issue: the outcome's code, and why in words."""

    outcome: str
    reason: str
    cause: str | None = None


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """What is offered. `due_at` is when it will have been done."""

    code: str
    due_at: datetime
    detail: str | None = None
    amount: Decimal | None = None
    currency: str | None = None


async def answer_at_front_line(
    tx: Transaction, case: Case, *, findings: Mapping[int, Finding], text: str, remedies: Sequence[Remedy], actor: Actor
) -> Answer:
    """Answer at once, within an agent's limits (T05 and T08). `findings` are by issue id.

    Raises `NotPossible` with the names of what stands in the way: then the case needs an investigation.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await find_issues(tx, case, findings)
    await offer_remedies(tx, case, remedies, actor)
    if case.state == "in_assessment":
        await move(tx, case, "T05", actor)
    answer = await write_answer(tx, case, text, actor)
    await move(tx, case, "T08", actor)
    await send_answer(tx, case, answer, actor, approved_by=None)
    return answer


async def propose(
    tx: Transaction,
    case: Case,
    *,
    findings: Mapping[int, Finding],
    text: str,
    remedies: Sequence[Remedy],
    evidence: str,
    why_no_remedy: str | None = None,
    staff_subject_heard: bool = False,
    actor: Actor,
) -> Answer:
    """Propose a decision after an investigation (T15): another person approves it."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await find_issues(tx, case, findings)
    await offer_remedies(tx, case, remedies, actor)
    answer = await write_answer(tx, case, text, actor)
    cause = next((finding.cause for finding in findings.values() if finding.cause), None)
    await move(
        tx,
        case,
        "T15",
        Actor(actor.name, "investigator", actor.id),
        evidence=evidence,
        cause=cause,
        why_no_remedy=why_no_remedy,
        staff_subject_heard=staff_subject_heard,
    )
    await record(
        tx,
        AnswerProposed(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, answer_id=answer.id),
    )
    return answer


async def approve(tx: Transaction, case: Case, *, actor: Actor, why_no_remedy: str | None = None) -> Answer:
    """Send the proposed decision (T17). Raises `NotPossible` when the approver proposed it themselves."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    answer = await latest_answer(tx, case)
    if answer is None:
        raise Conflict
    await move(tx, case, "T17", actor, approver=actor.id, why_no_remedy=why_no_remedy or "as proposed")
    await send_answer(tx, case, answer, actor, approved_by=actor.id)
    return answer


async def send_back(tx: Transaction, case: Case, *, comment: str, actor: Actor) -> None:
    """Return a proposed decision for more work (T16). Its remedies are taken off the table with it."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    answer = await latest_answer(tx, case)
    await move(tx, case, "T16", actor, comment=comment)
    if answer is not None:
        answer.returned_at = tx.clock.now()


async def find_issues(tx: Transaction, case: Case, findings: Mapping[int, Finding]) -> None:
    for issue in await issues_of(tx, case):
        if finding := findings.get(issue.id):
            if finding.outcome not in tx.policy.lifecycle.outcomes:
                raise Invalid("There is no outcome {outcome}.", code="outcome_unknown", outcome=finding.outcome)
            issue.outcome, issue.cause = finding.outcome, finding.cause
            issue.finding = await keys.seal(tx, case.key_owner, finding.reason.strip() or None)
    await tx.flush()


async def offer_remedies(tx: Transaction, case: Case, remedies: Sequence[Remedy], actor: Actor) -> None:
    assert actor.id is not None, "only people offer remedies"
    for remedy in remedies:
        if remedy.code not in tx.policy.remedies.catalogue:
            raise Invalid("There is no remedy {remedy}.", code="remedy_unknown", remedy=remedy.code)
        tx.add(
            RemedyItem(
                case_id=case.id,
                code=remedy.code,
                detail=await keys.seal(tx, case.key_owner, remedy.detail),
                amount=remedy.amount,
                currency=remedy.currency,
                owner_id=actor.id,
                due_at=remedy.due_at,
            )
        )
    await tx.flush()


async def write_answer(tx: Transaction, case: Case, text: str, actor: Actor) -> Answer:
    assert actor.id is not None, "only people answer"
    if not text.strip():
        raise Invalid("Please write the answer.", code="answer_missing")
    elif len(text) > LONGEST:
        raise Invalid("An answer may have up to {longest} characters.", code="answer_long", longest=LONGEST)
    answer = Answer(
        case_id=case.id,
        stage=case.stage,
        by_id=actor.id,
        proposed_at=tx.clock.now(),
        body=await keys.seal(tx, case.key_owner, text.strip()),
    )
    tx.add(answer)
    await tx.flush()
    return answer


async def send_answer(tx: Transaction, case: Case, answer: Answer, actor: Actor, *, approved_by: int | None) -> None:
    answer.sent_at = case.final_response_at = tx.clock.now()
    answer.approved_by_id = approved_by
    await record(
        tx,
        AnswerSent(
            case_id=case.id,
            conversation_id=case.conversation_id,
            actor=actor.name,
            answer_id=answer.id,
            approved_by=approved_by,
        ),
    )
