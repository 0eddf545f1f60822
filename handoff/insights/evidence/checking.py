"""What must hold beside what is counted, by the names of the policy. True, False, or None when there is nothing to check."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import func, select

from handoff.cases import Answer, Case, Issue
from handoff.db import Transaction
from handoff.governance.models import Audit, Objective, Review
from handoff.governance.signing import policy_in_force, readers
from handoff.improvement.models import Action, Signal
from handoff.insights.measures.catalogue import MEASURING
from handoff.rechecks.models import RecheckDraw
from handoff.surveys.drawing import drawn_again
from handoff.surveys.models import Survey

Check = Callable[[Transaction], Awaitable[bool | None]]
QUARTER, YEAR = timedelta(days=92), timedelta(days=366)
LONG_WITHOUT_OWNER = timedelta(hours=48)


async def policy_not_overdue(tx: Transaction) -> bool | None:
    statement = await policy_in_force(tx)
    return statement.review_due > tx.clock.now() if statement else None


async def policy_read_by_most(tx: Transaction) -> bool | None:
    statement = await policy_in_force(tx)
    if statement is None:
        return None
    read, active = await readers(tx, statement)
    return bool(active) and read >= tx.policy.clauses.policy_read_share * active


async def capacity_alerts_answered(tx: Transaction) -> bool:
    return not await _count(tx, Signal, Signal.kind == "capacity", *_unanswered(tx))


async def signals_answered(tx: Transaction) -> bool:
    return not await _count(tx, Signal, *_unanswered(tx))


async def states_have_public_texts(tx: Transaction) -> bool:
    states = tx.policy.lifecycle.states.values()
    return all(state.public.say(language) for state in states for language in tx.policy.organisation.languages)


async def no_answer_with_open_issue(tx: Transaction) -> bool | None:
    sent = select(Answer.case_id).where(Answer.sent_at.is_not(None))
    if await tx.scalar(sent.limit(1)) is None:
        return None
    open_issue = (
        select(func.count(Issue.id)).join(Case, Case.id == Issue.case_id)
        .where(Issue.outcome.is_(None), Issue.case_id.in_(sent), Case.state.in_(("responded", "closed")))
    )  # fmt: skip
    return not await tx.scalar(open_issue)


async def blind_look_this_quarter(tx: Transaction) -> bool:
    since = tx.clock.now() - QUARTER
    return bool(await _count(tx, RecheckDraw, RecheckDraw.at > since))


async def nobody_unowned_long(tx: Transaction) -> bool | None:
    if await tx.scalar(select(Case.id).limit(1)) is None:
        return None
    since = tx.clock.now() - LONG_WITHOUT_OWNER
    unowned = (Case.owner_id.is_(None), Case.closed_at.is_(None), Case.registered_at < since, Case.state != "merged")
    return not await _count(tx, Case, *unowned)


async def no_action_closed_unchecked(tx: Transaction) -> bool | None:
    if await tx.scalar(select(Action.id).limit(1)) is None:
        return None
    return not await _count(tx, Action, Action.state == "closed_effective", Action.checked_by_id.is_(None))


async def objectives_measured(tx: Transaction) -> bool | None:
    metrics = (await tx.scalars(select(Objective.metric).where(Objective.dropped_at.is_(None)))).all()
    return all(metric in tx.policy.measures.catalogue for metric in metrics) if metrics else None


async def mandatory_facts_kept(tx: Transaction) -> bool | None:
    if await tx.scalar(select(Case.id).limit(1)) is None:
        return None
    without_issue = select(func.count(Case.id)).where(Case.id.not_in(select(Issue.case_id)))
    return not await tx.scalar(without_issue)


async def closed_only_with_reason(tx: Transaction) -> bool | None:
    if not await _count(tx, Case, Case.closed_at.is_not(None)):
        return None
    return not await _count(tx, Case, Case.closed_at.is_not(None), Case.closure_reason.is_(None))


async def draws_reproducible(tx: Transaction) -> bool | None:
    """Every draw of the last year, drawn once more from what was recorded."""
    since = tx.clock.now() - YEAR
    query = (
        select(Case.number, Survey.sampled_by, Survey.exclusion_reason)
        .join(Case, Case.id == Survey.case_id)
        .where(Survey.closed_at > since, Survey.sampled_by != "census")
    )
    rows = (await tx.execute(query)).tuples().all()
    if not rows and await tx.scalar(select(Survey.id).limit(1)) is None:
        return None
    return all(
        drawn_again(number, sampled_by) is (reason != "not_drawn")
        for number, sampled_by, reason in rows
        if reason in (None, "not_drawn")
    )


async def measures_owned(tx: Transaction) -> bool:
    catalogue = tx.policy.measures.catalogue
    return set(catalogue) == set(MEASURING) and all(measure.owner for measure in catalogue.values())


async def audits_on_plan(tx: Transaction) -> bool | None:
    """No audit stands without its report a month after the day it was planned for."""
    if not await _count(tx, Audit):
        return None
    late = (tx.clock.now() - timedelta(days=31)).date()
    return not await _count(tx, Audit, Audit.reported_at.is_(None), Audit.planned_for < late)


async def review_on_schedule(tx: Transaction) -> bool | None:
    """One was held within the last quarter, with a month's grace; the small business has half a year."""
    if not await _count(tx, Review, Review.held_on.is_not(None)):
        return None
    small = tx.policy.organisation.profile.code == "small_business"
    since = tx.clock.now() - (2 if small else 1) * QUARTER - timedelta(days=31)
    return bool(await _count(tx, Review, Review.held_on >= since.date()))


def _unanswered(tx: Transaction) -> tuple[Any, ...]:
    return Signal.explained_at.is_(None), Signal.explain_by < tx.clock.now()


async def _count(tx: Transaction, table: Any, *where: Any) -> int:
    return await tx.scalar(select(func.count()).select_from(table).where(*where)) or 0


CHECKS: Final[dict[str, Check]] = {
    check.__name__: check
    for check in (
        policy_not_overdue, policy_read_by_most, capacity_alerts_answered, signals_answered, states_have_public_texts,
        no_answer_with_open_issue, blind_look_this_quarter, nobody_unowned_long, no_action_closed_unchecked,
        objectives_measured, mandatory_facts_kept, closed_only_with_reason, draws_reproducible, measures_owned,
        audits_on_plan, review_on_schedule,
    )
}  # fmt: skip
