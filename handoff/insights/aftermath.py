"""What a case has seen since its answer, unsealed for those who work on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from handoff.cases import Case
from handoff.cases.accepting import is_accepted
from handoff.cases.checklist import LINES, open_lines
from handoff.cases.later_models import CaseBundle, Referral, Review, ReviewFinding, Withdrawal
from handoff.cases.models import Answer, Party
from handoff.cases.remedying import is_confirmed
from handoff.cases.representing import representative_of
from handoff.cases.writing_page import page_messages
from handoff.db import Transaction, keys
from handoff.insights.masking import Masker


@dataclass(frozen=True, kw_only=True)
class SecondLook:
    review: Review
    words: str | None
    changes: str | None
    before: dict[int, str | None]  # issue id -> the outcome of the first decision
    first_answer: str | None


@dataclass(frozen=True, kw_only=True)
class Outside:
    referral: Referral
    name: str | None
    reference: str | None
    decision: str | None


@dataclass(frozen=True, kw_only=True)
class TakenBack:
    withdrawal: Withdrawal
    words: str | None


@dataclass(frozen=True, kw_only=True)
class OnPage:
    """Something we wrote on the complainant's page."""

    by: str
    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class Aftermath:
    reviews: Sequence[SecondLook]
    outside: Sequence[Outside]
    bundles: Sequence[CaseBundle]
    withdrawals: Sequence[TakenBack]
    page: Sequence[OnPage]
    representative: Party | None
    blocker: str | None
    lines: Sequence[tuple[str, bool]]  # of the closing checklist, and whether they hold
    accepted: bool
    confirmed: bool  # they said that it was done, and a line of the checklist is open

    @property
    def review(self) -> SecondLook | None:
        """The one that is asked for or under way."""
        return next((look for look in reversed(self.reviews) if look.review.ended_at is None), None)


async def aftermath_of(tx: Transaction, case: Case) -> Aftermath:
    still_open = await open_lines(tx, case)
    bundles = select(CaseBundle).where(CaseBundle.case_id == case.id).order_by(CaseBundle.id)
    return Aftermath(
        reviews=await _reviews(tx, case),
        outside=await _outside(tx, case),
        bundles=(await tx.scalars(bundles)).all(),
        withdrawals=await _withdrawals(tx, case),
        page=await page_of(tx, case),
        representative=await representative_of(tx, case),
        blocker=await keys.unseal(tx, case.key_owner, case.blocker),
        lines=[(code, code not in still_open) for code in LINES],
        accepted=await is_accepted(tx, case),
        confirmed=await is_confirmed(tx, case),
    )


def mask_aftermath(after: Aftermath, words: Masker) -> Aftermath:
    """The same as its reader may see it: every text goes through `words`."""
    return replace(
        after,
        reviews=[
            replace(look, words=words(look.words), changes=words(look.changes), first_answer=words(look.first_answer))
            for look in after.reviews
        ],
        outside=[
            replace(one, name=words(one.name), reference=words(one.reference), decision=words(one.decision))
            for one in after.outside
        ],
        withdrawals=[replace(one, words=words(one.words)) for one in after.withdrawals],
        page=[replace(message, text=words(message.text) or "") for message in after.page],
        blocker=words(after.blocker),
    )


async def page_of(tx: Transaction, case: Case) -> list[OnPage]:
    return [
        OnPage(by=row.by, at=row.at, text=await keys.unseal(tx, case.key_owner, row.body) or "")
        for row in await page_messages(tx, case)
    ]


async def bundle_of(tx: Transaction, case: Case, bundle_id: int) -> tuple[CaseBundle, bytes] | None:
    """A case file as it was put together."""
    bundle = await tx.get(CaseBundle, bundle_id)
    if bundle is None or bundle.case_id != case.id:
        return None
    return bundle, await keys.unseal_bytes(tx, case.key_owner, bundle.content)


async def _reviews(tx: Transaction, case: Case) -> list[SecondLook]:
    rows = (await tx.scalars(select(Review).where(Review.case_id == case.id).order_by(Review.id))).all()
    looks = []
    for row in rows:
        found = await tx.scalars(select(ReviewFinding).where(ReviewFinding.review_id == row.id))
        first = await tx.get(Answer, row.first_answer_id) if row.first_answer_id else None
        looks.append(
            SecondLook(
                review=row,
                words=await keys.unseal(tx, case.key_owner, row.words),
                changes=await keys.unseal(tx, case.key_owner, row.changes),
                before={finding.issue_id: finding.before for finding in found},
                first_answer=await keys.unseal(tx, case.key_owner, first.body) if first else None,
            )
        )
    return looks


async def _outside(tx: Transaction, case: Case) -> list[Outside]:
    rows = (await tx.scalars(select(Referral).where(Referral.case_id == case.id).order_by(Referral.id))).all()
    return [
        Outside(
            referral=row,
            name=await keys.unseal(tx, case.key_owner, row.name),
            reference=await keys.unseal(tx, case.key_owner, row.external_ref),
            decision=await keys.unseal(tx, case.key_owner, row.decision),
        )
        for row in rows
    ]


async def _withdrawals(tx: Transaction, case: Case) -> list[TakenBack]:
    rows = (await tx.scalars(select(Withdrawal).where(Withdrawal.case_id == case.id).order_by(Withdrawal.id))).all()
    return [TakenBack(withdrawal=row, words=await keys.unseal(tx, case.key_owner, row.words)) for row in rows]
