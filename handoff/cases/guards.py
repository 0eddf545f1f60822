"""What must hold before a case may move, by the names that the life cycle's table uses.

Each guard sees the transaction, the case and the facts given with the attempt, and says whether it holds.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlalchemy import func, select

from handoff.cases.later_guards import LATER_GUARDS, given
from handoff.cases.models import Answer, Assessment, Case, Issue, RemedyItem
from handoff.db import Transaction
from handoff.staff import Agent

Facts = Mapping[str, Any]
Guard = Callable[[Transaction, Case, Facts], Awaitable[bool]]


async def _assignee(tx: Transaction, case: Case, facts: Facts) -> bool:
    return (facts.get("assignee") or case.owner_id) is not None


async def _no_conflict_of_interest(tx: Transaction, case: Case, facts: Facts) -> bool:
    """The one complained about and those who report to them directly, or whom they report to, stay out of it."""
    agent_id = facts.get("assignee") or case.owner_id
    if case.subject_id is None or agent_id is None:
        return True
    people = {
        agent.id: agent for agent in await tx.scalars(select(Agent).where(Agent.id.in_((case.subject_id, agent_id))))
    }
    subject, agent = people[case.subject_id], people[agent_id]
    return subject.id != agent.id and agent.manager_id != subject.id and subject.manager_id != agent.id


async def _severity_at_most_moderate(tx: Transaction, case: Case, facts: Facts) -> bool:
    assessment = await latest_assessment(tx, case)
    return assessment is not None and assessment.severity <= 2


async def _assessed(tx: Transaction, case: Case, facts: Facts) -> bool:
    return await latest_assessment(tx, case) is not None


async def _not_safety(tx: Transaction, case: Case, facts: Facts) -> bool:
    return "safety" not in case.flags


async def _not_staff_conduct(tx: Transaction, case: Case, facts: Facts) -> bool:
    topics = await tx.scalars(select(Issue.topic).where(Issue.case_id == case.id))
    return "staff_subject" not in case.flags and not any(topic.startswith("C06") for topic in topics)


async def _remedy_within_agent_limit(tx: Transaction, case: Case, facts: Facts) -> bool:
    items = await tx.scalars(select(RemedyItem).where(RemedyItem.case_id == case.id))
    return all(tx.policy.remedies.allowed("agent", item.code, item.amount, item.currency) for item in items)


async def _no_formal_request(tx: Transaction, case: Case, facts: Facts) -> bool:
    return "formal" not in case.flags


async def _issues_listed(tx: Transaction, case: Case, facts: Facts) -> bool:
    return bool(await tx.scalar(select(func.count(Issue.id)).where(Issue.case_id == case.id)))


async def _topics_settled(tx: Transaction, case: Case, facts: Facts) -> bool:
    open_ones = await tx.scalar(
        select(func.count(Issue.id)).where(
            Issue.case_id == case.id, (Issue.confirmed_by.is_(None)) | (Issue.topic == "C99.9")
        )
    )
    return open_ones == 0


async def _outcome_per_issue(tx: Transaction, case: Case, facts: Facts) -> bool:
    unanswered = await tx.scalar(select(func.count(Issue.id)).where(Issue.case_id == case.id, Issue.outcome.is_(None)))
    return unanswered == 0 and await _issues_listed(tx, case, facts)


async def _finding_per_issue(tx: Transaction, case: Case, facts: Facts) -> bool:
    without = await tx.scalar(select(func.count(Issue.id)).where(Issue.case_id == case.id, Issue.finding.is_(None)))
    return without == 0 and await _issues_listed(tx, case, facts)


async def _answer_text(tx: Transaction, case: Case, facts: Facts) -> bool:
    return await latest_answer(tx, case) is not None


async def _remedies_or_why_none(tx: Transaction, case: Case, facts: Facts) -> bool:
    listed = await tx.scalar(select(func.count(RemedyItem.id)).where(RemedyItem.case_id == case.id))
    return bool(listed) or bool(facts.get("why_no_remedy")) or not await _any_upheld(tx, case)


async def _any_upheld(tx: Transaction, case: Case) -> bool:
    return bool(
        await tx.scalar(
            select(func.count(Issue.id)).where(Issue.case_id == case.id, Issue.outcome.in_(("upheld", "partly_upheld")))
        )
    )


async def _approver_not_investigator(tx: Transaction, case: Case, facts: Facts) -> bool:
    answer = await latest_answer(tx, case)
    return answer is not None and facts.get("approver") is not None and facts["approver"] != answer.by_id


async def _staff_subject_heard(tx: Transaction, case: Case, facts: Facts) -> bool:
    return "staff_subject" not in case.flags or bool(facts.get("staff_subject_heard"))


async def latest_assessment(tx: Transaction, case: Case) -> Assessment | None:
    return await tx.scalar(
        select(Assessment).where(Assessment.case_id == case.id).order_by(Assessment.id.desc()).limit(1)
    )


async def latest_answer(tx: Transaction, case: Case) -> Answer | None:
    """The newest answer that was not returned for more work."""
    return await tx.scalar(
        select(Answer)
        .where(Answer.case_id == case.id, Answer.returned_at.is_(None))
        .order_by(Answer.id.desc())
        .limit(1)
    )


async def _always(tx: Transaction, case: Case, facts: Facts) -> bool:
    return True


GUARDS: dict[str, Guard] = {
    **LATER_GUARDS,
    "assignee": _assignee,
    "no_conflict_of_interest": _no_conflict_of_interest,
    "investigator_without_conflict": _no_conflict_of_interest,
    "severity_at_most_moderate": _severity_at_most_moderate,
    "severity": _assessed,
    "impact": _assessed,
    "urgency": _assessed,
    "not_safety": _not_safety,
    "not_staff_conduct": _not_staff_conduct,
    "remedy_within_agent_limit": _remedy_within_agent_limit,
    "no_formal_request": _no_formal_request,
    "issues_listed": _issues_listed,
    "topic": _topics_settled,
    "requested_remedy_or_none": _always,  # asked at intake; "not sure" is an answer too
    "outcome_per_issue": _outcome_per_issue,
    "all_issues_answered": _outcome_per_issue,
    "finding_per_issue": _finding_per_issue,
    "answer_text": _answer_text,
    "reasons": _answer_text,
    # The letter's builder always states the onward routes, in the complainant's language: the two cannot be left out.
    "escalation_route_stated": _answer_text,
    "escalation_internal_and_external": _answer_text,
    "complainant_language": _answer_text,
    "proposed_remedies_or_none": _remedies_or_why_none,
    "remedies_or_why_none": _remedies_or_why_none,
    "approver_not_investigator_when_four_eyes": _approver_not_investigator,
    "staff_subject_heard_if_any": _staff_subject_heard,
    "evidence_list": given("evidence"),
    "provisional_cause": given("cause"),
    "comment": given("comment"),
    "reason": given("reason"),
}
