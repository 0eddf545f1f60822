"""One step of one person on one case, whatever state it is in; and what a complainant says."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from handoff.cases import Actor, Case, move
from handoff.cases.accepting import accept, reject
from handoff.cases.adding import note_contact
from handoff.cases.answering import Finding, Remedy, answer_at_front_line, approve, propose
from handoff.cases.assessing import assess, confirm_topic, severity_floor
from handoff.cases.care.containing import next_safety_step, take_safety_step
from handoff.cases.examination.declaring import declare
from handoff.cases.examination.interviewing import hear
from handoff.cases.examination.planning import end_step, open_investigation, plan_of
from handoff.cases.guards import latest_assessment
from handoff.cases.looking_up import issues_of, remedies_of
from handoff.cases.moving import CUSTOMER, NotPossible
from handoff.cases.remedying import carry_out, confirm_done
from handoff.cases.reviewing import decide_review
from handoff.db import Transaction
from handoff.staff import Agent
from tests.year.plan import Told

ANSWER = {"en": "You are right, and we are sorry.", "fa": "حق با شماست و عذر می‌خواهیم."}


async def work_on(tx: Transaction, case: Case, one: Told, people: dict[str, Agent]) -> None:
    """The next step, by whoever it belongs to."""
    actor, nasrin = Actor.agent(case.owner_id or 0), people["Nasrin"]
    officer = Actor(f"agent:{nasrin.id}", "safety_officer", nasrin.id)
    while (code := await next_safety_step(tx, case)) is not None:  # danger goes before everything else
        await take_safety_step(tx, case, code=code, words="The kettles were taken back.", actor=officer)
    if case.state == "in_assessment":
        await _judge(tx, case, one, actor)
    elif case.state == "early_resolution":
        await _answer(tx, case, one, actor)
    elif case.state == "investigating":
        await _propose(tx, case, one, actor)
    elif case.state == "decision_pending":
        await approve(tx, case, actor=Actor(f"agent:{nasrin.id}", "approver", nasrin.id))
    elif case.state == "implementing":
        for item in await remedies_of(tx, case):
            await carry_out(tx, case, item, proof="Receipt 4711.", actor=actor)
    elif case.state == "internal_review":
        await decide_review(
            tx, case, findings=await _findings(tx, case), text=ANSWER[one.language], remedies=[],
            changes="Nothing: the first answer stands, and here is why.", actor=actor,
        )  # fmt: skip


async def replied(tx: Transaction, case: Case, one: Told) -> None:
    """What the complainant says, once they have thought it over. The silent say nothing, ever."""
    if tx.clock.now() - case.state_entered_at < one.reply_after:
        return
    if case.state == "verifying" and one.confirmed:
        await confirm_done(tx, case, actor=CUSTOMER)
    elif case.state == "responded" and (one.reply == "accepted" or (case.stage > 1 and one.number % 3)):
        await accept(tx, case, how="track", actor=CUSTOMER)
    elif case.state == "responded" and one.reply == "rejected":
        await reject(tx, case, how="track", actor=CUSTOMER, words="I do not think so.")


async def _judge(tx: Transaction, case: Case, one: Told, actor: Actor) -> None:
    if await latest_assessment(tx, case) is None:
        await note_contact(tx, case, actor=actor)
        for issue in await issues_of(tx, case):
            await confirm_topic(tx, case, issue, topic=issue.topic, actor=actor)
        severity = max(one.severity, await severity_floor(tx, case))
        await assess(tx, case, severity=severity, impact=1, urgency=2, complexity="simple", actor=actor)
    elif one.severity <= 2 and "safety" not in case.flags and not one.topic.startswith("C06"):
        await _answer(tx, case, one, actor)
    else:
        await open_investigation(tx, case, actor=actor)


async def _answer(tx: Transaction, case: Case, one: Told, actor: Actor) -> None:
    try:
        async with tx.begin_nested():
            await answer_at_front_line(
                tx, case, findings=await _findings(tx, case), text=ANSWER[one.language],
                remedies=_remedies(tx, one), actor=actor,
            )  # fmt: skip
    except NotPossible:
        await tx.refresh(case)
        if case.state == "early_resolution":
            await move(tx, case, "T09", Actor(actor.name, "agent", actor.id))
        else:
            await open_investigation(tx, case, actor=actor)


async def _propose(tx: Transaction, case: Case, one: Told, actor: Actor) -> None:
    if tx.clock.now() - case.state_entered_at > timedelta(days=2):  # it takes a while to find out
        await declare(tx, case, stake=False, actor=actor)
        for step in await plan_of(tx, case):
            if step.ended_at is None:
                await end_step(tx, case, step, result="The records show it.", actor=actor)
        if "staff_subject" in case.flags or case.subject_id is not None:
            await hear(tx, case, who="staff_subject", words="I was in a hurry.", actor=actor)
        await propose(
            tx, case, findings=await _findings(tx, case), text=ANSWER[one.language], remedies=_remedies(tx, one),
            evidence="The packing list.", why_no_remedy=None if one.remedy else "An apology was wanted.",
            actor=actor,
        )  # fmt: skip


async def _findings(tx: Transaction, case: Case) -> dict[int, Finding]:
    found = Finding(outcome="upheld", reason="The records show it.", cause="K05")
    return {issue.id: found for issue in await issues_of(tx, case)}


def _remedies(tx: Transaction, one: Told) -> list[Remedy]:
    if not one.remedy:
        return []
    due = tx.clock.now() + timedelta(days=5)
    return [Remedy(code="R14", amount=Decimal(100_000), currency="IRT", due_at=due)]
