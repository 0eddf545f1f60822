"""Ask by a one-time link, and remind once. Whoever has begun to answer is left in peace."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from handoff.cases import Case
from handoff.db import Transaction, change, keys
from handoff.errors import NotFound
from handoff.events import hold, record
from handoff.i18n import mark
from handoff.sla.business_hours import work_calendar
from handoff.surveys.events import SurveyInvited
from handoff.surveys.models import Survey
from handoff.surveys.timing import morning_after

OVER = mark("This survey is over. Thank you for your interest.")


async def to_invite(tx: Transaction, limit: int) -> Sequence[int]:
    query = select(Survey.id).where(Survey.invite_at <= tx.clock.now(), Survey.invited_at.is_(None), *_open(tx))
    return (await tx.scalars(query.limit(limit))).all()


async def invite(tx: Transaction, survey_id: int) -> None:
    """Make the link and let it go out, unless it was answered in the talk or somebody else is at it."""
    survey, case = await _held(tx, survey_id)
    now, token = tx.clock.now(), secrets.token_urlsafe(24)
    calendar = work_calendar(tx.policy.calendars[case.calendar])
    won = await change(
        tx,
        update(Survey)
        .where(Survey.id == survey.id, Survey.invited_at.is_(None), *_open(tx))
        .values(
            channel="link",
            token_hash=hash_token(token),
            token=await keys.seal(tx, case.key_owner, token),
            invited_at=now,
            remind_at=morning_after(calendar, now, tx.policy.survey.remind_after),
        ),
    )
    if won:
        await record(
            tx,
            SurveyInvited(case_id=case.id, survey_id=survey.id, reminder=False),
        )


async def to_remind(tx: Transaction, limit: int) -> Sequence[int]:
    query = select(Survey.id).where(Survey.remind_at <= tx.clock.now(), Survey.reminded_at.is_(None), *_open(tx))
    return (await tx.scalars(query.limit(limit))).all()


async def remind(tx: Transaction, survey_id: int) -> None:
    """Once, and never again."""
    survey, case = await _held(tx, survey_id)
    won = await change(
        tx,
        update(Survey)
        .where(Survey.id == survey.id, Survey.reminded_at.is_(None), *_open(tx))
        .values(reminded_at=tx.clock.now()),
    )
    if won:
        await record(
            tx,
            SurveyInvited(case_id=case.id, survey_id=survey.id, reminder=True),
        )


async def survey_of_conversation(tx: Transaction, conversation_id: int) -> Survey | None:
    """The survey that may be asked in this talk now: the newest that is neither answered, over, nor left out."""
    query = select(Survey).where(
        Survey.conversation_id == conversation_id,
        Survey.answered_at.is_(None),
        Survey.exclusion_reason.is_(None),
        Survey.expires_at > tx.clock.now(),
    )
    return await tx.scalar(query.order_by(Survey.id.desc()).limit(1))


async def survey_by_token(tx: Transaction, token: str) -> Survey:
    """The survey behind a link. Raises `NotFound` (code survey_over) when it was answered, is over, or never was."""
    survey = await tx.scalar(select(Survey).where(Survey.token_hash == hash_token(token)))
    if survey is None or survey.answered_at is not None or is_over(tx, survey):
        raise NotFound(OVER, code="survey_over")
    return survey


def is_over(tx: Transaction, survey: Survey) -> bool:
    return survey.exclusion_reason is not None or survey.expires_at is None or survey.expires_at <= tx.clock.now()


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def _held(tx: Transaction, survey_id: int) -> tuple[Survey, Case]:
    survey = await tx.get_one(Survey, survey_id)
    case = await tx.get_one(Case, survey.case_id)
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    return survey, case


def _open(tx: Transaction) -> tuple[Any, ...]:
    return (
        Survey.exclusion_reason.is_(None),
        Survey.first_answer_at.is_(None),
        Survey.answered_at.is_(None),
        Survey.expires_at > tx.clock.now(),
    )
