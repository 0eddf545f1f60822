"""Carry out what was promised, with proof; then ask whether it was really done."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from handoff.cases.accepting import is_accepted
from handoff.cases.answering import Remedy, offer_remedies, send_answer, write_answer
from handoff.cases.checklist import open_lines
from handoff.cases.closing import close
from handoff.cases.events import RemedyDone
from handoff.cases.later_events import (
    ClosingHeldUp,
    RemediesConfirmed,
    RemedyDisputed,
    RemedyMoved,
    RemedyWaived,
)
from handoff.cases.looking_up import remedies_of
from handoff.cases.models import Answer, Case, RemedyItem
from handoff.cases.moving import SYSTEM, Actor, NotPossible, move
from handoff.cases.stepping_up import raise_priority
from handoff.db import Transaction, keys
from handoff.errors import Invalid
from handoff.events import EventRow, hold, record


async def carry_out(tx: Transaction, case: Case, item: RemedyItem, *, proof: str, actor: Actor) -> None:
    """Note that a remedy was done, and by what that shows. With the last one the complainant is asked (T25)."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if not proof.strip():
        raise Invalid("Please say what shows that it was done.", code="proof_missing")
    if item.is_owed:
        item.done_at, item.proof = tx.clock.now(), await keys.seal(tx, case.key_owner, proof.strip())
        item.disputed_at = None
        await tx.flush()
        await record(
            tx, RemedyDone(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, item_id=item.id)
        )
    await _ask_when_all_is_done(tx, case)


async def move_remedy(
    tx: Transaction, case: Case, item: RemedyItem, *, due_at: datetime, reason: str, actor: Actor
) -> None:
    """Give a remedy another date, for a reason that the complainant is told. That the first date was not kept stays."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if not reason.strip():
        raise Invalid("Please say why it is later.", code="reason_missing")
    elif due_at <= tx.clock.now():
        raise Invalid("The new date has to lie ahead.", code="date_past")
    elif not item.is_owed or item.due_at == due_at:
        return
    before = item.due_at
    item.first_due_at = item.first_due_at or before
    item.due_at, item.late_reason = due_at, await keys.seal(tx, case.key_owner, reason.strip())
    await tx.flush()
    await record(
        tx,
        RemedyMoved(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, item_id=item.id,
            before=before.isoformat(), due_at=due_at.isoformat(),
        ),
    )  # fmt: skip


async def waive(tx: Transaction, case: Case, item: RemedyItem, *, words: str, actor: Actor) -> None:
    """The complainant does not want it any more, in their own words: never the organisation's way out."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if not words.strip():
        raise Invalid("Please write down what the complainant said.", code="words_missing")
    if item.is_owed:
        item.waived_at, item.waived_words = tx.clock.now(), await keys.seal(tx, case.key_owner, words.strip())
        await tx.flush()
        await record(
            tx, RemedyWaived(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, item_id=item.id)
        )
    await _ask_when_all_is_done(tx, case)


async def confirm_done(tx: Transaction, case: Case, *, actor: Actor) -> None:
    """The complainant says that what was promised was done (T27).

    A yes is always taken: when a line of the closing checklist is still open, that is ours to settle, and the case closes by
    `finish_confirmed` once it is. The second yes is the same one.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if case.state != "verifying":
        raise NotPossible
    elif missing := await open_lines(tx, case):
        if not await is_confirmed(tx, case):
            talk = case.conversation_id
            await record(tx, RemediesConfirmed(case_id=case.id, conversation_id=talk, actor=actor.name))
            await record(tx, ClosingHeldUp(case_id=case.id, conversation_id=talk, missing=missing))
    else:
        await _close_confirmed(tx, case, actor)


async def is_confirmed(tx: Transaction, case: Case) -> bool:
    """Whether the complainant said that it was done since they were last asked, and a line of ours held the case up."""
    said = select(EventRow.id).where(
        EventRow.case_id == case.id, EventRow.name == RemediesConfirmed.name, EventRow.at >= case.state_entered_at
    )
    return case.state == "verifying" and await tx.scalar(said.limit(1)) is not None


async def finish_confirmed(tx: Transaction, case: Case, *, actor: Actor) -> None:
    """Close a case that was confirmed once the line of the checklist that held it up is settled (T27)."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if not await is_confirmed(tx, case):
        raise NotPossible
    await _close_confirmed(tx, case, actor)


async def close_unconfirmed(tx: Transaction, case: Case) -> None:
    """By our records everything was done, and the complainant said nothing (T27). That is not counted as content."""
    if await is_confirmed(tx, case):  # they did say it, and only a line of ours kept the case open until now
        await _close_confirmed(tx, case, SYSTEM)
    else:
        await move(tx, case, "T27", SYSTEM)
        await close(tx, case, reason="resolved_unconfirmed", actor=SYSTEM)


async def report_not_done(
    tx: Transaction, case: Case, *, missing: str, actor: Actor, items: Collection[int] | None = None
) -> None:
    """The complainant says that something promised was not done (T28): it is owed again. `items`: which; else all of it."""
    await move(tx, case, "T28", Actor(actor.name, "complainant", actor.id), what_is_missing=missing)
    done = [item for item in await remedies_of(tx, case) if item.done_at is not None]
    chosen = [item for item in done if items is None or item.id in items] or done
    for item in chosen:
        item.done_at, item.disputed_at = None, tx.clock.now()
        item.missing = await keys.seal(tx, case.key_owner, missing.strip())
        await tx.flush()
        await record(
            tx,
            RemedyDisputed(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, item_id=item.id),
        )
    await raise_priority(tx, case, why="remedy_failed", actor=SYSTEM)


async def offer_instead(
    tx: Transaction, case: Case, *, reason: str, remedies: list[Remedy], text: str, actor: Actor
) -> Answer:
    """What was promised cannot be done: offer something else, as a new answer (T26). What it replaces is no longer owed."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    owed = [item for item in await remedies_of(tx, case) if item.is_owed]
    await move(tx, case, "T26", actor, reason=reason, revised_offer=remedies)
    for item in owed:
        item.waived_at, item.waived_words = tx.clock.now(), await keys.seal(tx, case.key_owner, reason.strip())
        await tx.flush()
        await record(
            tx, RemedyWaived(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, item_id=item.id)
        )
    await offer_remedies(tx, case, remedies, actor)
    answer = await write_answer(tx, case, text, actor)
    await send_answer(tx, case, answer, actor, approved_by=None)
    return answer


async def _ask_when_all_is_done(tx: Transaction, case: Case) -> None:
    if case.state == "implementing" and not any(item.is_owed for item in await remedies_of(tx, case)):
        await move(tx, case, "T25", SYSTEM)


async def _close_confirmed(tx: Transaction, case: Case, actor: Actor) -> None:
    await move(tx, case, "T27", Actor(actor.name, "complainant", actor.id))
    await close(tx, case, reason=await _closed_as(tx, case), actor=actor)


async def _closed_as(tx: Transaction, case: Case) -> str:
    """That the remedy was done is one thing, content with the answer another: who never said yes is not counted as content."""
    return "resolved_accepted" if await is_accepted(tx, case) else "resolved_unconfirmed"
