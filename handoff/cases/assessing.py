"""Judge a complaint: how serious, how wide, how soon. A model suggests topics, a person confirms; both are kept."""

from __future__ import annotations

from handoff.cases.events import CaseAssessed, TopicConfirmed
from handoff.cases.looking_up import issues_of
from handoff.cases.models import Assessment, Case, Issue
from handoff.cases.moving import Actor
from handoff.db import Transaction
from handoff.errors import Invalid
from handoff.events import hold, record
from handoff.policy.priority import priority


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
) -> Assessment:
    """Set the priority by the policy's table. Raises `Invalid` for a severity under the floor of the case's topics."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    assert actor.id is not None, "only people assess"
    if not (1 <= severity <= 4 and 1 <= impact <= 3 and 1 <= urgency <= 3):
        raise Invalid("Severity, impact or urgency is outside its scale.", code="scale")
    floor = await severity_floor(tx, case)
    if severity < floor and not reason:
        raise Invalid(
            "For this topic the severity is at least {floor}. Give a reason to set it lower.",
            code="below_floor",
            floor=floor,
        )
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
        ),
    )
    return assessment


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
