"""Whom to ask: everybody while closures are few, else a draw that can be done again. Who is left out is counted."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select

from handoff.cases import Case, Party
from handoff.cases.events import CaseClosed
from handoff.conversations import Conversation
from handoff.db import Transaction, insert_once
from handoff.events import record
from handoff.sla.business_hours import work_calendar
from handoff.surveys.drawing import draw
from handoff.surveys.events import SurveyOffered, SurveySampled
from handoff.surveys.models import Survey
from handoff.surveys.timing import morning_after

WINDOW_OPEN = timedelta(minutes=2)
JUST_WROTE = timedelta(minutes=5)
OPEN_MATTERS = frozenset({"safety", "litigation", "legal_hold"})
DISTRESS = frozenset({"distress", "bereavement"})


async def sample(tx: Transaction, event: CaseClosed) -> None:
    """A case was closed: note whether its complainant is asked, by which way, and if not, why not."""
    case = await tx.get_one(Case, event.case_id)
    conversation = await tx.get(Conversation, case.conversation_id) if case.conversation_id else None
    here = conversation is not None and _is_here(conversation, tx.clock.now())
    sampled_by, drawn = await draw(tx, case)
    reason = await _exclusion(tx, case, conversation, here=here) or (None if drawn else "not_drawn")
    rules, now = tx.policy.survey, tx.clock.now()
    calendar = work_calendar(tx.policy.calendars[case.calendar])
    survey_id = await insert_once(
        tx,
        Survey,
        case_id=case.id,
        conversation_id=case.conversation_id,
        language=case.language,
        items=[item.code for item in rules.items_for(case.number)],
        sampled_by=sampled_by,
        exclusion_reason=reason,
        channel="chat" if here and reason is None else None,
        closed_at=now,
        offered_at=now if here and reason is None else None,
        invite_at=morning_after(calendar, now, rules.invite_after) if reason is None else None,
        expires_at=calendar.due(now, rules.expires_after) if reason is None else None,
        answers={},
    )
    if survey_id is None:  # the case was closed before: nobody is asked twice about it
        return
    await record(tx, SurveySampled(case_id=case.id, survey_id=survey_id, exclusion_reason=reason))
    if here and reason is None:
        await record(tx, SurveyOffered(case_id=case.id, conversation_id=case.conversation_id, survey_id=survey_id))


def _is_here(conversation: Conversation, now: datetime) -> bool:
    """Whether the customer still has the talk before them, and the assistant the word."""
    seen = conversation.customer_seen_at is not None and conversation.customer_seen_at > now - WINDOW_OPEN
    wrote = conversation.last_customer_at is not None and conversation.last_customer_at > now - JUST_WROTE
    return conversation.speaker == "assistant" and (seen or wrote)


async def _exclusion(tx: Transaction, case: Case, conversation: Conversation | None, *, here: bool) -> str | None:
    party = await tx.scalar(select(Party).where(Party.case_id == case.id, Party.role == "complainant"))
    if not here and (party is None or party.email is None):
        return "no_channel"
    elif "no_survey" in case.flags:
        return "opted_out"
    elif not OPEN_MATTERS.isdisjoint(case.flags):
        return "open_safety_or_litigation"
    elif not DISTRESS.isdisjoint(case.flags):
        return "distress"
    elif "staff_test" in case.flags:
        return "staff_test"
    elif await _asked_lately(tx, case, conversation, party):
        return "surveyed_recently"
    return None


async def _asked_lately(tx: Transaction, case: Case, conversation: Conversation | None, party: Party | None) -> bool:
    """Whether the same person (by their browser or their address) was asked within the policy's time."""
    calendar = work_calendar(tx.policy.calendars[case.calendar])
    since = calendar.before(tx.clock.now(), tx.policy.survey.not_again_within)
    same = []
    if conversation is not None:
        theirs = select(Conversation.id).where(Conversation.customer_id == conversation.customer_id)
        same.append(Survey.conversation_id.in_(theirs))
    if party is not None and party.email_print is not None:
        same.append(Survey.case_id.in_(select(Party.case_id).where(Party.email_print == party.email_print)))
    if not same:
        return False
    asked = or_(Survey.offered_at >= since, Survey.invited_at >= since)
    query = select(Survey.id).where(or_(*same), asked, Survey.case_id != case.id).limit(1)
    return await tx.scalar(query) is not None
