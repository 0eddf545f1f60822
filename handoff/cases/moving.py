"""Move a case along the life cycle: one table of transitions, guards by name, and exactly one winner.

The table is the policy's (handoff/policy/data/lifecycle.yaml), in the version under which the case was opened. A guard that is
not known refuses: nothing happens because a rule was forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from handoff.cases.events import CaseMoved
from handoff.cases.guards import GUARDS
from handoff.cases.lifecycles import lifecycle_of
from handoff.cases.models import Case
from handoff.db import Transaction, change
from handoff.errors import Conflict, NotAllowed
from handoff.events import hold, record
from handoff.i18n import mark


@dataclass(frozen=True)
class Actor:
    """Who acts, and in which role of the life cycle."""

    name: str  # "agent:7", "customer", "assistant", "system"
    role: str  # agent, supervisor, complainant, bot, system, …
    id: int | None = None  # of the agent

    @classmethod
    def agent(cls, agent_id: int, role: str = "agent") -> Actor:
        return cls(f"agent:{agent_id}", role, agent_id)


# Said in place of a condition: a step that came into the policy after the case was opened.
UNKNOWN_STEP = mark("This case began under an earlier version of the rules, which does not know this step.")
SYSTEM = Actor("system", "system")
CUSTOMER = Actor("customer", "complainant")
ASSISTANT = Actor("assistant", "bot")


class NotPossible(Conflict):
    """The life cycle does not allow this now. `unmet` names the guards that do not hold."""

    code = "not_possible"
    message = "This step is not possible yet."

    def __init__(self, unmet: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.unmet = unmet


async def unmet(tx: Transaction, case: Case, transition_id: str, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the guards of a transition that do not hold for this case with these facts."""
    step = (await lifecycle_of(tx, case)).transitions.get(transition_id)
    if step is None:
        return (UNKNOWN_STEP,)
    missing = []
    for need in step.need:
        guard = GUARDS.get(need)
        if guard is None or not await guard(tx, case, facts):
            missing.append(need)
    return tuple(missing)


async def move(tx: Transaction, case: Case, transition_id: str, actor: Actor, **facts: Any) -> None:
    """Take the case along `transition_id`.

    Raises `NotAllowed` when the actor's role may not, `NotPossible` when a guard does not hold or the case is in another state,
    and `Conflict` (code moved_meanwhile) when somebody else moved it first.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    transition = (await lifecycle_of(tx, case)).transitions.get(transition_id)
    if transition is None:
        raise NotPossible((UNKNOWN_STEP,))
    elif case.state not in transition.sources:
        raise NotPossible
    elif actor.role not in transition.by:
        raise NotAllowed
    elif missing := await unmet(tx, case, transition_id, {**facts, "role": actor.role, "actor_id": actor.id}):
        raise NotPossible(missing)
    before, to = case.state, transition.leads_to(case.return_state)
    won = await change(
        tx,
        update(Case).where(Case.id == case.id, Case.state == before).values(state=to, state_entered_at=tx.clock.now()),
    )
    await tx.refresh(case)
    if not won:
        raise Conflict(code="moved_meanwhile")
    await record(
        tx,
        CaseMoved(
            case_id=case.id,
            conversation_id=case.conversation_id,
            actor=actor.name,
            transition=transition_id,
            trigger=transition.trigger,
            came_from=before,
            to=to,
        ),
    )
