"""What staff have to do after an answer, beside the rules of the policy: name a reviewer, settle a line, look at a paper."""

from __future__ import annotations

from handoff.cases import Case
from handoff.cases.events import AnswerSent
from handoff.cases.later_events import (
    AuthorityRecorded,
    CaseFileSent,
    CaseReopened,
    CaseTakenOutside,
    ClosingHeldUp,
    RemedyMoved,
    RemedyWaived,
    RepresentativeNamed,
    ReviewBegun,
    ReviewerMissing,
    WithdrawalRefused,
)
from handoff.cases.later_models import Referral
from handoff.cases.models import RemedyItem
from handoff.db import Transaction
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.rules import put
from handoff.follow_ups.scheduling import schedule
from handoff.follow_ups.stopping import stop_where
from handoff.sla.events import AnswerDelayed

ASKING = ("P16", "P19")  # whether they are content, and whether it was done


async def name_reviewer(tx: Transaction, event: ReviewerMissing) -> None:
    """Nobody here may look at it afresh: somebody has to be found, and the complainant waits."""
    await schedule(
        tx, key=f"reviewer_missing:{event.review_id}", kind="reviewer_missing", audience="supervisor",
        case_id=event.case_id, at=tx.clock.now(), renew=True,
    )  # fmt: skip


async def reviewer_found(tx: Transaction, event: ReviewBegun) -> None:
    """The complainant hears who looks at it and until when; the reviewer has a task (P21)."""
    case = await tx.get_one(Case, event.case_id)
    await put(tx, case, "P21", start=tx.clock.now(), about=f"{event.review_id}", people={"reviewer": event.agent_id})
    await stop_where(tx, lambda prompt: prompt.kind == "reviewer_missing", case_id=event.case_id)


async def settle_open_lines(tx: Transaction, event: ClosingHeldUp) -> None:
    """The complainant said yes; what keeps the case open is ours, and they are not asked again."""
    await schedule(
        tx, key=f"cannot_close:{event.case_id}:accepted", kind="cannot_close", audience="owner",
        case_id=event.case_id, at=tx.clock.now(), data={"missing": list(event.missing)}, renew=True,
    )  # fmt: skip
    await stop_where(tx, lambda prompt: prompt.kind in ASKING, case_id=event.case_id)


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


async def referred(tx: Transaction, event: CaseTakenOutside) -> None:
    """An outside body waits for our papers: they are ready two working days before (P23)."""
    case = await tx.get_one(Case, event.case_id)
    referral = await tx.get_one(Referral, event.referral_id)
    about = f"{event.referral_id}"
    await put(tx, case, "P23", start=tx.clock.now(), due=referral.file_due_at, about=about, steps=(1,))


async def file_sent(tx: Transaction, event: CaseFileSent) -> None:
    await stop_where(tx, lambda prompt: prompt.kind == "P23", case_id=event.case_id)


async def remedy_moved(tx: Transaction, event: RemedyMoved) -> None:
    """Another date: the task moves with it, and the complainant hears of it with our apology (P17, P18)."""
    case, item = await tx.get_one(Case, event.case_id), await tx.get_one(RemedyItem, event.item_id)
    await remedy_settled(tx, event)
    now, about = tx.clock.now(), f"item-{item.id}@{item.due_at:%Y%m%dT%H%M%S}"
    data, people = {"item_id": item.id}, {"action_owner": item.owner_id}
    await put(tx, case, "P17", start=now, due=item.due_at, about=about, steps=(1, 2), people=people, data=data)
    await put(tx, case, "P18", start=now, due=item.due_at, about=about, people=people, data=data)
    await put(tx, case, "P18", start=now, due=now, about=f"{about}:told", data=data)


async def remedy_settled(tx: Transaction, event: RemedyMoved | RemedyWaived) -> None:
    """Nothing is asked any more about a remedy that is not owed, or not on that date."""
    await stop_where(
        tx,
        lambda prompt: prompt.kind in ("P17", "P18") and prompt.data.get("item_id") == event.item_id,
        case_id=event.case_id,
    )


async def tell_delay(tx: Transaction, event: AnswerDelayed) -> None:
    """The letter with the reasons, the new date and the outside bodies leaves at once, before the old date (P10)."""
    case, now = await tx.get_one(Case, event.case_id), tx.clock.now()
    await stop_where(tx, lambda prompt: prompt.kind == "P09" or _waits(prompt), case_id=case.id)
    await put(tx, case, "P10", start=now, due=now, about=f"extension-{event.extension_id}")


async def tell_concerned(tx: Transaction, event: AnswerSent) -> None:
    """The member of staff concerned hears what came out, without anything about who complained (P15)."""
    case = await tx.get_one(Case, event.case_id)
    if case.subject_id is not None:
        await put(
            tx, case, "P15", start=tx.clock.now(), about=f"{tx.clock.now():%Y%m%dT%H%M%S}",
            people={"staff_concerned": case.subject_id},
        )  # fmt: skip


def _waits(prompt: Prompt) -> bool:
    return prompt.kind == "P10" and bool(prompt.data.get("by_hand"))


async def told_of_exception(tx: Transaction, event: CaseReopened) -> None:
    """A case came out of the archive: the management representative hears of it in the same transaction."""
    if event.why == "archived":
        await schedule(
            tx, key=f"archive_opened:{event.case_id}:{tx.clock.now():%Y%m%dT%H%M%S}", kind="archive_opened",
            audience="management_rep", case_id=event.case_id, at=tx.clock.now(),
        )  # fmt: skip
