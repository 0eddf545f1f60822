"""What must hold before a case may take a step after its answer: the second look, outside bodies, coming back, going on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlalchemy import func, select

from handoff.cases.checklist import open_lines
from handoff.cases.involvement import may_review
from handoff.cases.models import Acceptance, Answer, Case, RemedyItem
from handoff.db import Transaction
from handoff.staff import Agent

Facts = Mapping[str, Any]
Guard = Callable[[Transaction, Case, Facts], Awaitable[bool]]
DUTIES = frozenset({"safety", "systemic", "illegality"})  # what is looked into although nobody complains any more


def given(name: str) -> Guard:
    """A fact that comes with the attempt itself."""

    async def holds(tx: Transaction, case: Case, facts: Facts) -> bool:
        value = facts.get(name)
        return bool(value.strip() if isinstance(value, str) else value)

    return holds


async def _checklist(tx: Transaction, case: Case, facts: Facts) -> bool:
    return not await open_lines(tx, case)


async def _accepted(tx: Transaction, case: Case, facts: Facts) -> bool:
    """What the complainant said last to the answer they have now."""
    return await _last_word(tx, case) == "accepted"


async def _accepted_or_owed_anyway(tx: Transaction, case: Case, facts: Facts) -> bool:
    """An owed remedy never waits for a yes: without one a person, or the end of the time to reply, sets it going."""
    return bool(facts.get("owed_anyway")) or await _accepted(tx, case, facts)


async def _owed_with_owner_and_date(tx: Transaction, case: Case, facts: Facts) -> bool:
    """Every remedy has both: the table allows nothing else."""
    return await _owed(tx, case) > 0


async def _all_done(tx: Transaction, case: Case, facts: Facts) -> bool:
    return await _owed(tx, case) == 0


def is_final(tx: Transaction, case: Case) -> bool:
    """Whether the organisation has no further stage after this one."""
    stages: int = tx.policy.organisation.profile.stages
    return case.stage >= stages


async def _stage_below_last(tx: Transaction, case: Case, facts: Facts) -> bool:
    return not is_final(tx, case)


async def _stage_is_last(tx: Transaction, case: Case, facts: Facts) -> bool:
    return is_final(tx, case)


async def _reviewer_is_new(tx: Transaction, case: Case, facts: Facts) -> bool:
    reviewer = await tx.get(Agent, facts["reviewer"]) if facts.get("reviewer") else None
    return reviewer is not None and await may_review(tx, case, reviewer)


async def _final_answer_sent(tx: Transaction, case: Case, facts: Facts) -> bool:
    """Every answer leaves with the outside routes, so whoever has one at this stage has them."""
    sent = select(func.count(Answer.id)).where(
        Answer.case_id == case.id, Answer.stage == case.stage, Answer.sent_at.is_not(None)
    )
    return bool(await tx.scalar(sent))


async def _offer_open(tx: Transaction, case: Case, facts: Facts) -> bool:
    return await _owed(tx, case) > 0


async def _may_come_back(tx: Transaction, case: Case, facts: Facts) -> bool:
    """The complainant within the time for it; a supervisor at any time."""
    return facts.get("role") == "supervisor" or await _in_time(tx, case, facts)


async def _in_time(tx: Transaction, case: Case, facts: Facts) -> bool:
    return case.reopen_until is not None and tx.clock.now() <= case.reopen_until


async def _no_duty_to_go_on(tx: Transaction, case: Case, facts: Facts) -> bool:
    """Withdrawal does not end what the organisation must look into anyway."""
    return DUTIES.isdisjoint(case.flags)


async def _last_word(tx: Transaction, case: Case) -> str | None:
    since = case.final_response_at
    query = select(Acceptance.value).where(Acceptance.case_id == case.id)
    if since is not None:
        query = query.where(Acceptance.at >= since)
    return await tx.scalar(query.order_by(Acceptance.id.desc()).limit(1))


async def _owed(tx: Transaction, case: Case) -> int:
    owed = select(func.count(RemedyItem.id)).where(
        RemedyItem.case_id == case.id, RemedyItem.done_at.is_(None), RemedyItem.waived_at.is_(None)
    )
    return await tx.scalar(owed) or 0


LATER_GUARDS: dict[str, Guard] = {
    "closure_checklist": _checklist,
    "acceptance_record": _accepted,
    "acceptance_record_or_unconditional_remedy": _accepted_or_owed_anyway,
    "remedy_items_with_owner_and_due": _owed_with_owner_and_date,
    "all_items_done_with_proof": _all_done,
    "no_conditional_remedy_pending": _all_done,
    "two_reminders_sent": given("two_reminders_sent"),
    "stage_below_2": _stage_below_last,
    "stage_is_last": _stage_is_last,
    "what_is_new": given("what_is_new"),
    "what_is_missing": given("what_is_missing"),
    "reviewer_not_previously_involved": _reviewer_is_new,
    "external_routes_sent": _final_answer_sent,
    "changes_from_stage1": given("changes"),
    # The letter's builder states that the answer is final, and the outside bodies with their times: see follow_ups.
    "final_internal_position": given("text"),
    "external_routes_and_time_limits": given("text"),
    "body": given("body"),
    "external_ref": given("external_ref"),
    "date": given("referred_at"),
    "file_due": given("file_due"),
    "decision": given("decision"),
    "instructions": given("instructions"),
    "revised_offer": given("revised_offer"),
    "offer_still_open": _offer_open,
    "confirmed_by_complainant": given("confirmed_by_complainant"),
    "not_induced": given("not_induced"),
    "no_safety_systemic_or_illegality_flag": _no_duty_to_go_on,
    "why_it_must_continue": given("why_it_must_continue"),
    "inside_reopen_window_or_supervisor": _may_come_back,
    "inside_review_window": _in_time,
    "management_rep_informed": given("management_rep_informed"),
    "no_hold": given("no_hold"),  # known to who keeps and holds, above this layer
    "two_person_approval_or_policy": given("two_person_approval_or_policy"),  # on what ground, told by who erases
}
