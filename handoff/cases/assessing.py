"""Judge a complaint: how serious, how wide, how soon. A model suggests topics, a person confirms; both are kept."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import distinct, func, select

from handoff.cases.events import CaseAssessed, TopicConfirmed
from handoff.cases.examination.declaring import ensure_no_stake
from handoff.cases.looking_up import issues_of
from handoff.cases.models import Assessment, Case, Issue, Party
from handoff.cases.moving import Actor
from handoff.cases.raising import raise_for_safety
from handoff.cases.words import sealed
from handoff.db import Transaction
from handoff.errors import Invalid, NotAllowed
from handoff.events import hold, record
from handoff.policy.priority import priority
from handoff.staff import may_lead


@dataclass(frozen=True, kw_only=True)
class Further:
    """What else is judged at the start. None: not said. `immediate_action`: what was done at once, in words."""

    safety: bool | None = None
    immediate_needed: bool | None = None
    immediate_possible: bool | None = None
    compensation_likely: bool | None = None
    recurrent: bool | None = None
    immediate_action: str | None = None


NOTHING_FURTHER = Further()


async def assess(
    tx: Transaction,
    case: Case,
    *,
    severity: int,
    impact: int,
    urgency: int,
    complexity: str,
    actor: Actor,
    reason: str | None = None,
    further: Further = NOTHING_FURTHER,
) -> Assessment:
    """Set the priority by the policy's table; what the rules had suggested is kept beside what the person judged.

    Raises `Invalid` for a severity under the suggestion without a reason, and `NotAllowed` for one under the floor of the
    case's topics, which only who leads may set. Judged as dangerous, the case is raised at once.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await ensure_no_stake(tx, case, actor)
    assert actor.id is not None, "only people assess"
    if not (1 <= severity <= 4 and 1 <= impact <= 3 and 1 <= urgency <= 3):
        raise Invalid("Severity, impact or urgency is outside its scale.", code="scale")
    suggested = await suggested_severity(tx, case, recurrent=bool(further.recurrent))
    await _ensure_may_lower(tx, case, severity, suggested, actor, reason)
    if further.safety:
        await raise_for_safety(tx, case, actor=actor.name)
    judged = priority(
        severity,
        impact,
        urgency,
        safety="safety" in case.flags,
        vulnerable="vulnerable" in case.flags,
        outside_interest="outside_interest" in case.flags,
        reopened=case.reopen_count > 0,
    )
    assessment = Assessment(
        case_id=case.id,
        severity=severity,
        impact=impact,
        urgency=urgency,
        complexity=complexity,
        priority=judged,
        by_id=actor.id,
        at=tx.clock.now(),
        reason=reason,
        suggested_severity=suggested,
        safety=further.safety,
        immediate_needed=further.immediate_needed,
        immediate_possible=further.immediate_possible,
        compensation_likely=further.compensation_likely,
        recurrent=further.recurrent,
        immediate_action=await sealed(tx, case, further.immediate_action),
    )
    tx.add(assessment)
    case.priority = judged
    await tx.flush()
    await record(
        tx,
        CaseAssessed(
            case_id=case.id,
            conversation_id=case.conversation_id,
            actor=actor.name,
            severity=severity,
            impact=impact,
            urgency=urgency,
            priority=judged,
            suggested=suggested,
        ),
    )
    return assessment


async def suggested_severity(tx: Transaction, case: Case, *, recurrent: bool = False) -> int:
    """What the rules make of topics, flags and the person's earlier cases. A person confirms it or says why not."""
    topics = {issue.topic for issue in await issues_of(tx, case)}
    floor: int = tx.policy.taxonomy.severity_floor(topics)
    if "safety" in case.flags:
        floor = max(floor, 3)
    again = recurrent or await _told_before(tx, case, topics) >= 2
    raised: int = tx.policy.judgement.raised_severity(floor, vulnerable="vulnerable" in case.flags, third_repeat=again)
    return raised


async def _told_before(tx: Transaction, case: Case, topics: set[str]) -> int:
    """How many earlier cases this person has about one of these topics."""
    prints = select(Party.email_print).where(Party.case_id == case.id, Party.email_print.is_not(None))
    theirs = select(Party.case_id).where(Party.email_print.in_(prints), Party.case_id != case.id)
    before = select(func.count(distinct(Issue.case_id))).where(
        Issue.case_id.in_(theirs), Issue.topic.in_(topics), Issue.topic != tx.policy.taxonomy.to_be_classified
    )
    return await tx.scalar(before) or 0


async def _ensure_may_lower(
    tx: Transaction, case: Case, severity: int, suggested: int, actor: Actor, reason: str | None
) -> None:
    floor = await severity_floor(tx, case)
    if severity < floor and not (reason and reason.strip()):
        raise Invalid(
            "For this topic the severity is at least {floor}. Give a reason to set it lower.",
            code="below_floor",
            floor=floor,
        )
    elif severity < floor and not may_lead([actor.role]):
        raise NotAllowed(
            "For this topic the severity is at least {floor}. Only who leads may set it lower.",
            code="below_floor",
            floor=floor,
        )
    elif severity < suggested and not (reason and reason.strip()):
        raise Invalid(
            "By the rules the severity is {suggested}. Give a reason to set it lower.",
            code="below_suggested",
            suggested=suggested,
        )


async def severity_floor(tx: Transaction, case: Case) -> int:
    """The lowest severity that the topics of the case allow."""
    return tx.policy.taxonomy.severity_floor(issue.topic for issue in await issues_of(tx, case))


async def confirm_topic(tx: Transaction, case: Case, issue: Issue, *, topic: str, actor: Actor) -> None:
    """A person says what an issue is about; the model's suggestion stays beside it."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if topic not in tx.policy.taxonomy.topics:
        raise Invalid("There is no topic {topic}.", code="topic_unknown", topic=topic)
    issue.topic, issue.confirmed_by = topic, actor.id
    await tx.flush()
    await _tell_topic(tx, case, issue, actor)


async def add_issue(tx: Transaction, case: Case, *, topic: str, actor: Actor) -> Issue:
    """Another thing went wrong too: it gets its own answer."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if topic not in tx.policy.taxonomy.topics:
        raise Invalid("There is no topic {topic}.", code="topic_unknown", topic=topic)
    issue = Issue(case_id=case.id, topic=topic, confirmed_by=actor.id)
    tx.add(issue)
    await tx.flush()
    await _tell_topic(tx, case, issue, actor)
    return issue


async def _tell_topic(tx: Transaction, case: Case, issue: Issue, actor: Actor) -> None:
    await record(
        tx,
        TopicConfirmed(
            case_id=case.id,
            conversation_id=case.conversation_id,
            actor=actor.name,
            issue_id=issue.id,
            topic=issue.topic,
            suggested=issue.suggested_topic,
        ),
    )
