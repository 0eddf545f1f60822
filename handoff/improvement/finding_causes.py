"""Why did it happen? Suggested first, then confirmed by a person with a method and evidence. A cause is not a topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select, update

from handoff.cases import Actor, Case, Issue
from handoff.cases.looking_up import issues_of, latest_assessment
from handoff.db import Transaction, change
from handoff.errors import Conflict, Invalid
from handoff.events import Event, hold, record
from handoff.improvement.events import CauseConfirmed, CauseSuggested
from handoff.improvement.models import RootCause
from handoff.improvement.wording import seal_words
from handoff.policy.improvement import Improvement


async def suggest_cause(tx: Transaction, case: Case, issue: Issue, *, code: str, by: str) -> RootCause:
    """Put a cause forward. The same again while it is open is the same suggestion. Raises `Invalid` for an unknown code."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    _known(tx, code)
    query = select(RootCause).where(
        RootCause.issue_id == issue.id, RootCause.code == code, RootCause.ended_at.is_(None)
    )
    if there := await tx.scalar(query):
        return there
    cause = RootCause(
        case_id=case.id, issue_id=issue.id, code=code, systemic=False, suggested_by=by, suggested_at=tx.clock.now()
    )
    tx.add(cause)
    await tx.flush()
    await record(
        tx,
        CauseSuggested(
            case_id=case.id, conversation_id=case.conversation_id, actor=by, cause_id=cause.id, issue_id=issue.id,
            code=code,
        ),
    )  # fmt: skip
    return cause


async def confirm_cause(
    tx: Transaction,
    case: Case,
    cause: RootCause,
    *,
    method: str,
    statement: str,
    evidence: str,
    test: str | None = None,
    beside: str | None = None,
    why_alone: str | None = None,
    systemic: bool = False,
    actor: Actor,
) -> None:
    """This is why. Another cause of the same issue that was in force is replaced.

    Raises `Invalid` without method, statement or evidence, for a cause that may not stand alone, and for a person's error as
    the only cause of something serious; `Conflict` when it was set aside or confirmed meanwhile.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    rules: Improvement = tx.policy.improvement
    if method not in rules.methods:
        raise Invalid("Please say by which method the cause was found.", code="method_missing")
    elif not statement.strip() or not evidence.strip():
        raise Invalid("A cause needs a sentence that states it and the evidence for it.", code="evidence_missing")
    _check_alone(tx, cause.code, beside, why_alone)
    await _check_serious(tx, case, cause.code, beside)
    now = tx.clock.now()
    others = update(RootCause).where(
        RootCause.issue_id == cause.issue_id, RootCause.id != cause.id, RootCause.ended_at.is_(None)
    )
    won = await change(
        tx,
        update(RootCause)
        .where(RootCause.id == cause.id, RootCause.confirmed_at.is_(None), RootCause.ended_at.is_(None))
        .values(
            method=method, beside=beside, systemic=systemic, confirmed_at=now, confirmed_by_id=actor.id,
            words=await seal_words(
                tx, case.key_owner, None,
                {"statement": statement, "evidence": evidence, "test": test, "why_alone": why_alone},
            ),
        ),
    )  # fmt: skip
    await tx.refresh(cause)
    if not won:
        raise Conflict
    await change(tx, others.values(ended_at=now))
    issue = await tx.get_one(Issue, cause.issue_id)
    issue.cause = cause.code
    await tx.flush()
    await record(
        tx,
        CauseConfirmed(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, cause_id=cause.id,
            issue_id=cause.issue_id, code=cause.code, systemic=systemic,
        ),
    )  # fmt: skip


async def suggest_found(tx: Transaction, event: Event) -> None:
    """An answer was proposed or sent: the causes named in its findings are put forward, to be confirmed with evidence."""
    case = await tx.get_one(Case, event.case_id)
    for issue in await issues_of(tx, case):
        known = select(RootCause.id).where(RootCause.issue_id == issue.id, RootCause.ended_at.is_(None))
        if issue.cause and await tx.scalar(known.limit(1)) is None:
            await suggest_cause(tx, case, issue, code=issue.cause, by=event.actor)


async def likely_cause(tx: Transaction, topic: str) -> str | None:
    """The cause that was confirmed most often for this topic, when it was often enough; else None."""
    rules: Improvement = tx.policy.improvement
    query = (
        select(RootCause.code).join(Issue, Issue.id == RootCause.issue_id)
        .where(Issue.topic == topic, RootCause.confirmed_at.is_not(None), RootCause.ended_at.is_(None))
    )  # fmt: skip
    counted = Counter((await tx.scalars(query)).all())
    if not counted:
        return None
    code, times = counted.most_common(1)[0]
    often = times >= rules.suggest_after and times >= rules.suggest_share * counted.total()
    return code if often else None


async def causes_of(tx: Transaction, case: Case) -> Sequence[RootCause]:
    """Those that are put forward or in force, by issue."""
    query = select(RootCause).where(RootCause.case_id == case.id, RootCause.ended_at.is_(None))
    return (await tx.scalars(query.order_by(RootCause.issue_id, RootCause.id))).all()


def _known(tx: Transaction, code: str) -> None:
    if code not in tx.policy.causes:
        raise Invalid("There is no cause {cause}.", code="cause_unknown", cause=code)


def _check_alone(tx: Transaction, code: str, beside: str | None, why_alone: str | None) -> None:
    """Some causes stand only beside another, or with the reason why not."""
    if beside is not None:
        _known(tx, beside)
    partners = tx.policy.causes[code].needs_partner
    if partners and beside not in partners and not (why_alone or "").strip():
        raise Invalid(
            "This cause belongs beside {partners}, or needs the reason why not.",
            code="partner_missing",
            partners=", ".join(partners),
        )


async def _check_serious(tx: Transaction, case: Case, code: str, beside: str | None) -> None:
    assessment = await latest_assessment(tx, case)
    if assessment is not None and not stands_alone(tx, code, beside, assessment.severity):
        raise Invalid(
            "For something serious a person's error is not enough: say what let it happen.", code="second_cause_missing"
        )


def stands_alone(tx: Transaction, code: str, beside: str | None, severity: int | None) -> bool:
    """False for a person's error as the only cause of something serious."""
    rules: Improvement = tx.policy.improvement
    serious = severity is not None and severity >= rules.second_cause_from
    return not (serious and code in rules.second_cause_for and (beside is None or beside in rules.second_cause_for))
