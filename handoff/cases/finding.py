"""Work out the answer point by point: what was found and why, and what puts it right. Until it goes, it can change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import delete

from handoff.cases.composing import UPHELD
from handoff.cases.examination.declaring import ensure_no_stake
from handoff.cases.examination.events import IssueFound, RemedyDropped, RemedyPlanned
from handoff.cases.looking_up import issues_of, remedies_of
from handoff.cases.models import Case, Issue, RemedyItem
from handoff.cases.moving import Actor
from handoff.cases.triage.splitting import ensure_open
from handoff.cases.words import sealed
from handoff.db import Transaction, change, keys
from handoff.errors import Conflict, Invalid
from handoff.events import hold, record
from handoff.staff import Agent


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What the organisation found on one issue: the outcome's code, why in words, what caused it, and why nothing is offered."""

    outcome: str
    reason: str
    cause: str | None = None
    why_no_remedy: str | None = None


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """What is offered. `due_at` is when it will have been done, `owner_id` by whom (without: by who offers it).

    `issue_id`: which issue it puts right; without, the complaint as a whole.
    """

    code: str
    due_at: datetime
    detail: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    owner_id: int | None = None
    issue_id: int | None = None


async def find(tx: Transaction, case: Case, issue: Issue, finding: Finding, *, actor: Actor) -> bool:
    """Write down what was found about one issue. False when it stood there already."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    ensure_open(case)
    await ensure_no_stake(tx, case, actor)
    if issue.case_id != case.id:
        raise Invalid
    elif finding.outcome not in tx.policy.lifecycle.outcomes:
        raise Invalid("There is no outcome {outcome}.", code="outcome_unknown", outcome=finding.outcome)
    elif finding.cause and finding.cause not in tx.policy.causes:
        raise Invalid("There is no cause {cause}.", code="cause_unknown", cause=finding.cause)
    if await _stands(tx, case, issue, finding):
        return False
    issue.outcome, issue.cause = finding.outcome, finding.cause
    issue.finding = await sealed(tx, case, finding.reason)
    issue.why_no_remedy = await sealed(tx, case, finding.why_no_remedy)
    await tx.flush()
    await record(
        tx,
        IssueFound(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, issue_id=issue.id,
            outcome=finding.outcome,
        ),
    )  # fmt: skip
    return True


async def plan_remedy(tx: Transaction, case: Case, remedy: Remedy, *, actor: Actor) -> RemedyItem:
    """Put a remedy into the coming answer. Nobody is promised it before the answer goes."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    ensure_open(case)
    await ensure_no_stake(tx, case, actor)
    return await _add(tx, case, remedy, actor)


async def offer_remedies(
    tx: Transaction, case: Case, remedies: Sequence[Remedy], actor: Actor, *, at: datetime | None = None
) -> None:
    """Add remedies outside the first answer: by a review, in place of what failed, as somebody outside decided.

    `at`: they are promised with that decision itself, no answer of ours follows.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    for remedy in remedies:
        item = await _add(tx, case, remedy, actor)
        item.offered_at = at
    await tx.flush()


async def _add(tx: Transaction, case: Case, remedy: Remedy, actor: Actor) -> RemedyItem:
    owner = await tx.get(Agent, remedy.owner_id or actor.id or 0)
    known = tx.policy.remedies.catalogue.get(remedy.code)
    if known is None:
        raise Invalid("There is no remedy {remedy}.", code="remedy_unknown", remedy=remedy.code)
    elif owner is None or not owner.active:
        raise Invalid("Please choose who will do it.", code="owner_missing")
    elif remedy.amount is not None and remedy.amount < 0:
        raise Invalid("An amount cannot be less than nothing.", code="amount_negative")
    elif remedy.issue_id is not None and remedy.issue_id not in {issue.id for issue in await issues_of(tx, case)}:
        raise Invalid
    item = RemedyItem(
        case_id=case.id,
        code=remedy.code,
        detail=await sealed(tx, case, remedy.detail),
        amount=remedy.amount,
        currency=remedy.currency,
        owner_id=owner.id,
        due_at=remedy.due_at,
        issue_id=remedy.issue_id,
    )
    tx.add(item)
    await tx.flush()
    await record(
        tx,
        RemedyPlanned(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, item_id=item.id, code=item.code
        ),
    )
    return item


async def drop_remedy(tx: Transaction, case: Case, item: RemedyItem, *, actor: Actor) -> None:
    """Take a remedy out of the coming answer. What the complainant was promised stays promised."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    ensure_open(case)
    await ensure_no_stake(tx, case, actor)
    dropped = await change(
        tx,
        delete(RemedyItem).where(
            RemedyItem.id == item.id, RemedyItem.case_id == case.id, RemedyItem.offered_at.is_(None)
        ),
    )
    if not dropped:
        raise Conflict("This remedy was promised already.", code="promised")
    tx.expunge(item)
    await record(
        tx,
        RemedyDropped(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, item_id=item.id, code=item.code
        ),
    )


async def find_all(tx: Transaction, case: Case, findings: Mapping[int, Finding], *, actor: Actor) -> None:
    """Several at once, by the issues' ids."""
    for issue in await issues_of(tx, case):
        if finding := findings.get(issue.id):
            await find(tx, case, issue, finding, actor=actor)


async def plan_anew(tx: Transaction, case: Case, remedies: Sequence[Remedy], *, actor: Actor) -> None:
    """These and no others stand in the coming answer."""
    for item in await remedies_of(tx, case):
        if item.offered_at is None:
            await drop_remedy(tx, case, item, actor=actor)
    for remedy in remedies:
        await plan_remedy(tx, case, remedy, actor=actor)


async def say_why_no_remedy(tx: Transaction, case: Case, why: str) -> None:
    """One reason for every upheld issue that has neither a remedy nor a reason of its own."""
    helped = {item.issue_id for item in await remedies_of(tx, case)}
    for issue in await issues_of(tx, case):
        if issue.outcome in UPHELD and issue.why_no_remedy is None and not helped & {issue.id, None}:
            issue.why_no_remedy = await sealed(tx, case, why)
    await tx.flush()


async def _stands(tx: Transaction, case: Case, issue: Issue, finding: Finding) -> bool:
    """Sealed words cannot be compared as they are: each sealing of the same text is different."""
    said = [await keys.unseal(tx, case.key_owner, blob) or "" for blob in (issue.finding, issue.why_no_remedy)]
    new = [finding.reason.strip(), (finding.why_no_remedy or "").strip()]
    return (issue.outcome, issue.cause) == (finding.outcome, finding.cause) and said == new
