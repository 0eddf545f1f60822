"""What was planned, gathered, heard and asked in a case, unsealed for those who work on it; and cases like it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from handoff.cases import Case, Issue
from handoff.cases.care.containing import next_safety_step, safety_steps_of
from handoff.cases.care.supporting import needs_of
from handoff.cases.examination.asking import questions_of
from handoff.cases.examination.gathering import evidence_of
from handoff.cases.examination.interviewing import interviews_of
from handoff.cases.examination.planning import plan_of
from handoff.cases.looking_up import issues_of
from handoff.cases.records import Declaration, ScopeDecision, SubjectNotice
from handoff.db import Transaction, keys
from handoff.errors import Erased
from handoff.insights.sight import seen_cases
from handoff.staff import Agent

Masker = Callable[[str | None], str | None]
ALIKE = 12  # cases that are shown as similar


@dataclass(frozen=True)
class Written:
    """A row with its words, by the names of its sealed columns."""

    row: Any  # PlanStep, Evidence, Interview, Question, ScopeDecision, SafetyStep, SupportNeed or SubjectNotice
    words: dict[str, str | None]


@dataclass(frozen=True, kw_only=True)
class Examination:
    """`declared`: what the reader said about themselves, None while they have not. `next_safety`: what comes now."""

    plan: Sequence[Written]
    evidence: Sequence[Written]
    interviews: Sequence[Written]
    questions: Sequence[Written]
    safety: Sequence[Written]
    next_safety: str | None
    needs: Sequence[Written]
    scope: Written | None
    notice: Written | None
    subject: Agent | None
    declared: bool | None
    claims: dict[int, str]
    why_no_remedy: dict[int, str]


@dataclass(frozen=True)
class Alike:
    """Another case with one of the same topics. `same_place`: about the same unit too."""

    case: Case
    topics: tuple[str, ...]
    same_place: bool


async def read_examination(tx: Transaction, case: Case, agent: Agent, mask: Masker) -> Examination:
    """Everything of it, as much as `mask` lets through."""
    notice, scope = await tx.get(SubjectNotice, case.id), await tx.get(ScopeDecision, case.id)
    declared = select(Declaration.stake).where(Declaration.case_id == case.id, Declaration.agent_id == agent.id)
    claims, whys = {}, {}
    for issue in await issues_of(tx, case):
        claims[issue.id] = mask(await _plain(tx, case, issue.claim)) or ""
        whys[issue.id] = mask(await _plain(tx, case, issue.why_no_remedy)) or ""

    async def written(row: Any, *names: str) -> Written:
        return Written(row, {name: mask(await _plain(tx, case, getattr(row, name))) for name in names})

    return Examination(
        plan=[await written(row, "words", "result") for row in await plan_of(tx, case)],
        evidence=[await written(row, "words", "source") for row in await evidence_of(tx, case)],
        interviews=[
            await written(row, "name", "companion", "words", "not_heard_because")
            for row in await interviews_of(tx, case)
        ],
        questions=[
            await written(row, "name", "email", "words", "why", "answer") for row in await questions_of(tx, case)
        ],
        safety=[await written(row, "words") for row in await safety_steps_of(tx, case)],
        next_safety=await next_safety_step(tx, case),
        needs=[await written(row, "words") for row in await needs_of(tx, case)],
        scope=await written(scope, "to") if scope else None,
        notice=await written(notice, "summary", "told_later_because", "statement", "companion") if notice else None,
        subject=await tx.get(Agent, case.subject_id) if case.subject_id else None,
        declared=await tx.scalar(declared),
        claims=claims,
        why_no_remedy=whys,
    )


async def similar_cases(tx: Transaction, agent: Agent, case: Case) -> list[Alike]:
    """Those this person may see that share a topic, the same unit and the newest first."""
    topics = {issue.topic for issue in await issues_of(tx, case)} - {tx.policy.taxonomy.to_be_classified}
    sharing = select(Issue.case_id).where(Issue.topic.in_(topics), Issue.case_id != case.id)
    query = select(Case).where(seen_cases(tx, agent), Case.id.in_(sharing)).order_by(Case.id.desc()).limit(ALIKE * 3)
    found = (await tx.scalars(query)).all()
    shared: dict[int, list[str]] = {}
    rows = select(Issue.case_id, Issue.topic).where(
        Issue.case_id.in_([other.id for other in found]), Issue.topic.in_(topics)
    )
    for case_id, topic in (await tx.execute(rows)).tuples():
        shared.setdefault(case_id, []).append(topic)
    alike = [
        Alike(other, tuple(shared.get(other.id, ())), bool(case.unit) and other.unit == case.unit) for other in found
    ]
    return sorted(alike, key=lambda one: (not one.same_place, -len(one.topics), -one.case.id))[:ALIKE]


async def count_alike(tx: Transaction, agent: Agent, case: Case) -> int:
    """How many cases there are that `similar_cases` would find without a limit."""
    topics = {issue.topic for issue in await issues_of(tx, case)} - {tx.policy.taxonomy.to_be_classified}
    sharing = select(Issue.case_id).where(Issue.topic.in_(topics), Issue.case_id != case.id)
    return await tx.scalar(select(func.count(Case.id)).where(seen_cases(tx, agent), Case.id.in_(sharing))) or 0


async def notices_for(tx: Transaction, agent: Agent) -> list[Written]:
    """What was said about this person and told to them: their own side of it, nothing else of the case."""
    query = select(SubjectNotice).where(SubjectNotice.agent_id == agent.id, SubjectNotice.told_at.is_not(None))
    notices = []
    for row in await tx.scalars(query.order_by(SubjectNotice.told_at.desc())):
        case = await tx.get_one(Case, row.case_id)
        try:
            words = {
                name: await _plain(tx, case, getattr(row, name))
                for name in ("summary", "statement", "companion", "outcome")
            }
        except Erased:
            continue
        notices.append(Written(row, words))
    return notices


async def _plain(tx: Transaction, case: Case, blob: bytes | None) -> str | None:
    return await keys.unseal(tx, case.key_owner, blob)
