"""Say who does what until when, what the effect should be, and who will look at it. Before the start, not after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from handoff.cases import Actor
from handoff.db import Transaction, change, keys
from handoff.errors import Conflict, Invalid
from handoff.events import record
from handoff.improvement.events import StepDone, StepPlanned
from handoff.improvement.models import Action, ActionStep
from handoff.improvement.moving import is_closed
from handoff.improvement.wording import seal_words
from handoff.staff import Agent


@dataclass(frozen=True, kw_only=True)
class Target:
    """Which figure shows the effect: so many cases in so much exposure before, and at which rate it would be good.

    Rates are cases per unit of exposure (per thousand orders, per week). `window_days` after the end of the work the effect
    is looked at, if `min_exposure` was reached.
    """

    metric: str
    baseline_count: int
    baseline_exposure: float
    target_rate: float
    window_days: int
    min_exposure: float


async def name_people(tx: Transaction, action: Action, *, owner: Agent, sponsor: Agent | None, checker: Agent) -> None:
    """Who is responsible, who stands behind it, who looks at the effect. Raises `Invalid` when the owner would check."""
    _still_open(tx, action)
    if owner.id == checker.id:
        raise Invalid("Somebody other than the owner checks the effect.", code="checker_is_owner")
    action.owner_id, action.checker_id = owner.id, checker.id
    action.sponsor_id = sponsor.id if sponsor else None
    await tx.flush()


async def describe(tx: Transaction, action: Action, **words: str | None) -> None:
    """What, where, when, how many, how bad, and where not: the problem, and what is known of it."""
    _still_open(tx, action)
    action.details = await seal_words(tx, action.key_owner, action.details, words)
    await tx.flush()


async def state_cause(
    tx: Transaction, action: Action, *, code: str, method: str, cause: str, evidence: str, beside: str | None = None,
    test: str | None = None,
) -> None:  # fmt: skip
    """Why the problem exists. Raises `Invalid` for an unknown code or method, or without evidence."""
    _still_open(tx, action)
    for name in (code, beside):
        if name is not None and name not in tx.policy.causes:
            raise Invalid("There is no cause {cause}.", code="cause_unknown", cause=name)
    if method not in tx.policy.improvement.methods:
        raise Invalid("Please say by which method the cause was found.", code="method_missing")
    elif not cause.strip() or not evidence.strip():
        raise Invalid("A cause needs a sentence that states it and the evidence for it.", code="evidence_missing")
    action.cause, action.beside, action.method = code, beside, method
    await describe(tx, action, cause=cause, evidence=evidence, test=test)


async def set_target(tx: Transaction, action: Action, target: Target) -> None:
    """Raises `Conflict` once the work has begun: a target set afterwards proves nothing."""
    _still_open(tx, action)
    if action.began_at is not None and action.state != "reopened_not_effective":
        raise Conflict("The target is stated before the work begins.", code="target_late")
    elif target.metric not in tx.policy.measures.catalogue:
        raise Invalid("There is no measure {measure}.", code="measure_unknown", measure=target.metric)
    elif min(target.baseline_count, target.target_rate) < 0 or min(target.baseline_exposure, target.min_exposure) <= 0:
        raise Invalid("Counts and rates are not negative, and exposure is more than nothing.", code="target_impossible")
    elif not 1 <= target.window_days <= 730:
        raise Invalid("The effect is watched for between 1 and 730 days.", code="window_impossible")
    action.metric, action.baseline_count = target.metric, target.baseline_count
    action.baseline_exposure, action.target_rate = target.baseline_exposure, target.target_rate
    action.window_days, action.min_exposure = target.window_days, target.min_exposure
    await tx.flush()


async def plan_step(
    tx: Transaction, action: Action, *, kind: str, what: str, owner: Agent, due_at: datetime, actor: Actor
) -> ActionStep:
    """Raises `Invalid` without words, or for a day that is over."""
    _still_open(tx, action)
    if kind not in tx.policy.improvement.kinds or not what.strip():
        raise Invalid("Please say what is to be done.", code="step_missing")
    elif due_at <= tx.clock.now():
        raise Invalid("The day must lie ahead.", code="day_over")
    step = ActionStep(
        action_id=action.id, kind=kind, what=await keys.seal(tx, action.key_owner, what.strip()), owner_id=owner.id,
        due_at=due_at, first_due_at=due_at,
    )  # fmt: skip
    tx.add(step)
    await tx.flush()
    await _tell(tx, action, step, actor)
    return step


async def put_off(
    tx: Transaction, action: Action, step: ActionStep, *, due_at: datetime, reason: str, actor: Actor
) -> None:
    """Another day, for a reason that is kept beside what was planned. That it was late stays."""
    _still_open(tx, action)
    if not reason.strip():
        raise Invalid("Please give the reason.", code="reason_missing")
    elif step.done_at is not None or due_at <= tx.clock.now():
        raise Invalid("The day must lie ahead.", code="day_over")
    before = await keys.unseal(tx, action.key_owner, step.what)
    step.what = await keys.seal(tx, action.key_owner, f"{before}\n{reason.strip()}") or step.what
    step.due_at = due_at
    await tx.flush()
    await _tell(tx, action, step, actor)


async def do_step(tx: Transaction, action: Action, step: ActionStep, *, proof: str, actor: Actor) -> None:
    """It was done, and this shows it. Raises `Invalid` without proof, `Conflict` when it was done before."""
    if not proof.strip():
        raise Invalid("Please say what shows that it was done.", code="proof_missing")
    sealed = await keys.seal(tx, action.key_owner, proof.strip())
    done = await change(
        tx,
        update(ActionStep)
        .where(ActionStep.id == step.id, ActionStep.done_at.is_(None))
        .values(done_at=tx.clock.now(), proof=sealed),
    )
    await tx.refresh(step)
    if not done:
        raise Conflict
    await record(tx, StepDone(actor=actor.name, action_id=action.id, step_id=step.id))


async def steps_of(tx: Transaction, action: Action) -> Sequence[ActionStep]:
    return (
        await tx.scalars(
            select(ActionStep).where(ActionStep.action_id == action.id).order_by(ActionStep.due_at, ActionStep.id)
        )
    ).all()


async def _tell(tx: Transaction, action: Action, step: ActionStep, actor: Actor) -> None:
    due_at = step.due_at.isoformat()
    await record(
        tx,
        StepPlanned(actor=actor.name, action_id=action.id, step_id=step.id, owner_id=step.owner_id, due_at=due_at),
    )


def _still_open(tx: Transaction, action: Action) -> None:
    if is_closed(tx, action):
        raise Conflict("This action is closed.", code="action_closed")
