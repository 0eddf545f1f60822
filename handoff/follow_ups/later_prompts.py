"""What staff have to do after an answer, beside the rules of the policy: name a reviewer, settle a line, look at a paper."""

from __future__ import annotations

from handoff.cases.later_events import (
    AuthorityRecorded,
    ClosingHeldUp,
    RepresentativeNamed,
    ReviewBegun,
    ReviewerMissing,
    WithdrawalRefused,
)
from handoff.db import Transaction
from handoff.follow_ups.scheduling import schedule
from handoff.follow_ups.stopping import stop_where


async def name_reviewer(tx: Transaction, event: ReviewerMissing) -> None:
    """Nobody here may look at it afresh: somebody has to be found, and the complainant waits."""
    await schedule(
        tx, key=f"reviewer_missing:{event.review_id}", kind="reviewer_missing", audience="supervisor",
        case_id=event.case_id, at=tx.clock.now(), renew=True,
    )  # fmt: skip


async def reviewer_found(tx: Transaction, event: ReviewBegun) -> None:
    await stop_where(tx, lambda prompt: prompt.kind == "reviewer_missing", case_id=event.case_id)


async def settle_open_lines(tx: Transaction, event: ClosingHeldUp) -> None:
    """The complainant said yes; what keeps the case open is ours."""
    await schedule(
        tx, key=f"cannot_close:{event.case_id}:accepted", kind="cannot_close", audience="owner",
        case_id=event.case_id, at=tx.clock.now(), data={"missing": list(event.missing)}, renew=True,
    )  # fmt: skip


async def look_at_withdrawal(tx: Transaction, event: WithdrawalRefused) -> None:
    """Somebody of us suggested to withdraw: a supervisor speaks with the complainant, and with whoever did."""
    await schedule(
        tx, key=f"withdrawal_refused:{event.case_id}@{tx.clock.now():%Y%m%dT%H%M%S}", kind="withdrawal_refused",
        audience="supervisor", case_id=event.case_id, at=tx.clock.now(),
    )  # fmt: skip


async def ask_authority(tx: Transaction, event: RepresentativeNamed) -> None:
    """Ask once for what shows that they may act for the other; the examination begins meanwhile."""
    await schedule(
        tx, key=f"authority:{event.party_id}", kind="authority", audience="owner", case_id=event.case_id,
        at=tx.clock.now(),
    )  # fmt: skip


async def authority_known(tx: Transaction, event: AuthorityRecorded) -> None:
    await stop_where(tx, lambda prompt: prompt.kind == "authority", case_id=event.case_id)
