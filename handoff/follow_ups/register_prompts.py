"""What the register of actions, the signals and the documents ask of colleagues: tasks at the desk that belong to no case.

The events come from above or beside this layer, so only their plain fields are read here. `data` holds codes and an address
at the desk, nothing personal.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from handoff.db import Transaction
from handoff.events import Event
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.moments import moment_at
from handoff.follow_ups.scheduling import schedule
from handoff.follow_ups.stopping import ALIVE, end
from handoff.sla.business_hours import work_calendar
from handoff.staff import Agent

ACTION, SIGNAL, DOCUMENT, RETENTION = "P27", "P28", "P29", "P30"


async def action_opened(tx: Transaction, event: Any) -> None:
    """An action that has to be: somebody is named for it."""
    if event.required is not None:
        await schedule(
            tx, key=f"action_opened:{event.action_id}:", kind="action_opened", audience="management_rep",
            at=tx.clock.now(), by=datetime.fromisoformat(event.contain_by), data=_action(event),
        )  # fmt: skip


async def action_moved(tx: Transaction, event: Any) -> None:
    """Who was asked to begin has begun; nothing is asked about a closed action."""
    await stop_about(tx, f"action_opened:{event.action_id}:", by=event.actor)
    if event.to in tx.policy.improvement.closed:
        for start in (f"{ACTION}:{event.action_id}:", f"action_late:{event.action_id}:"):
            await stop_about(tx, start, by=event.actor)


async def step_planned(tx: Transaction, event: Any) -> None:
    """Reminders before the day, at it, and to the sponsor after it; an earlier day no longer counts."""
    await stop_about(tx, f"{ACTION}:{event.action_id}:step-{event.step_id}:", by=event.actor)
    await _put(
        tx, ACTION, f"{event.action_id}:step-{event.step_id}:{event.due_at}", data=_action(event),
        due=datetime.fromisoformat(event.due_at), people={"action_owner": event.owner_id},
    )  # fmt: skip


async def step_done(tx: Transaction, event: Any) -> None:
    await stop_about(tx, f"{ACTION}:{event.action_id}:step-{event.step_id}:", by=event.actor)


async def check_planned(tx: Transaction, event: Any) -> None:
    """The one who looks at the effect is reminded like any owner."""
    await _put(
        tx, ACTION, f"{event.action_id}:check:{event.due_at}", data=_action(event),
        due=datetime.fromisoformat(event.due_at), people={"action_owner": event.checker_id},
    )  # fmt: skip


async def effect_checked(tx: Transaction, event: Any) -> None:
    await stop_about(tx, f"{ACTION}:{event.action_id}:check:", by=event.actor)


async def step_late(tx: Transaction, event: Any) -> None:
    """Late again and again: the management representative hears of it."""
    if event.times >= tx.policy.improvement.late_before_management:
        await schedule(
            tx, key=f"action_late:{event.action_id}:", kind="action_late", audience="management_rep",
            at=tx.clock.now(), data=_action(event), renew=True,
        )  # fmt: skip


async def signal_raised(tx: Transaction, event: Any) -> None:
    data = {"measure": event.topic or event.kind, "href": "/console/insights/signals"}
    due = datetime.fromisoformat(event.explain_by)
    await _put(tx, SIGNAL, f"{event.signal_id}:", data=data, due=due, people={})


async def signal_explained(tx: Transaction, event: Any) -> None:
    await stop_about(tx, f"{SIGNAL}:{event.signal_id}:", by=event.actor)


async def stop_about(tx: Transaction, start: str, *, by: str) -> None:
    """End whatever is scheduled or open and whose key begins like this."""
    query = select(Prompt).where(Prompt.key.startswith(start, autoescape=True), Prompt.state.in_(ALIVE))
    for prompt in (await tx.scalars(query)).all():
        await end(tx, prompt, by=by)


async def policy_published(tx: Transaction, event: Any) -> None:
    """Everybody at the desk is to read it; the version before it needs nobody any more. Before its day it is reviewed."""
    await stop_about(tx, "policy_read:", by=event.actor)
    await policy_reviewed(tx, event)
    for agent_id in (await tx.scalars(select(Agent.id).where(Agent.active))).all():
        await schedule(
            tx, key=f"policy_read:{event.statement_id}:{agent_id}:", kind="policy_read", audience="agent",
            agent_id=agent_id, at=tx.clock.now(), data={"href": "/console/policy"},
        )  # fmt: skip


async def policy_read(tx: Transaction, event: Any) -> None:
    await stop_about(tx, f"policy_read:{event.statement_id}:{event.agent_id}:", by=event.actor)


async def policy_reviewed(tx: Transaction, event: Any) -> None:
    """Another day, other reminders."""
    await stop_about(tx, f"{DOCUMENT}:policy:", by=event.actor)
    await _put(
        tx, DOCUMENT, f"policy:{event.statement_id}:{event.review_due}",
        due=datetime.fromisoformat(event.review_due), people={}, data={"document": "policy", "href": "/console/policy"},
    )  # fmt: skip


async def retention_ending(tx: Transaction, event: Any) -> None:
    """The list of what goes soon is ready to be decided."""
    await _put(
        tx, RETENTION, str(event.month), due=datetime.fromisoformat(event.until), people={},
        data={"holds": event.holds, "href": "/console/privacy"},
    )  # fmt: skip


async def retention_decided(tx: Transaction, event: Any) -> None:
    await stop_about(tx, f"{RETENTION}:", by=event.actor)


async def _put(
    tx: Transaction, rule_id: str, about: str, *, due: datetime, data: dict[str, Any], people: dict[str, int]
) -> None:
    rule, calendar, now = tx.policy.prompts.rules[rule_id], work_calendar(tx.policy.calendar), tx.clock.now()
    for step, message in enumerate(rule.messages):
        at = moment_at(message.when, calendar, start=now, due=due, to_staff=True, on_or_before=True)
        for to in message.to:
            if at is not None:
                await schedule(
                    tx, key=f"{rule_id}:{about}:{step}:{to}", kind=rule_id, step=step, audience=to,
                    agent_id=people.get(to), at=max(at, now), by=due, data=data,
                )  # fmt: skip


def _action(event: Event) -> dict[str, Any]:
    number = getattr(event, "action_id", 0)
    return {"action": f"A-{number}", "href": f"/console/improvement/{number}"}
