"""A request for erasure: received, identity checked, everything found, decided for each case, answered, on the record.

Erasure is not absolute: what a law obliges us to keep, what is needed for legal claims, and what is under a hold is kept or
locked from daily use, with the ground in the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from handoff.cases import Case, Party
from handoff.db import Transaction, insert_once, keys
from handoff.errors import Conflict, Invalid
from handoff.events import hold as take_turn
from handoff.events import record
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.scheduling import schedule
from handoff.policy.retention import after
from handoff.privacy.erasing import erase_case, what_is_held
from handoff.privacy.events import CaseRestricted, ErasureAnswered, ErasureAsked, ErasureDecided
from handoff.privacy.holding import holds_on
from handoff.privacy.models import ErasureItem, ErasureRequest, Keeping
from handoff.staff import Agent

DECISIONS = ("erase", "restrict", "keep")
PROOFS = ("secret", "answer_to_address", "document", "known_person")
REQUEST = "request"


async def receive_request(
    tx: Transaction, *, asked_by: str, email: str | None, cases: Sequence[Case], channel: str, by: Agent,
    received_at: datetime | None = None,
) -> ErasureRequest:  # fmt: skip
    """Write the request down and find what it may concern: the cases named, and all with this e-mail address.

    It is answered within the policy's time from when it was *received*.
    """
    if not asked_by.strip():
        raise Invalid("Please write who asks.", code="asker_missing")
    now = tx.clock.now()
    received = min(received_at or now, now)
    row = ErasureRequest(
        key_owner="", channel=channel, received_at=received, recorded_by_id=by.id,
        due_at=after(received, tx.policy.retention.answer_requests_in),
        email_print=tx.sealer.fingerprint(email.strip().lower()) if email else None,
    )  # fmt: skip
    tx.add(row)
    await tx.flush()
    row.key_owner = f"erasure:{row.id}"
    row.asked_by = await keys.seal(tx, row.key_owner, asked_by.strip())
    found = {case.id: case for case in [*cases, *await _cases_of(tx, email)]}
    for case in found.values():
        tx.add(ErasureItem(request_id=row.id, case_id=case.id, counts=await what_is_held(tx, case)))
    await schedule(
        tx, key=f"erasure_due:{row.id}", kind="erasure_due", audience="privacy_officer", at=now, by=row.due_at,
        data={"href": f"/console/privacy/erasures/{row.id}"},
    )  # fmt: skip
    await tx.flush()
    for case in found.values():
        await record(tx, ErasureAsked(case_id=case.id, actor=f"agent:{by.id}", request_id=row.id))
    return row


async def check_identity(tx: Transaction, row: ErasureRequest, *, how: str, by: Agent) -> None:
    """It is the person themselves who asks. Nothing is decided before."""
    _open(row)
    if how not in PROOFS:
        raise Invalid("Please choose how it is known who asks.", code="proof_missing")
    row.identity_how, row.identity_checked_at, row.identity_checked_by_id = how, tx.clock.now(), by.id
    await tx.flush()


async def decide(
    tx: Transaction, row: ErasureRequest, item: ErasureItem, *, decision: str, ground: str | None, by: Agent
) -> None:
    """Erase it, lock it from daily use, or keep it. Whatever is not erased needs a ground of the policy.

    Raises `Held` for erasing under a hold, `Conflict` for erasing what is still being dealt with.
    """
    _open(row)
    if row.identity_checked_at is None:
        raise Conflict("First make sure that it is the person themselves who asks.", code="identity_open")
    if decision not in DECISIONS:
        raise Invalid("Please choose what is done with it.", code="choice_missing")
    if item.decision == "erase":
        raise Conflict("This was erased already.", code="erased_already")
    if decision != "erase" and ground not in tx.policy.retention.grounds:
        raise Invalid("Please choose why it is not erased.", code="ground_missing")
    case = await tx.get_one(Case, item.case_id)
    actor = f"agent:{by.id}"
    if decision == "erase":
        ground = None
        await erase_case(tx, case, ground=REQUEST, actor=actor)
    else:
        await restrict(tx, case, restricted=decision == "restrict", ground=str(ground), by=by)
    item.decision, item.ground, item.decided_by_id, item.decided_at = decision, ground, by.id, tx.clock.now()
    await tx.flush()
    await record(tx, ErasureDecided(case_id=case.id, actor=actor, request_id=row.id, decision=decision, ground=ground))


async def answer_request(tx: Transaction, row: ErasureRequest, *, text: str, by: Agent) -> None:
    """The answer with its reasons, as it was given. Not before everything is decided."""
    _open(row)
    items = await items_of(tx, row)
    if row.identity_checked_at is not None and any(item.decision is None for item in items):
        raise Conflict("Not everything is decided yet.", code="undecided")
    if not text.strip():
        raise Invalid("Please write what was answered.", code="answer_missing")
    row.answer = await keys.seal(tx, row.key_owner, text.strip())
    row.answered_at, row.answered_by_id = tx.clock.now(), by.id
    await tx.flush()
    prompt = await tx.scalar(select(Prompt).where(Prompt.key == f"erasure_due:{row.id}"))
    if prompt is not None and prompt.state in ("due", "sent"):
        prompt.state, prompt.ended_at, prompt.done_by = "done", tx.clock.now(), f"agent:{by.id}"
    await record(tx, ErasureAnswered(actor=f"agent:{by.id}", request_id=row.id))


async def restrict(tx: Transaction, case: Case, *, restricted: bool, ground: str, by: Agent) -> None:
    """Lock the case from daily use, or open it to it again."""
    await take_turn(tx, conversation_id=case.conversation_id, case_id=case.id)
    await insert_once(tx, Keeping, case_id=case.id)
    keeping = await tx.get_one(Keeping, case.id, populate_existing=True)
    if (keeping.restricted_at is not None) == restricted:
        return
    keeping.restricted_at = tx.clock.now() if restricted else None
    await record(tx, CaseRestricted(case_id=case.id, actor=f"agent:{by.id}", restricted=restricted, ground=ground))


async def items_of(tx: Transaction, row: ErasureRequest) -> Sequence[ErasureItem]:
    return (
        await tx.scalars(select(ErasureItem).where(ErasureItem.request_id == row.id).order_by(ErasureItem.id))
    ).all()


async def against(tx: Transaction, case: Case) -> list[str]:
    """What stands against erasing this case now, as grounds of the policy."""
    still = ["still_handled"] if case.is_open else []
    return [*still, *(["hold"] if await holds_on(tx, case) else [])]


async def _cases_of(tx: Transaction, email: str | None) -> Sequence[Case]:
    if not email or not email.strip():
        return []
    prints = tx.sealer.fingerprints(email.strip().lower())
    theirs = select(Party.case_id).where(Party.email_print.in_(prints), Party.role == "complainant")
    return (await tx.scalars(select(Case).where(Case.id.in_(theirs)).order_by(Case.id))).all()


def _open(row: ErasureRequest) -> None:
    if row.answered_at is not None:
        raise Conflict("This request has been answered.", code="answered")
