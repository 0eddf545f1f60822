"""Lay out how a case is looked into: the deeper, the more severe it is. Each step ends done or let go, with words."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from handoff.cases.examination.declaring import declare, ensure_no_stake
from handoff.cases.examination.events import PlanLaidOut, PlanStepEnded
from handoff.cases.looking_up import latest_assessment
from handoff.cases.models import Case
from handoff.cases.moving import Actor, move
from handoff.cases.records import PlanStep
from handoff.cases.words import sealed
from handoff.db import Transaction, change
from handoff.errors import Conflict, Invalid
from handoff.events import Event, hold, record
from handoff.i18n import mark

OWN = "own"  # a step that is not the policy's
SIMILAR = "similar_cases"
EXAMINED = ("investigating", "internal_review", "own_motion")


async def open_investigation(tx: Transaction, case: Case, *, actor: Actor) -> None:
    """Whoever opens it says that they have no stake in it; the plan follows from the severity (T06)."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await declare(tx, case, stake=False, actor=actor)
    await move(tx, case, "T06", actor)


async def lay_out(tx: Transaction, event: Event) -> None:
    """A case is looked into from now on, or was judged anew: the steps for its severity stand in the plan."""
    assert event.case_id is not None, "it happened to a case"
    case = await tx.get_one(Case, event.case_id)
    assessment = await latest_assessment(tx, case)
    if case.state not in EXAMINED or assessment is None:
        return
    there = {step.code for step in await plan_of(tx, case)}
    new = [step.code for step in tx.policy.investigation.plan_for(assessment.severity) if step.code not in there]
    if new:
        tx.add_all([PlanStep(case_id=case.id, code=code, let_go=False) for code in new])
        await tx.flush()
        await record(tx, PlanLaidOut(case_id=case.id, conversation_id=case.conversation_id, steps=tuple(new)))


async def add_step(tx: Transaction, case: Case, *, words: str, actor: Actor) -> PlanStep:
    """Something that this case needs beside the policy's steps."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await ensure_no_stake(tx, case, actor)
    step = PlanStep(case_id=case.id, code=OWN, let_go=False)
    step.words = await sealed(tx, case, words, need=mark("Please say what is to be done."))
    tx.add(step)
    await tx.flush()
    await record(tx, PlanLaidOut(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, steps=(OWN,)))
    return step


async def end_step(
    tx: Transaction, case: Case, step: PlanStep, *, result: str, actor: Actor, let_go: bool = False
) -> None:
    """What it gave, or why it is let go. Raises `Conflict` when somebody ended it already."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await ensure_no_stake(tx, case, actor)
    if step.case_id != case.id:
        raise Invalid
    need = mark("Please say why this step is not needed.") if let_go else mark("Please say what this step gave.")
    ended = await change(
        tx,
        update(PlanStep)
        .where(PlanStep.id == step.id, PlanStep.ended_at.is_(None))
        .values(
            ended_at=tx.clock.now(), ended_by_id=actor.id, let_go=let_go,
            result=await sealed(tx, case, result, need=need),
        ),
    )  # fmt: skip
    await tx.refresh(step)
    if not ended:
        raise Conflict(code="moved_meanwhile")
    await record(
        tx,
        PlanStepEnded(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, step_id=step.id, code=step.code,
            let_go=let_go,
        ),
    )  # fmt: skip


async def plan_of(tx: Transaction, case: Case) -> Sequence[PlanStep]:
    return (await tx.scalars(select(PlanStep).where(PlanStep.case_id == case.id).order_by(PlanStep.id))).all()
