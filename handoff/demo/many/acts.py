"""What people do in a life: the same acts as at the desk and on the tracking page, each in a transaction of its own."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handoff.cases import Actor, Case
from handoff.cases.accepting import accept, reject
from handoff.cases.adding import note_contact
from handoff.cases.answering import Finding, Remedy, answer_at_front_line, approve, propose, send_back
from handoff.cases.assessing import assess, confirm_topic, suggested_severity
from handoff.cases.competence import competent
from handoff.cases.examination.declaring import declare
from handoff.cases.examination.interviewing import hear
from handoff.cases.examination.planning import end_step, open_investigation, plan_of
from handoff.cases.looking_up import issues_of, remedies_of
from handoff.cases.moving import CUSTOMER, SYSTEM, move
from handoff.cases.owning import own
from handoff.cases.remedying import carry_out, confirm_done
from handoff.cases.reopening import reopen
from handoff.cases.requesting_review import open_review
from handoff.cases.reviewing import decide_review
from handoff.cases.withdrawing import withdraw
from handoff.db import Transaction
from handoff.demo.many.life import Life
from handoff.staff import Agent
from handoff.surveys.answering import keep_answers
from handoff.surveys.inviting import is_over
from handoff.surveys.models import Survey

HOW = {"chat": "chat", "form": "track", "phone": "phone", "in_person": "phone", "email": "email", "post": "email"}


async def take_charge(tx: Transaction, case: Case, life: Life) -> None:
    if case.owner_id is None:  # else the worker was faster
        able = await competent(tx, case)
        people = [agent for agent in await _staff(tx) if "agent" in agent.roles and (able is None or agent.id in able)]
        await own(tx, case, life.chance.choice(people), actor=SYSTEM)


async def make_contact(tx: Transaction, case: Case, life: Life) -> None:
    await note_contact(tx, case, actor=_owner(case))


async def judge(tx: Transaction, case: Case, life: Life) -> None:
    for issue in await issues_of(tx, case):
        await confirm_topic(tx, case, issue, topic=issue.topic, actor=_owner(case))
    severity = max(await suggested_severity(tx, case), life.severity)
    await assess(
        tx, case, severity=severity, impact=life.impact, urgency=life.urgency, complexity="normal", actor=_owner(case)
    )


async def try_front_line(tx: Transaction, case: Case, life: Life) -> None:
    await move(tx, case, "T05", _owner(case))


async def answer(tx: Transaction, case: Case, life: Life) -> None:
    findings = await _findings(tx, case, life)
    await answer_at_front_line(
        tx, case, findings=findings, text=life.answer, remedies=_remedies(tx, life), actor=_owner(case)
    )


async def investigate(tx: Transaction, case: Case, life: Life) -> None:
    await open_investigation(tx, case, actor=_owner(case))


async def propose_decision(tx: Transaction, case: Case, life: Life) -> None:
    """The plan is followed to its end, whoever is complained about is heard, and then the decision is written."""
    who = _owner(case)
    await declare(tx, case, stake=False, actor=who)
    for step in await plan_of(tx, case):
        if step.ended_at is None:
            await end_step(tx, case, step, result=life.reason, actor=who)
    if "staff_subject" in case.flags or case.subject_id is not None:
        await hear(tx, case, who="staff_subject", words=life.reason, actor=who)
    promised = any(item.offered_at for item in await remedies_of(tx, case))
    remedies = [] if promised else _remedies(tx, life)
    await propose(
        tx, case, findings=await _findings(tx, case, life), text=life.answer, remedies=remedies, evidence=life.reason,
        why_no_remedy=None if remedies else life.reason, actor=who,
    )  # fmt: skip


async def ask_for_more(tx: Transaction, case: Case, life: Life) -> None:
    await send_back(tx, case, comment=life.reason, actor=await _leader(tx))


async def approve_decision(tx: Transaction, case: Case, life: Life) -> None:
    await approve(tx, case, actor=await _leader(tx))


async def accept_answer(tx: Transaction, case: Case, life: Life) -> None:
    await accept(tx, case, how=HOW[life.channel], actor=CUSTOMER)


async def name_missed_point(tx: Transaction, case: Case, life: Life) -> None:
    await reject(tx, case, how=HOW[life.channel], actor=CUSTOMER, new=life.objection)


async def reject_answer(tx: Transaction, case: Case, life: Life) -> None:
    await reject(tx, case, how=HOW[life.channel], actor=CUSTOMER)


async def look_afresh(tx: Transaction, case: Case, life: Life) -> None:
    review = await open_review(tx, case)
    assert review is not None and review.reviewer_id is not None, "somebody was named as soon as it was asked for"  # noqa: PT018
    await decide_review(
        tx, case, findings=await _findings(tx, case, life), text=life.answer, changes=life.reason, remedies=[],
        actor=Actor.agent(review.reviewer_id, "reviewer"),
    )  # fmt: skip


async def keep_promises(tx: Transaction, case: Case, life: Life) -> None:
    for item in await remedies_of(tx, case):
        await carry_out(tx, case, item, proof=life.reason, actor=_owner(case))


async def confirm(tx: Transaction, case: Case, life: Life) -> None:
    await confirm_done(tx, case, actor=CUSTOMER)


async def take_back(tx: Transaction, case: Case, life: Life) -> None:
    await withdraw(tx, case, actor=CUSTOMER)


async def open_again(tx: Transaction, case: Case, life: Life) -> None:
    await reopen(tx, case, reason=life.objection, actor=await _leader(tx, "supervisor"))


async def rate(tx: Transaction, case: Case, life: Life) -> None:
    """Answer the survey, when there is one for this person."""
    survey = await tx.scalar(select(Survey).where(Survey.case_id == case.id))
    if survey is not None and survey.answered_at is None and not is_over(tx, survey):
        await keep_answers(tx, survey, answers={code: life.score() for code in survey.items}, finished=True)


async def _findings(tx: Transaction, case: Case, life: Life) -> dict[int, Finding]:
    finding = Finding(outcome=life.outcome, reason=life.reason, cause=life.cause)
    return {issue.id: finding for issue in await issues_of(tx, case)}


def _remedies(tx: Transaction, life: Life) -> list[Remedy]:
    if life.remedy is None:
        return []
    currency = tx.policy.organisation.currency if life.amount is not None else None
    due = tx.clock.now() + timedelta(days=7)
    return [Remedy(code=life.remedy, amount=life.amount, currency=currency, due_at=due)]


def _owner(case: Case) -> Actor:
    assert case.owner_id is not None, "somebody has taken charge"
    return Actor(f"agent:{case.owner_id}", "agent", case.owner_id)


async def _leader(tx: Transaction, role: str = "approver") -> Actor:
    leader = next(agent for agent in await _staff(tx) if "supervisor" in agent.roles)
    return Actor.agent(leader.id, role)


async def _staff(tx: Transaction) -> list[Agent]:
    return list(await tx.scalars(select(Agent).order_by(Agent.id)))
