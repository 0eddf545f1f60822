"""Put the policy's rules on the calendar of a case: who is told what, and when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from handoff.cases import Case
from handoff.cases.lifecycles import lifecycle_of
from handoff.db import Transaction
from handoff.follow_ups.moments import moment_at
from handoff.follow_ups.scheduling import schedule
from handoff.policy import Priority
from handoff.policy.prompts import Prompt as Rule
from handoff.sla.business_hours import work_calendar
from handoff.sla.deadlines import running

# The promise whose end a timer of the life cycle watches.
WATCHED = {
    "D01": ("acknowledgement",),
    "D03": ("early_window",),
    "D04": ("progress",),
    "D05": ("answer_target",),
    "D06": ("answer_hard",),
    "D07": ("reply",),
    "D10": ("acceptance",),
    "D12": ("verification",),
    "D13": ("answer_hard",),
    "D14": ("external",),
}
ON_OR_BEFORE = ("update_due", "hard_limit_reached")  # said on the day of the limit, while it can still be kept


async def put(
    tx: Transaction,
    case: Case,
    rule_id: str,
    *,
    start: datetime,
    due: datetime | None = None,
    about: str = "",
    steps: Collection[int] | None = None,
    only_to: Collection[str] | None = None,
    people: dict[str, int] | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Schedule the messages of a rule. `about` tells several of one kind apart; `people` are known recipients by role."""
    rule: Rule = tx.policy.prompts.rules[rule_id]
    calendar = work_calendar(tx.policy.calendars[case.calendar])
    due = due or await _due(tx, case, rule)
    for step, message in enumerate(rule.messages):
        for to in message.to:
            at = moment_at(
                message.when,
                calendar,
                start=start,
                due=due,
                to_staff=to != "complainant",
                on_or_before=rule.happening in ON_OR_BEFORE,
            )
            if at is None or (steps is not None and step not in steps) or (only_to is not None and to not in only_to):
                continue
            await schedule(
                tx,
                key=f"{rule.id}:{case.id}:{about}:{step}:{to}",
                kind=rule.id,
                step=step,
                audience=to,
                case_id=case.id,
                conversation_id=case.conversation_id,
                agent_id=(people or {}).get(to),
                at=at,
                by=due,
                repeat=_repeat(rule) if to != "complainant" else None,
                data=data,
            )


async def _due(tx: Transaction, case: Case, rule: Rule) -> datetime | None:
    """The limit of the first of the rule's timers that runs for this case now."""
    timers = (await lifecycle_of(tx, case)).timers
    for timer in (timers[name] for name in rule.timers if name in timers):
        if case.state not in timer.in_states:
            continue
        if timer.id in WATCHED:
            watched = await running(tx, case.id, *WATCHED[timer.id])
            if watched:
                return watched[0].due_at
        elif timer.base == "state_entered_at":
            limit = timer.due_after(tx.policy.presets[case.preset], Priority(case.priority))
            if limit is not None:
                return work_calendar(tx.policy.calendars[case.calendar]).due(case.state_entered_at, limit)
    return None


def _repeat(rule: Rule) -> timedelta | None:
    # Repeated prompts are for emergencies: their interval is in minutes of the clock.
    return timedelta(minutes=rule.repeat.amount) if rule.repeat is not None else None
