"""Somebody may be in danger: speak with them, contain it, judge it, and only then call it over. Step by step."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from handoff.cases.care.events import SafetyLifted, SafetyStepTaken
from handoff.cases.examination.declaring import ensure_no_stake
from handoff.cases.looking_up import latest_assessment
from handoff.cases.models import Case
from handoff.cases.moving import Actor
from handoff.cases.records import SafetyStep
from handoff.cases.words import sealed
from handoff.db import Transaction
from handoff.errors import Conflict, Invalid, NotAllowed
from handoff.events import hold, record
from handoff.i18n import mark
from handoff.policy.priority import priority

OFFICER = "safety_officer"
LAST = "cleared"


async def take_safety_step(tx: Transaction, case: Case, *, code: str, words: str, actor: Actor) -> SafetyStep:
    """Note the next step, and what was done. None can be left out; only the safety officer says that the danger is over."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await ensure_no_stake(tx, case, actor)
    assert actor.id is not None, "only people act in danger"
    if "safety" not in case.flags:
        raise Conflict("This case is not marked as dangerous.", code="no_danger")
    elif code not in tx.policy.investigation.safety:
        raise Invalid("Please choose one of what is offered.", code="choice_missing")
    elif code == LAST and actor.role != OFFICER:
        raise NotAllowed("Only the safety officer may say that the danger is over.")
    elif code != await next_safety_step(tx, case):
        raise Conflict("Another step comes first.", code="safety_order")
    step = SafetyStep(case_id=case.id, code=code, by_id=actor.id, at=tx.clock.now())
    step.words = await sealed(tx, case, words, need=mark("Please say what was done."))
    tx.add(step)
    await tx.flush()
    await record(
        tx, SafetyStepTaken(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, code=code)
    )
    return step


async def lift_alarm(tx: Transaction, case: Case, *, reason: str, actor: Actor) -> None:
    """Nobody is in danger after all: the mark comes off, by the safety officer, for a reason. The priority is what was judged."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await ensure_no_stake(tx, case, actor)
    if actor.role != OFFICER or actor.id is None:
        raise NotAllowed("Only the safety officer may take the mark of danger off.")
    elif "safety" not in case.flags:
        raise Conflict("This case is not marked as dangerous.", code="no_danger")
    words = await sealed(tx, case, reason, need=mark("Please say why nobody is in danger."))
    tx.add(SafetyStep(case_id=case.id, code="lifted", words=words, by_id=actor.id, at=tx.clock.now()))
    case.flags = [flag for flag in case.flags if flag != "safety"]
    judged = await latest_assessment(tx, case)
    if judged is not None:
        case.priority = priority(
            judged.severity, judged.impact, judged.urgency, vulnerable="vulnerable" in case.flags,
            outside_interest="outside_interest" in case.flags, reopened=case.reopen_count > 0,
        )  # fmt: skip
    await tx.flush()
    await record(
        tx,
        SafetyLifted(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, priority=case.priority),
    )


async def next_safety_step(tx: Transaction, case: Case) -> str | None:
    """What comes now; None when all was done or nobody is in danger."""
    if "safety" not in case.flags:
        return None
    taken = {step.code for step in await safety_steps_of(tx, case)}
    return next((code for code in tx.policy.investigation.safety if code not in taken), None)


async def safety_steps_of(tx: Transaction, case: Case) -> Sequence[SafetyStep]:
    return (await tx.scalars(select(SafetyStep).where(SafetyStep.case_id == case.id).order_by(SafetyStep.id))).all()
