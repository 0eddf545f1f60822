"""Take an action along its steps. The table is the policy's; a condition that is not known refuses."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from handoff.cases import Actor
from handoff.cases.moving import NotPossible
from handoff.db import Transaction, change
from handoff.errors import Conflict, NotFound
from handoff.events import record
from handoff.improvement.conditions import CONDITIONS, Attempt
from handoff.improvement.events import ActionMoved, CheckPlanned
from handoff.improvement.models import Action
from handoff.improvement.wording import seal_words
from handoff.policy.improvement import Improvement, Step


async def move_action(tx: Transaction, action: Action, step: str, *, actor: Actor, reason: str | None = None) -> None:
    """Take the step. Raises `NotPossible` with the names of what is missing, `Conflict` when somebody moved it first."""
    rules: Improvement = tx.policy.improvement
    if step not in rules.steps:
        raise NotFound
    way = rules.steps[step]
    if action.state not in way.sources:
        raise NotPossible
    elif missing := await missing_for(tx, action, way, actor=actor, reason=reason):
        raise NotPossible(missing)
    before, now = action.state, tx.clock.now()
    values: dict[str, object] = {"state": way.target, "state_entered_at": now}
    if step == "begin":
        values["began_at"] = now
    elif step == "finish":
        values |= {"finished_at": now, "check_due_at": now + timedelta(days=action.window_days or 0), "result": None}
    elif step == "reopen":
        values |= {"began_at": None, "finished_at": None, "check_due_at": None}
    if way.target in rules.closed:
        values |= {"closed_at": now, "closed_by": actor.name}
    if reason:
        values["details"] = await seal_words(tx, action.key_owner, action.details, {"reason": reason})
    moved = await change(tx, update(Action).where(Action.id == action.id, Action.state == before).values(**values))
    await tx.refresh(action)
    if not moved:
        raise Conflict(code="moved_meanwhile")
    await record(tx, ActionMoved(actor=actor.name, action_id=action.id, step=step, came_from=before, to=way.target))
    if step == "finish" and action.checker_id is not None and action.check_due_at is not None:
        due_at = action.check_due_at.isoformat()
        await record(
            tx, CheckPlanned(actor=actor.name, action_id=action.id, checker_id=action.checker_id, due_at=due_at)
        )


async def missing_for(
    tx: Transaction, action: Action, way: Step, *, actor: Actor, reason: str | None = None
) -> tuple[str, ...]:
    """The names of the conditions of a step that do not hold."""
    attempt = Attempt(action, actor, reason)
    missing = []
    for name in way.need:
        condition = CONDITIONS.get(name)
        if condition is None or not await condition(tx, attempt):
            missing.append(name)
    return tuple(missing)


def is_closed(tx: Transaction, action: Action) -> bool:
    return action.state in tx.policy.improvement.closed
