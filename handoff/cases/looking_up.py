"""Find cases and what belongs to them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from handoff.cases.models import Answer, Assessment, Case, Issue, RemedyItem
from handoff.cases.numbering import hash_secret, new_secret, read_number, read_secret, secret_matches
from handoff.db import Transaction, keys
from handoff.errors import NotFound
from handoff.i18n import mark

NOT_FOUND = mark("There is no case with this number and tracking code. Please check both.")


async def case_by_secret(tx: Transaction, *, number: str, secret: str) -> Case:
    """The case for its complainant. Raises `NotFound` (code case_not_found): whether number or secret was wrong is not told."""
    case = await case_by_number(tx, number)
    if case is None:
        await secret_matches(await hash_secret(new_secret()), read_secret(secret))  # as slow as a wrong secret
        raise NotFound(NOT_FOUND, code="case_not_found")
    elif not await secret_matches(case.secret_hash, read_secret(secret)):
        raise NotFound(NOT_FOUND, code="case_not_found")
    return case


async def case_by_number(tx: Transaction, number: str) -> Case | None:
    """The case with this number, in whatever way it was typed."""
    clean = read_number(number)
    return await tx.scalar(select(Case).where(Case.number == clean)) if clean else None


async def cases_of_conversation(tx: Transaction, conversation_id: int) -> Sequence[Case]:
    """The cases that were registered in this talk, newest first."""
    return (
        await tx.scalars(select(Case).where(Case.conversation_id == conversation_id).order_by(Case.id.desc()))
    ).all()


async def issues_of(tx: Transaction, case: Case) -> Sequence[Issue]:
    return (await tx.scalars(select(Issue).where(Issue.case_id == case.id).order_by(Issue.id))).all()


async def remedies_of(tx: Transaction, case: Case) -> Sequence[RemedyItem]:
    return (await tx.scalars(select(RemedyItem).where(RemedyItem.case_id == case.id).order_by(RemedyItem.id))).all()


async def sent_answer(tx: Transaction, case: Case) -> str | None:
    """The text of the newest answer that was sent, for those who may read it."""
    answer = await tx.scalar(
        select(Answer).where(Answer.case_id == case.id, Answer.sent_at.is_not(None)).order_by(Answer.id.desc()).limit(1)
    )
    return await keys.unseal(tx, case.key_owner, answer.body) if answer else None


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
