"""Hand a case over to an outside body, with a complete file, and carry out what it decides."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from handoff.cases.answering import Remedy, offer_remedies
from handoff.cases.closing import close
from handoff.cases.later_events import CaseFileBuilt, CaseFileSent, CaseTakenOutside, OutsideDecided
from handoff.cases.later_models import CaseBundle, Referral
from handoff.cases.looking_up import remedies_of
from handoff.cases.models import Case
from handoff.cases.moving import Actor, NotPossible, move
from handoff.db import Transaction, keys
from handoff.errors import Invalid
from handoff.events import hold, record

OTHER = "other"
HELD = "legal_hold"
RESULTS = ("for_complainant", "partly", "for_organisation", "settled")


async def refer(
    tx: Transaction,
    case: Case,
    *,
    body: str,
    external_ref: str,
    file_due_at: datetime,
    actor: Actor,
    name: str | None = None,
    referred_at: datetime | None = None,
) -> Referral:
    """An outside body has taken the case up (T23). Nothing of it may be deleted from now on.

    `body`: one of the policy's, or "other" with its `name`. `file_due_at`: when our papers have to be there.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if body not in tx.policy.published.outside_bodies and not (body == OTHER and name and name.strip()):
        raise Invalid("Please choose the outside body, or write its name.", code="body_missing")
    when = referred_at or tx.clock.now()
    await move(tx, case, "T23", actor, body=body, external_ref=external_ref, referred_at=when, file_due=file_due_at)
    case.closed_at, case.closure_reason = None, None
    if HELD not in case.flags:
        case.flags = [*case.flags, HELD]
    referral = Referral(
        case_id=case.id,
        body=body,
        name=await keys.seal(tx, case.key_owner, name if body == OTHER else None),
        external_ref=await keys.seal(tx, case.key_owner, external_ref.strip()),
        referred_at=when,
        file_due_at=file_due_at,
        by=actor.name,
    )
    tx.add(referral)
    await tx.flush()
    await record(
        tx,
        CaseTakenOutside(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, referral_id=referral.id, body=body
        ),
    )
    return referral


async def referral_of(tx: Transaction, case: Case) -> Referral | None:
    """The newest one."""
    query = select(Referral).where(Referral.case_id == case.id).order_by(Referral.id.desc()).limit(1)
    return await tx.scalar(query, execution_options={"populate_existing": True})


async def keep_bundle(
    tx: Transaction, case: Case, *, content: bytes, files: int, actor: Actor, referral: Referral | None
) -> CaseBundle:
    """Keep a case file exactly as it was put together, with its hash in the audit trail."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    assert actor.id is not None, "only people put case files together"
    bundle = CaseBundle(
        case_id=case.id,
        referral_id=referral.id if referral else None,
        built_at=tx.clock.now(),
        by_id=actor.id,
        files=files,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=await keys.seal_bytes(tx, case.key_owner, content),
    )
    tx.add(bundle)
    await tx.flush()
    await record(
        tx,
        CaseFileBuilt(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, bundle_id=bundle.id,
            sha256=bundle.sha256,
        ),
    )  # fmt: skip
    return bundle


async def note_file_sent(tx: Transaction, case: Case, referral: Referral, *, actor: Actor) -> bool:
    """The file is with the outside body. False when that was noted before."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if referral.file_sent_at is not None:
        return False
    referral.file_sent_at = tx.clock.now()
    await tx.flush()
    await record(
        tx,
        CaseFileSent(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, referral_id=referral.id),
    )
    return True


async def take_decision(
    tx: Transaction, case: Case, *, result: str, decision: str, remedies: Sequence[Remedy], actor: Actor
) -> None:
    """The outside body decided: what it asks of us is carried out (T33); with nothing to do the case closes (T34)."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    referral = await _open_referral(tx, case)
    if result not in RESULTS:
        raise Invalid("Please choose how it was decided.", code="choice_missing")
    await offer_remedies(tx, case, remedies, actor, at=tx.clock.now())
    owed = any(item.is_owed for item in await remedies_of(tx, case))
    await move(tx, case, "T33" if owed else "T34", actor, decision=decision)
    await _note(tx, case, referral, result=result, words=decision, actor=actor)
    if not owed:
        await close(tx, case, reason="external_decided", actor=actor)


async def take_back(tx: Transaction, case: Case, *, instructions: str, actor: Actor) -> None:
    """The outside body sends the case back to us, with instructions (T35)."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    referral = await _open_referral(tx, case)
    await move(tx, case, "T35", actor, instructions=instructions)
    await _note(tx, case, referral, result="sent_back", words=instructions, actor=actor)


async def _open_referral(tx: Transaction, case: Case) -> Referral:
    referral = await referral_of(tx, case)
    if referral is None or case.state != "external_review":
        raise NotPossible
    return referral


async def _note(tx: Transaction, case: Case, referral: Referral, *, result: str, words: str, actor: Actor) -> None:
    referral.result, referral.decided_at = result, tx.clock.now()
    referral.decision = await keys.seal(tx, case.key_owner, words.strip())
    await tx.flush()
    await record(
        tx,
        OutsideDecided(
            case_id=case.id,
            conversation_id=case.conversation_id,
            actor=actor.name,
            referral_id=referral.id,
            result=result,
        ),
    )
