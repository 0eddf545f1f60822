"""What must hold before an action goes on, by the names that the policy uses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from handoff.cases import Actor
from handoff.db import Transaction
from handoff.improvement.finding_causes import stands_alone
from handoff.improvement.models import Action, ActionStep
from handoff.improvement.wording import unseal_words
from handoff.staff import Agent


@dataclass(frozen=True)
class Attempt:
    """Somebody tries to take an action a step further."""

    action: Action
    actor: Actor
    reason: str | None


async def _containment_told(tx: Transaction, attempt: Attempt) -> bool:
    return "containment" in await _words(tx, attempt)


async def _cause_with_evidence(tx: Transaction, attempt: Attempt) -> bool:
    words = await _words(tx, attempt)
    return (
        attempt.action.cause is not None and attempt.action.method is not None and {"cause", "evidence"} <= words.keys()
    )


async def _second_cause(tx: Transaction, attempt: Attempt) -> bool:
    action = attempt.action
    return action.cause is not None and stands_alone(tx, action.cause, action.beside, action.severity)


async def _owner_named(_tx: Transaction, attempt: Attempt) -> bool:
    return attempt.action.owner_id is not None


async def _a_step_planned(tx: Transaction, attempt: Attempt) -> bool:
    query = select(func.count(ActionStep.id)).where(ActionStep.action_id == attempt.action.id)
    return bool(await tx.scalar(query))


async def _every_step_done(tx: Transaction, attempt: Attempt) -> bool:
    undone = select(func.count(ActionStep.id)).where(
        ActionStep.action_id == attempt.action.id, ActionStep.done_at.is_(None)
    )
    return await _a_step_planned(tx, attempt) and not await tx.scalar(undone)


async def _target_stated(_tx: Transaction, attempt: Attempt) -> bool:
    action = attempt.action
    return None not in (action.metric, action.baseline_exposure, action.target_rate, action.window_days)


async def _checker_is_not_owner(_tx: Transaction, attempt: Attempt) -> bool:
    action = attempt.action
    return action.checker_id is not None and action.checker_id != action.owner_id


async def _check_was_due(tx: Transaction, attempt: Attempt) -> bool:
    due = attempt.action.check_due_at
    return due is not None and due <= tx.clock.now()


async def _enough_was_seen(_tx: Transaction, attempt: Attempt) -> bool:
    seen, least = attempt.action.numbers.get("exposure"), attempt.action.min_exposure
    return seen is not None and least is not None and seen >= least


async def _check_passed(_tx: Transaction, attempt: Attempt) -> bool:
    action = attempt.action
    looked_at_by_another = action.checked_by_id is not None and action.checked_by_id != action.owner_id
    return action.result == "effective" and looked_at_by_another


async def _check_failed(_tx: Transaction, attempt: Attempt) -> bool:
    action = attempt.action
    return action.result in ("not_effective", "partly") or (action.result == "cannot_tell" and action.extended)


async def _others_looked_for(_tx: Transaction, attempt: Attempt) -> bool:
    return not attempt.action.systemic or attempt.action.looked_at is not None


async def _reason_given(_tx: Transaction, attempt: Attempt) -> bool:
    return bool(attempt.reason and attempt.reason.strip())


async def _may_be_dropped(tx: Transaction, attempt: Attempt) -> bool:
    if attempt.action.required is None:
        return True
    agent = await tx.get(Agent, attempt.actor.id) if attempt.actor.id else None
    return agent is not None and "management_rep" in agent.roles


async def _words(tx: Transaction, attempt: Attempt) -> dict[str, str]:
    return await unseal_words(tx, attempt.action.key_owner, attempt.action.details)


CONDITIONS: Final[dict[str, Callable[[Transaction, Attempt], Awaitable[bool]]]] = {
    "containment_told": _containment_told,
    "cause_with_evidence": _cause_with_evidence,
    "second_cause_when_serious": _second_cause,
    "owner_named": _owner_named,
    "a_step_planned": _a_step_planned,
    "every_step_done": _every_step_done,
    "target_stated": _target_stated,
    "checker_is_not_owner": _checker_is_not_owner,
    "check_was_due": _check_was_due,
    "enough_was_seen": _enough_was_seen,
    "check_passed": _check_passed,
    "check_failed": _check_failed,
    "others_looked_for": _others_looked_for,
    "reason_given": _reason_given,
    "may_be_dropped": _may_be_dropped,
}
