"""What is counted as evidence, by the names that the policy uses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from sqlalchemy import func, select

from handoff.cases import Acceptance, Answer, Assessment, Case, Issue, RemedyItem
from handoff.db import Transaction
from handoff.db.keys import DataKey
from handoff.events import EventRow
from handoff.governance.models import (
    Audit,
    Objective,
    PolicyRead,
    PolicyStatement,
    Recognition,
    Review,
    ReviewDecision,
    Suggestion,
)
from handoff.improvement.models import Action, Lesson, RootCause
from handoff.insights.facts.models import CaseFact
from handoff.rechecks.models import Recheck
from handoff.sla.models import Deadline
from handoff.staff import Agent
from handoff.staff.learning import TrainingRecord
from handoff.surveys.models import Survey

Counting = Callable[[Transaction], Awaitable[int]]


def rows(table: Any, *where: Any) -> Counting:
    """How many rows of a table there are, under these conditions."""

    async def counted(tx: Transaction) -> int:
        return await tx.scalar(select(func.count()).select_from(table).where(*where)) or 0

    return counted


def kinds(column: Any) -> Counting:
    """How many different ones there are."""

    async def counted(tx: Transaction) -> int:
        return await tx.scalar(select(func.count(func.distinct(column)))) or 0

    return counted


def of_policy(read: Callable[[Any], int]) -> Counting:
    """Something of the policy, as far as cases were ever dealt with under it: promises on paper alone are no evidence."""

    async def counted(tx: Transaction) -> int:
        return read(tx.policy) if await tx.scalar(select(Case.id).limit(1)) is not None else 0

    return counted


async def ideas_or_thanks(tx: Transaction) -> int:
    return await rows(Suggestion)(tx) + await rows(Recognition)(tx)


EVIDENCE: Final[dict[str, Counting]] = {
    "signed_policy": rows(PolicyStatement),
    "policy_readers": rows(PolicyRead),
    "reviews_held": rows(Review, Review.held_on.is_not(None)),
    "review_decisions": rows(ReviewDecision),
    "people_at_desk": rows(Agent, Agent.active),
    "cost_known": rows(RemedyItem, RemedyItem.amount.is_not(None)),
    "published_information": of_policy(lambda policy: len(policy.published.bodies_in(policy.organisation.locale))),
    "status_texts": of_policy(lambda policy: len(policy.lifecycle.states)),
    "channels_used": kinds(CaseFact.channel),
    "languages_used": kinds(CaseFact.language),
    "answers_sent": rows(Answer, Answer.sent_at.is_not(None)),
    "approved_by_another": rows(Answer, Answer.approved_by_id.is_not(None), Answer.approved_by_id != Answer.by_id),
    "blind_looks": rows(Recheck, Recheck.looked_at.is_not(None)),
    "free_channels": kinds(CaseFact.channel),
    "measures_defined": of_policy(lambda policy: len(policy.measures.catalogue)),
    "events_chained": rows(EventRow, EventRow.hash.is_not(None)),
    "sealed_keys": rows(DataKey),
    "owners_named": rows(Case, Case.owner_id.is_not(None)),
    "roles_given": rows(Agent, Agent.active),
    "actions_opened": rows(Action),
    "actions_effective": rows(Action, Action.state == "closed_effective"),
    "ideas_or_thanks": ideas_or_thanks,
    "trainings_recorded": rows(TrainingRecord, TrainingRecord.taken_back_at.is_(None)),
    "lessons_published": rows(Lesson),
    "promises_counted": rows(Deadline),
    "acknowledged": rows(Deadline, Deadline.kind == "acknowledgement", Deadline.met_at.is_not(None)),
    "outside_bodies_named": of_policy(lambda policy: len(policy.published.bodies_in(policy.organisation.locale))),
    "presets_in_force": kinds(Case.preset),
    "objectives_set": rows(Objective, Objective.dropped_at.is_(None)),
    "policy_versions_on_cases": kinds(Case.config_version),
    "cases_registered": rows(Case),
    "histories_kept": rows(EventRow, EventRow.name == "case.moved"),
    "told_in_between": rows(EventRow, EventRow.name == "case.complainant_told"),
    "assessed": kinds(Assessment.case_id),
    "investigated": rows(EventRow, EventRow.name == "case.answer_proposed"),
    "closed_with_reason": rows(Case, Case.closed_at.is_not(None), Case.closure_reason.is_not(None)),
    "replies_kept": rows(Acceptance),
    "topics_coded": rows(Issue, Issue.confirmed_by.is_not(None)),
    "causes_confirmed": rows(RootCause, RootCause.confirmed_at.is_not(None)),
    "surveys_sampled": rows(Survey),
    "surveys_answered": rows(Survey, Survey.first_answer_at.is_not(None)),
    "cases_counted": rows(CaseFact),
    "audits_planned": rows(Audit),
    "audits_reported": rows(Audit, Audit.reported_at.is_not(None)),
}
