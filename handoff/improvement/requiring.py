"""When there has to be an action: nobody has to remember it, it is entered in the same transaction."""

from __future__ import annotations

from handoff.cases import Case, Issue
from handoff.cases.looking_up import issues_of, latest_assessment
from handoff.cases.moving import SYSTEM
from handoff.db import Transaction
from handoff.events import Event
from handoff.improvement.models import Action
from handoff.improvement.opening import open_action

CRITICAL = 4
WIDE = 3  # the impact from which others must be affected
UPHELD = ("upheld", "partly_upheld")


async def after_answer(tx: Transaction, event: Event) -> None:
    """A critical complaint, or one about somebody's safety, was upheld."""
    case = await tx.get_one(Case, event.case_id)
    assessment = await latest_assessment(tx, case)
    upheld = [issue for issue in await issues_of(tx, case) if issue.outcome in UPHELD]
    if not upheld:
        return
    if assessment is not None and assessment.severity >= CRITICAL:
        await _require(tx, case, upheld[0], "critical_upheld", assessment.severity)
    if "safety" in case.flags:
        await _require(tx, case, upheld[0], "safety", assessment.severity if assessment else None)


async def after_cause(tx: Transaction, event: Event) -> None:
    """A confirmed cause must affect others."""
    if not getattr(event, "systemic", False):
        return
    case = await tx.get_one(Case, event.case_id)
    issue = await tx.get_one(Issue, getattr(event, "issue_id", None))
    assessment = await latest_assessment(tx, case)
    await _require(tx, case, issue, "systemic", assessment.severity if assessment else None, cause=issue.cause)


async def after_assessment(tx: Transaction, event: Event) -> None:
    """So many people are concerned that it cannot be this case alone."""
    if getattr(event, "impact", 0) < WIDE:
        return
    case = await tx.get_one(Case, event.case_id)
    issues = await issues_of(tx, case)
    if issues:
        await _require(tx, case, issues[0], "systemic", getattr(event, "severity", None))


async def _require(
    tx: Transaction, case: Case, issue: Issue, why: str, severity: int | None, cause: str | None = None
) -> Action:
    """One for each case and reason. A systemic one is never without a look for others."""
    topic = tx.policy.taxonomy.topics[issue.topic].name.say(tx.policy.organisation.default_language)
    return await open_action(
        tx, key=f"{why}:case:{case.id}", title=f"{topic} ({case.number})", source="case", source_id=case.id,
        required=why, topic=issue.topic, cause=cause, severity=severity, systemic=why == "systemic",
        urgent=case.priority == "P1", cases=[case], actor=SYSTEM,
    )  # fmt: skip
