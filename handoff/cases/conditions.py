"""What must hold while a complaint is sorted, looked into and decided: the guards of that part of its road.

Like those in `guards`, each sees the transaction, the case and the facts given with the attempt, and says whether it holds.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from handoff.cases.composing import UPHELD, Letter, letter_of
from handoff.cases.keeping_out import examiners
from handoff.cases.lifecycles import lifecycle_of
from handoff.cases.looking_up import issues_of, latest_answer, latest_assessment, remedies_of
from handoff.cases.models import Case, Issue, Party, RemedyItem
from handoff.cases.records import Declaration, Evidence, Interview, PlanStep, SafetyStep, SubjectNotice
from handoff.db import Transaction, keys
from handoff.staff import Agent

Facts = Mapping[str, Any]
Guard = Callable[[Transaction, Case, Facts], Awaitable[bool]]
PERSIAN, LATIN = ("\u0600", "\u06ff"), ("A", "z")


async def without_remedy(tx: Transaction, case: Case) -> list[Issue]:
    """Upheld issues for which neither anything is offered nor is said why not."""
    items = await remedies_of(tx, case)
    if any(item.issue_id is None for item in items):
        return []
    helped = {item.issue_id for item in items}
    return [
        issue
        for issue in await issues_of(tx, case)
        if issue.outcome in UPHELD and issue.id not in helped and issue.why_no_remedy is None
    ]


def speaks(text: str, language: str) -> bool:
    """Whether a text is written in the letters of a language: enough to notice the wrong one of two."""
    persian = sum(PERSIAN[0] <= letter <= PERSIAN[1] for letter in text)
    latin = sum(letter.isascii() and letter.isalpha() for letter in text)
    return persian >= latin if language == "fa" else latin >= persian


def _given(name: str) -> Guard:
    async def holds(tx: Transaction, case: Case, facts: Facts) -> bool:
        said = facts.get(name)
        return bool(said.strip() if isinstance(said, str) else said)

    return holds


async def _same_complainant_same_matter(tx: Transaction, case: Case, facts: Facts) -> bool:
    """A person confirms it; where the two gave different addresses they also say why it is the same person."""
    target = facts.get("target")
    if not isinstance(target, Case) or not facts.get("same_matter"):
        return False
    prints = select(Party.email_print).where(Party.role == "complainant", Party.email_print.is_not(None))
    here = set(await tx.scalars(prints.where(Party.case_id == case.id)))
    there = set(await tx.scalars(prints.where(Party.case_id == target.id)))
    return bool(here & there) or bool(str(facts.get("why_same") or "").strip())


async def _target_case(tx: Transaction, case: Case, facts: Facts) -> bool:
    target = facts.get("target")
    return isinstance(target, Case) and target.id != case.id and target.is_open and target.state != "merged"


async def _reason_code(tx: Transaction, case: Case, facts: Facts) -> bool:
    return facts.get("reason_code") in tx.policy.investigation.out_of_scope


async def _referral_target_or_none(tx: Transaction, case: Case, facts: Facts) -> bool:
    reason = tx.policy.investigation.out_of_scope.get(facts.get("reason_code") or "")
    return reason is not None and (not reason.needs_referral or bool(str(facts.get("referral") or "").strip()))


async def _how_to_challenge(tx: Transaction, case: Case, facts: Facts) -> bool:
    return challenge(tx, case) in str(facts.get("explanation") or "")


def challenge(tx: Transaction, case: Case) -> str:
    """How the complainant can say that it is within our scope after all."""
    office = tx.policy.organisation.contact
    told: str = tx.policy.investigation.how_to_challenge.fill(case.language, {"email": office.email})
    return told


async def _reply_by(tx: Transaction, case: Case, facts: Facts) -> bool:
    by = facts.get("reply_by")
    return isinstance(by, datetime) and by > tx.clock.now()


async def _return_state(tx: Transaction, case: Case, facts: Facts) -> bool:
    state = (await lifecycle_of(tx, case)).states.get(facts.get("return_state") or "")
    return state is not None and state.is_unfinished


async def _all_found(tx: Transaction, case: Case, facts: Facts) -> bool:
    issues = await issues_of(tx, case)
    return bool(issues) and all(issue.outcome is not None and issue.finding is not None for issue in issues)


async def _reasons(tx: Transaction, case: Case, facts: Facts) -> bool:
    """A reason for each issue, in words, and the answer's own words."""
    reasons = [await keys.unseal(tx, case.key_owner, issue.finding) for issue in await issues_of(tx, case)]
    return (
        bool(reasons) and all(reason and reason.strip() for reason in reasons) and await _letter(tx, case) is not None
    )


async def _remedies_or_why_none(tx: Transaction, case: Case, facts: Facts) -> bool:
    return not await without_remedy(tx, case)


async def _evidence_list(tx: Transaction, case: Case, facts: Facts) -> bool:
    return bool(await tx.scalar(select(func.count(Evidence.id)).where(Evidence.case_id == case.id)))


async def _provisional_cause(tx: Transaction, case: Case, facts: Facts) -> bool:
    return all(issue.cause for issue in await issues_of(tx, case) if issue.outcome in UPHELD)


async def _plan_followed(tx: Transaction, case: Case, facts: Facts) -> bool:
    """For a serious case: each step of the plan for its severity was done, or let go for a reason."""
    assessment = await latest_assessment(tx, case)
    if assessment is None or assessment.severity < tx.policy.investigation.mandatory_from:
        return True
    rows = (await tx.scalars(select(PlanStep).where(PlanStep.case_id == case.id))).all()
    ended = {row.code for row in rows if row.ended_at is not None}
    needed = {step.code for step in tx.policy.investigation.plan_for(assessment.severity)}
    return needed <= ended and all(row.ended_at is not None for row in rows)


async def _investigator_declared(tx: Transaction, case: Case, facts: Facts) -> bool:
    declared = select(Declaration.stake).where(
        Declaration.case_id == case.id, Declaration.agent_id == (facts.get("investigator") or case.owner_id)
    )
    return await tx.scalar(declared) is False


async def _staff_subject_heard(tx: Transaction, case: Case, facts: Facts) -> bool:
    """They explained themselves, or it is kept why that was not possible."""
    if "staff_subject" not in case.flags and case.subject_id is None:
        return True
    heard = select(Interview.id).where(Interview.case_id == case.id, Interview.who == "staff_subject")
    stated = select(SubjectNotice.case_id).where(SubjectNotice.case_id == case.id, SubjectNotice.stated_at.is_not(None))
    return await tx.scalar(heard.limit(1)) is not None or await tx.scalar(stated) is not None


async def _approver_not_investigator(tx: Transaction, case: Case, facts: Facts) -> bool:
    answer, approver = await latest_answer(tx, case), facts.get("approver")
    if answer is None or approver is None:
        return False
    return not tx.policy.organisation.profile.four_eyes or approver not in await examiners(tx, case)


async def _approver_within_authority(tx: Transaction, case: Case, facts: Facts) -> bool:
    """Some role of the approver may promise each thing that the decision newly promises."""
    approver = await tx.get(Agent, facts.get("approver") or 0)
    return approver is not None and not beyond(tx, approver.roles, await remedies_of(tx, case))


def beyond(tx: Transaction, roles: list[str], items: Any) -> list[RemedyItem]:
    """Those not yet promised remedies that nobody with these roles may promise alone."""
    allowed = tx.policy.remedies.allowed
    return [
        item
        for item in items
        if item.offered_at is None and not any(allowed(role, item.code, item.amount, item.currency) for role in roles)
    ]


async def _letter(tx: Transaction, case: Case) -> Letter | None:
    answer = await latest_answer(tx, case)
    letter = await letter_of(tx, case, answer) if answer else None
    return letter if letter and letter.words else None


async def _answer_text(tx: Transaction, case: Case, facts: Facts) -> bool:
    return await _letter(tx, case) is not None


async def _ways_on_stated(tx: Transaction, case: Case, facts: Facts) -> bool:
    letter = await _letter(tx, case)
    return letter is not None and bool(letter.ways_on) and bool(letter.bodies)


async def _complainant_language(tx: Transaction, case: Case, facts: Facts) -> bool:
    letter = await _letter(tx, case)
    return letter is not None and letter.language == case.language and speaks(letter.words, case.language)


async def _actions_or_why_none(tx: Transaction, case: Case, facts: Facts) -> bool:
    return bool(await remedies_of(tx, case)) or bool(str(facts.get("why_no_action") or "").strip())


async def nobody_in_danger(tx: Transaction, case: Case) -> bool:
    """Never in danger, or the safety officer said that it is over."""
    cleared = select(SafetyStep.id).where(SafetyStep.case_id == case.id, SafetyStep.code == "cleared")
    return "safety" not in case.flags or await tx.scalar(cleared.limit(1)) is not None


CONDITIONS: dict[str, Guard] = {
    "same_complainant_same_matter": _same_complainant_same_matter,
    "target_case": _target_case,
    "reason_code": _reason_code,
    "referral_target_or_none": _referral_target_or_none,
    "written_explanation": _given("explanation"),
    "how_to_challenge": _how_to_challenge,
    "questions": _given("questions"),
    "why_needed": _given("why_needed"),
    "reply_by": _reply_by,
    "return_state": _return_state,
    "third_party": _given("third_party"),
    "question": _given("question"),
    "sharing_lawful": _given("sharing_lawful"),
    "findings": _all_found,
    "reasons": _reasons,
    "evidence_list": _evidence_list,
    "provisional_cause": _provisional_cause,
    "plan_followed": _plan_followed,
    "investigator_declared": _investigator_declared,
    "proposed_remedies_or_none": _remedies_or_why_none,
    "remedies_or_why_none": _remedies_or_why_none,
    "staff_subject_heard_if_any": _staff_subject_heard,
    "approver_not_investigator_when_four_eyes": _approver_not_investigator,
    "approver_within_authority": _approver_within_authority,
    "answer_text": _answer_text,
    "escalation_route_stated": _ways_on_stated,
    "escalation_internal_and_external": _ways_on_stated,
    "complainant_language": _complainant_language,
    "why_it_must_continue": _given("why_it_must_continue"),
    "actions_or_why_none": _actions_or_why_none,
}
