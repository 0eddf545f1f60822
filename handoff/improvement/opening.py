"""Enter a problem into the register of actions, once for each reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from handoff.cases import Actor, Case
from handoff.db import Transaction, insert_once
from handoff.errors import Invalid
from handoff.events import record
from handoff.improvement.events import ActionOpened
from handoff.improvement.models import Action, ActionCase
from handoff.improvement.wording import seal_words
from handoff.policy.improvement import Improvement
from handoff.sla.business_hours import work_calendar

TITLE = 200  # characters


async def open_action(
    tx: Transaction,
    *,
    key: str,
    title: str,
    source: str,
    actor: Actor,
    source_id: int | None = None,
    kind: str = "corrective",
    required: str | None = None,
    topic: str | None = None,
    cause: str | None = None,
    severity: int | None = None,
    systemic: bool = False,
    urgent: bool = False,
    cases: Sequence[Case] = (),
    words: Mapping[str, str | None] | None = None,
) -> Action:
    """The action for `key`: opened now, or the one that was opened for it before, to which these cases are added.

    `urgent` is the highest priority: the harm is to be contained the same day. Raises `Invalid` without a title.
    """
    rules: Improvement = tx.policy.improvement
    if not title.strip() or len(title) > TITLE:
        raise Invalid("An action needs a title of up to {longest} characters.", code="title_missing", longest=TITLE)
    elif kind not in rules.kinds or source not in rules.sources:
        raise Invalid
    now, calendar = tx.clock.now(), work_calendar(tx.policy.calendar)
    contain_by = calendar.due(now, rules.containment_p1 if urgent else rules.containment)
    cause_by = calendar.due(now, rules.cause)
    made = await insert_once(
        tx, Action, key=key, title=title.strip(), kind=kind, source=source, source_id=source_id, required=required,
        topic=topic, cause=cause, severity=severity, systemic=systemic, state="opened", state_entered_at=now,
        opened_at=now, opened_by=actor.name, contain_by=contain_by, cause_by=cause_by, numbers={}, extended=False,
        times_late=0,
    )  # fmt: skip
    action = (await tx.scalars(select(Action).where(Action.key == key))).one()
    for case in cases:
        await link_case(tx, action, case, how="source")
    if made is not None:
        action.details = await seal_words(tx, action.key_owner, None, words or {})
        await tx.flush()
        await record(
            tx,
            ActionOpened(
                actor=actor.name, action_id=action.id, source=source, required=required,
                contain_by=contain_by.isoformat(), cause_by=cause_by.isoformat(),
            ),
        )  # fmt: skip
    return action


async def link_case(tx: Transaction, action: Action, case: Case, *, how: str) -> bool:
    """This case belongs to it. False when it did already."""
    made = await insert_once(
        tx, ActionCase, action_id=action.id, case_id=case.id, how=how, linked_at=tx.clock.now()
    )  # fmt: skip
    return made is not None
