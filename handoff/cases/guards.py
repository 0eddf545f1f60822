"""What must hold before a case may move, by the names that the life cycle's table uses.

Each guard sees the transaction, the case and the facts given with the attempt, and says whether it holds.
"""

from __future__ import annotations

from sqlalchemy import func, select

from handoff.cases.conditions import CONDITIONS, Facts, Guard, beyond
from handoff.cases.keeping_out import has_stake
from handoff.cases.later_guards import LATER_GUARDS, given
from handoff.cases.looking_up import latest_assessment
from handoff.cases.models import Case, Issue, RemedyItem
from handoff.db import Transaction


async def _assignee(tx: Transaction, case: Case, facts: Facts) -> bool:
    return (facts.get("assignee") or case.owner_id) is not None


async def _no_conflict_of_interest(tx: Transaction, case: Case, facts: Facts) -> bool:
    """Whoever is complained about, their direct line, and who said that they have a stake stay out of it."""
    agent_id = facts.get("assignee") or case.owner_id
    return agent_id is None or not await has_stake(tx, case, agent_id)


async def _severity_at_most_moderate(tx: Transaction, case: Case, facts: Facts) -> bool:
    assessment = await latest_assessment(tx, case)
    return assessment is not None and assessment.severity <= 2


async def _assessed(tx: Transaction, case: Case, facts: Facts) -> bool:
    return await latest_assessment(tx, case) is not None


async def _not_safety(tx: Transaction, case: Case, facts: Facts) -> bool:
    return "safety" not in case.flags


async def _not_staff_conduct(tx: Transaction, case: Case, facts: Facts) -> bool:
    """Neither flagged, nor about a named person, nor about a topic that needs somebody who can examine conduct."""
    topics = list(await tx.scalars(select(Issue.topic).where(Issue.case_id == case.id)))
    about_conduct = any(topic.startswith("C06") for topic in topics) or (
        "staff_conduct" in tx.policy.organisation.skills_for(topics)
    )
    return "staff_subject" not in case.flags and case.subject_id is None and not about_conduct


async def _remedy_within_agent_limit(tx: Transaction, case: Case, facts: Facts) -> bool:
    items = await tx.scalars(select(RemedyItem).where(RemedyItem.case_id == case.id))
    return not beyond(tx, ["agent"], items)


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


async def _always(tx: Transaction, case: Case, facts: Facts) -> bool:
    return True


GUARDS: dict[str, Guard] = {
    **CONDITIONS,
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
    "comment": given("comment"),
    "reason": given("reason"),
}
