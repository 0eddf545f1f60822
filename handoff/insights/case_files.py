"""Everything a case holds, unsealed for those who work on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from handoff.cases import Acceptance, Answer, Assessment, Case, Issue, RemedyItem
from handoff.cases.looking_up import issues_of, latest_assessment, remedies_of
from handoff.cases.models import Addition
from handoff.cases.parties import Contact, complainant_of
from handoff.db import Transaction, keys
from handoff.errors import Erased
from handoff.sla.models import Deadline
from handoff.staff import Agent


@dataclass(frozen=True)
class Words:
    """Something somebody wrote, by whom and when."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Found:
    """An issue with its finding in plain words."""

    issue: Issue
    reason: str | None


@dataclass(frozen=True)
class Offered:
    """A remedy with its words."""

    item: RemedyItem
    detail: str | None
    proof: str | None


@dataclass(frozen=True)
class Said:
    """An answer with its text."""

    answer: Answer
    text: str


@dataclass(frozen=True)
class Replied:
    """What the complainant said to an answer."""

    acceptance: Acceptance
    words: str | None


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    case: Case
    owner: Agent | None = None
    narrative: str | None = None
    product: str | None = None
    order_ref: str | None = None
    wanted: str | None = None
    needs: str | None = None
    contact: Contact = field(default_factory=Contact)
    issues: Sequence[Found] = ()
    assessment: Assessment | None = None
    remedies: Sequence[Offered] = ()
    answers: Sequence[Said] = ()
    replies: Sequence[Replied] = ()
    additions: Sequence[Words] = ()
    deadlines: Sequence[Deadline] = ()
    erased: bool = False

    @property
    def answer(self) -> Said | None:
        """The newest answer that was not sent back."""
        return next((said for said in reversed(self.answers) if said.answer.returned_at is None), None)

    @property
    def due(self) -> Deadline | None:
        """The next promise that is open."""
        still = [line for line in self.deadlines if line.met_at is None and line.cancelled_at is None]
        return min(still, key=lambda line: line.due_at, default=None)


async def read_case_file(tx: Transaction, case: Case) -> CaseFile:
    """The file of `case`. Of an erased case only the bare facts are left."""
    owner = await tx.get(Agent, case.owner_id) if case.owner_id else None
    deadlines = (await tx.scalars(select(Deadline).where(Deadline.case_id == case.id).order_by(Deadline.due_at))).all()
    assessment = await latest_assessment(tx, case)
    if await keys.destroyed(tx, case.key_owner):
        return CaseFile(case=case, owner=owner, deadlines=deadlines, assessment=assessment, erased=True)
    try:
        return CaseFile(
            case=case, owner=owner, deadlines=deadlines, assessment=assessment,
            narrative=await keys.unseal(tx, case.key_owner, case.narrative),
            product=await keys.unseal(tx, case.key_owner, case.product),
            order_ref=await keys.unseal(tx, case.key_owner, case.order_ref),
            wanted=await keys.unseal(tx, case.key_owner, case.wanted),
            needs=await keys.unseal(tx, case.key_owner, case.needs),
            contact=await complainant_of(tx, case),
            issues=[Found(row, await keys.unseal(tx, case.key_owner, row.finding)) for row in await issues_of(tx, case)],
            remedies=await _remedies(tx, case), answers=await _answers(tx, case),
            replies=await _replies(tx, case), additions=await additions_of(tx, case),
        )  # fmt: skip
    except Erased:
        return CaseFile(case=case, owner=owner, deadlines=deadlines, assessment=assessment, erased=True)


async def _remedies(tx: Transaction, case: Case) -> list[Offered]:
    return [
        Offered(
            row, await keys.unseal(tx, case.key_owner, row.detail), await keys.unseal(tx, case.key_owner, row.proof)
        )
        for row in await remedies_of(tx, case)
    ]


async def _answers(tx: Transaction, case: Case) -> list[Said]:
    rows = (await tx.scalars(select(Answer).where(Answer.case_id == case.id).order_by(Answer.id))).all()
    return [Said(row, await keys.unseal(tx, case.key_owner, row.body) or "") for row in rows]


async def _replies(tx: Transaction, case: Case) -> list[Replied]:
    rows = (await tx.scalars(select(Acceptance).where(Acceptance.case_id == case.id).order_by(Acceptance.id))).all()
    return [Replied(row, await keys.unseal(tx, case.key_owner, row.words)) for row in rows]


async def additions_of(tx: Transaction, case: Case) -> list[Words]:
    """What was said after registration, oldest first."""
    rows = (await tx.scalars(select(Addition).where(Addition.case_id == case.id).order_by(Addition.id))).all()
    return [Words(await keys.unseal(tx, case.key_owner, row.body) or "", row.by, row.at) for row in rows]
