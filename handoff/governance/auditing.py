"""Internal audits: planned, drawn by a seed, looked at by people who had no part in the cases, reported under six headings."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select, update

from handoff.cases import Actor, Assessment, Case
from handoff.cases.looking_up import issues_of
from handoff.db import Transaction, change, keys
from handoff.errors import Conflict, Invalid, NotAllowed
from handoff.events import EventRow, record
from handoff.governance.events import AuditReported, FindingRecorded, SampleDrawn
from handoff.governance.models import Audit, AuditCase, Finding
from handoff.governance.sampling import draw
from handoff.improvement.opening import open_action
from handoff.improvement.wording import seal_words
from handoff.staff import Agent

GRADES = ("major", "minor", "observation", "strength")
HEADINGS = ("conformity", "followed", "suitability", "strengths", "weaknesses", "chances")


async def plan_audit(
    tx: Transaction, *, title: str, clauses: Sequence[str], auditor: Agent, deputy: Agent | None,
    planned_for: date, start: date, last: date, sample_size: int,
) -> Audit:  # fmt: skip
    """Raises `Invalid` for a period that ends before it begins, or an audit of nothing."""
    if not title.strip() or not 1 <= sample_size <= 1000:
        raise Invalid("An audit needs a title and a sample of 1 to 1000 cases.", code="audit_bare")
    elif last < start:
        raise Invalid("The period ends before it begins.", code="period_backwards")
    audit = Audit(
        title=title.strip(), clauses=list(clauses), auditor_id=auditor.id,
        deputy_id=deputy.id if deputy else None, planned_for=planned_for, start=start, last=last,
        sample_size=sample_size,
    )  # fmt: skip
    tx.add(audit)
    await tx.flush()
    return audit


async def draw_sample(tx: Transaction, audit: Audit, *, actor: Actor, seed: str | None = None) -> Sequence[AuditCase]:
    """Draw from the cases closed in the period, once, by outcome and channel. Whoever handled a case does not look at it.

    Raises `Conflict` when it was drawn before, or when there is nobody to look at a case that the auditor handled.
    """
    seed = seed or secrets.token_hex(8)
    won = await change(
        tx,
        update(Audit).where(Audit.id == audit.id, Audit.drawn_at.is_(None)).values(seed=seed, drawn_at=tx.clock.now()),
    )
    if not won:
        raise Conflict("The sample of this audit was drawn before.", code="drawn_before")
    await tx.refresh(audit)
    cases = {case.number: case for case in await _closed(tx, audit)}
    drawn = draw(
        {number: await _stratum(tx, case) for number, case in cases.items()}, size=audit.sample_size, seed=seed
    )
    rows = []
    for number, stratum in drawn.items():
        case = cases[number]
        rows.append(
            AuditCase(audit_id=audit.id, case_id=case.id, stratum=stratum, auditor_id=await _who(tx, audit, case))
        )
    tx.add_all(rows)
    audit.population = len(cases)
    await tx.flush()
    await record(tx, SampleDrawn(actor=actor.name, audit_id=audit.id, seed=seed, size=len(rows), population=len(cases)))
    return rows


async def look_at(tx: Transaction, sampled: AuditCase, *, agreed: bool, actor: Actor) -> None:
    """The auditor has looked at one case: would they have decided alike? Raises `NotAllowed` for anybody else."""
    if actor.id != sampled.auditor_id:
        raise NotAllowed("Somebody else looks at this case.")
    sampled.agreed, sampled.looked_at = agreed, tx.clock.now()
    await tx.flush()


async def record_finding(
    tx: Transaction, audit: Audit, *, grade: str, clause: str, words: str, cases: Sequence[Case] = (), actor: Actor
) -> Finding:
    """What was found against a clause. A major or minor one enters the register of actions. Raises `Invalid`."""
    if grade not in GRADES or not words.strip() or not clause.strip():
        raise Invalid("A finding needs a grade, a clause and a sentence.", code="finding_bare")
    sealed = await keys.seal(tx, audit.key_owner, words.strip())
    assert sealed is not None, "there are words"
    finding = Finding(
        audit_id=audit.id, grade=grade, clause=clause, words=sealed, case_ids=[case.id for case in cases],
        found_at=tx.clock.now(),
    )  # fmt: skip
    tx.add(finding)
    await tx.flush()
    if grade in ("major", "minor"):
        action = await open_action(
            tx, key=f"finding:{finding.id}", title=f"{audit.title} ({clause})"[:200], source="audit_finding",
            source_id=finding.id, cases=cases, words={"what": words}, actor=actor,
        )  # fmt: skip
        finding.action_id = action.id
        await tx.flush()
    await record(
        tx,
        FindingRecorded(actor=actor.name, audit_id=audit.id, finding_id=finding.id, grade=grade, clause=clause),
    )
    return finding


async def report_audit(tx: Transaction, audit: Audit, words: Mapping[str, str], *, actor: Actor) -> None:
    """The report under its six headings. Raises `Invalid` with one of them empty, `Conflict` the second time."""
    if any(not words.get(heading, "").strip() for heading in HEADINGS):
        raise Invalid("The report says something under each of its six headings.", code="report_incomplete")
    report = await seal_words(tx, audit.key_owner, None, {heading: words[heading] for heading in HEADINGS})
    done = await change(
        tx,
        update(Audit)
        .where(Audit.id == audit.id, Audit.reported_at.is_(None))
        .values(report=report, reported_at=tx.clock.now()),
    )
    await tx.refresh(audit)
    if not done:
        raise Conflict
    await record(tx, AuditReported(actor=actor.name, audit_id=audit.id))


async def handled(tx: Transaction, case: Case, agent_id: int) -> bool:
    """Whether this person ever acted in the case, answered for it, or judged it."""
    acted = select(EventRow.id).where(EventRow.case_id == case.id, EventRow.actor == f"agent:{agent_id}")
    judged = select(Assessment.id).where(Assessment.case_id == case.id, Assessment.by_id == agent_id)
    return case.owner_id == agent_id or any([await tx.scalar(query.limit(1)) is not None for query in (acted, judged)])


async def _closed(tx: Transaction, audit: Audit) -> Sequence[Case]:
    zone = ZoneInfo(tx.policy.calendar.time_zone)
    start = datetime.combine(audit.start, time(), zone).astimezone(UTC)
    end = datetime.combine(audit.last + timedelta(days=1), time(), zone).astimezone(UTC)
    return (await tx.scalars(select(Case).where(Case.closed_at >= start, Case.closed_at < end).order_by(Case.id))).all()


async def _stratum(tx: Transaction, case: Case) -> str:
    outcomes = sorted({issue.outcome or "none" for issue in await issues_of(tx, case)})
    return f"{case.channel}:{'+'.join(outcomes)}"


async def _who(tx: Transaction, audit: Audit, case: Case) -> int:
    """The auditor; their deputy, or another auditor, where they had a part in the case."""
    if not await handled(tx, case, audit.auditor_id) and case.subject_id != audit.auditor_id:
        return audit.auditor_id
    others = await tx.scalars(select(Agent).where(Agent.active, or_(Agent.id == audit.deputy_id, Agent.id > 0)))
    able = [agent for agent in others if agent.id == audit.deputy_id or "auditor" in agent.roles]
    for agent in sorted(able, key=lambda agent: (agent.id != audit.deputy_id, agent.id)):
        if agent.id not in (audit.auditor_id, case.subject_id) and not await handled(tx, case, agent.id):
            return agent.id
    raise Conflict(
        "The auditor had a part in one of the cases, and there is nobody to look at it instead.", code="no_auditor"
    )
