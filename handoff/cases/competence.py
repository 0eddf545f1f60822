"""What somebody must have learnt to answer for a case: trainings of the policy, by the case's flags."""

from __future__ import annotations

from handoff.cases.models import Case
from handoff.db import Transaction
from handoff.errors import Conflict
from handoff.staff.learning import trained


class TrainingMissing(Conflict):
    """The case needs a training that this person has not passed, or whose time is over."""

    code = "training_missing"
    message = (
        "This case needs a training that this person has not passed, or whose time is over. "
        "A supervisor records trainings under People of the desk."
    )


def trainings_needed(tx: Transaction, case: Case) -> frozenset[str]:
    """By their names in the policy; empty for an ordinary case."""
    trainings = tx.policy.organisation.trainings.values()
    return frozenset(training.code for training in trainings if not training.needed_for.isdisjoint(case.flags))


async def competent(tx: Transaction, case: Case) -> set[int] | None:
    """The ids of those who have learnt what the case needs; None when it needs nothing."""
    needed = trainings_needed(tx, case)
    return await trained(tx, needed) if needed else None


async def is_competent(tx: Transaction, case: Case, agent_id: int) -> bool:
    able = await competent(tx, case)
    return able is None or agent_id in able
