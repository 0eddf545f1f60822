"""Look whether an action helped: by somebody other than its owner, not before its day, with figures and not with an opinion."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from sqlalchemy import update

from handoff.cases import Actor
from handoff.cases.moving import NotPossible
from handoff.db import Transaction, change
from handoff.errors import Conflict, Invalid
from handoff.events import record
from handoff.improvement.effect import compare, judge
from handoff.improvement.events import CheckPlanned, EffectChecked
from handoff.improvement.models import Action
from handoff.improvement.wording import seal_words


async def check_effect(
    tx: Transaction, action: Action, *, count: int, exposure: float, note: str | None = None, actor: Actor
) -> str:
    """The result by the policy's rule. What cannot be told yet is watched once more for as long, then it counts as it stands.

    Raises `NotPossible` (checker_is_not_owner, check_was_due), `Invalid` for impossible numbers, `Conflict` when it is not
    being watched, or was looked at meanwhile.
    """
    if action.state != "verifying" or action.check_due_at is None:
        raise Conflict("This action is not being watched.", code="not_watched")
    missing: tuple[str, ...] = ("checker_is_not_owner",) if actor.id is None or actor.id == action.owner_id else ()
    missing += ("check_was_due",) if action.check_due_at > tx.clock.now() else ()
    if missing:
        raise NotPossible(missing)
    assert action.baseline_count is not None and action.baseline_exposure is not None  # noqa: PT018  # stated before the start
    try:
        effect = compare(action.baseline_count, action.baseline_exposure, count, exposure)
    except ValueError as problem:
        raise Invalid(
            "Counts and rates are not negative, and exposure is more than nothing.", code="target_impossible"
        ) from problem
    result = judge(
        effect, target_rate=action.target_rate or 0.0, exposure=exposure, least_exposure=action.min_exposure or 0.0,
        significant_below=tx.policy.improvement.significant_below,
    )  # fmt: skip
    now, again = tx.clock.now(), result == "cannot_tell" and not action.extended
    done = await change(
        tx,
        update(Action)
        .where(Action.id == action.id, Action.state == "verifying", Action.check_due_at == action.check_due_at)
        .values(
            result=result, numbers={"count": count, "exposure": exposure, **asdict(effect)}, checked_at=now,
            checked_by_id=actor.id, details=await seal_words(tx, action.key_owner, action.details, {"check": note}),
            check_due_at=now + timedelta(days=action.window_days or 1) if again else action.check_due_at,
            extended=action.extended or again,
        ),
    )  # fmt: skip
    await tx.refresh(action)
    if not done:
        raise Conflict
    await record(tx, EffectChecked(actor=actor.name, action_id=action.id, result=result))
    if again and action.checker_id is not None:
        due_at = action.check_due_at.isoformat()
        await record(
            tx, CheckPlanned(actor=actor.name, action_id=action.id, checker_id=action.checker_id, due_at=due_at)
        )
    return result
