"""The life of what is kept: a closed case is thinned out, then purged; drafts, talks and free words go before it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import String, cast, func, literal, or_, select, update

from handoff.cases import Case, Draft, Issue, Party
from handoff.cases.drafting import drop_draft, expire_draft
from handoff.cases.events import CaseClosed
from handoff.cases.later_events import CaseReopened
from handoff.cases.moving import SYSTEM, move
from handoff.cases.noting import CaseNote
from handoff.cases.renewing_prints import renew_prints
from handoff.conversations import Attachment, Conversation
from handoff.db import Transaction, change, insert_once, keys
from handoff.errors import Conflict
from handoff.events import hold as take_turn
from handoff.events import record
from handoff.follow_ups.scheduling import schedule
from handoff.privacy.erasing import erase_case, erase_talk
from handoff.privacy.events import CaseArchived, PurgeRefused
from handoff.privacy.holding import holds_on
from handoff.privacy.models import Keeping, Tombstone
from handoff.surveys.models import Survey

SHORT = 120  # characters left of a note
RETENTION = "retention"


async def keep_closed(tx: Transaction, event: CaseClosed) -> None:
    """From closure on the case has its dates: when it is thinned out, and when it goes."""
    case = await tx.get_one(Case, event.case_id)
    topics = (await tx.scalars(select(Issue.topic).where(Issue.case_id == case.id))).all()
    base, retention = case.closed_at or tx.clock.now(), tx.policy.retention
    await insert_once(tx, Keeping, case_id=case.id)
    await change(
        tx,
        update(Keeping)
        .where(Keeping.case_id == case.id, Keeping.purged_at.is_(None))
        .values(archive_at=retention.until("archive", base), purge_at=retention.case_until(base, topics)),
    )


async def keep_open(tx: Transaction, event: CaseReopened) -> None:
    """An open case has no end of its time. Closed again, it is thinned out again: new words have been added."""
    await change(
        tx,
        update(Keeping)
        .where(Keeping.case_id == event.case_id)
        .values(archive_at=None, purge_at=None, archived_at=None),
    )


async def to_archive(tx: Transaction, limit: int) -> Sequence[int]:
    query = select(Keeping.case_id).where(
        Keeping.archive_at <= tx.clock.now(), Keeping.archived_at.is_(None), Keeping.purged_at.is_(None)
    )
    rows = (await tx.scalars(query.order_by(Keeping.archive_at).limit(limit))).all()
    return [case_id for case_id in rows if not await holds_on(tx, await tx.get_one(Case, case_id))]


async def archive(tx: Transaction, case_id: int) -> None:
    """Addresses go, notes are shortened, and somebody looks whether its files are still needed."""
    case = await tx.get_one(Case, case_id)
    await take_turn(tx, conversation_id=case.conversation_id, case_id=case.id)
    await tx.refresh(case)
    won = (
        case.closed_at is not None
        and not await holds_on(tx, case)
        and await change(
            tx,
            update(Keeping)
            .where(Keeping.case_id == case_id, Keeping.archived_at.is_(None), Keeping.archive_at <= tx.clock.now())
            .values(archived_at=tx.clock.now()),
        )
    )
    if not won:
        return
    await change(tx, update(Party).where(Party.case_id == case_id).values(email=None, phone=None, email_print=None))
    await renew_prints(tx, case)
    for note in await tx.scalars(select(CaseNote).where(CaseNote.case_id == case_id)):
        text = await keys.unseal(tx, case.key_owner, note.body)
        if text and len(text) > SHORT:
            note.body = await keys.seal(tx, case.key_owner, text[: SHORT - 1].rstrip() + "…")
    if await tx.scalar(select(func.count(Attachment.id)).where(Attachment.case_id == case_id)):
        await schedule(
            tx, key=f"files_check:{case_id}", kind="files_check", audience="privacy_officer", case_id=case_id,
            at=tx.clock.now(),
        )  # fmt: skip
    await record(tx, CaseArchived(case_id=case_id))
    if case.state == "closed":
        await move(tx, case, "T41", SYSTEM, no_hold=True)


async def to_purge(tx: Transaction, limit: int) -> Sequence[int]:
    """Cases whose time is over. One that met a hold is asked again a day later."""
    now = tx.clock.now()
    a_day_ago = now.replace(hour=0, minute=0, second=0, microsecond=0)
    query = select(Keeping.case_id).where(
        Keeping.purge_at <= now, Keeping.purged_at.is_(None),
        or_(Keeping.refused_at.is_(None), Keeping.refused_at < a_day_ago),
    )  # fmt: skip
    return (await tx.scalars(query.order_by(Keeping.purge_at).limit(limit))).all()


async def purge(tx: Transaction, case_id: int) -> None:
    """Erase the case, or say on the record that a hold stands against it."""
    case = await tx.get_one(Case, case_id)
    await take_turn(tx, conversation_id=case.conversation_id, case_id=case.id)
    keeping = await tx.get_one(Keeping, case_id, populate_existing=True)
    if keeping.purged_at is not None or keeping.purge_at is None:
        return
    if grounds := await holds_on(tx, case):
        first, keeping.refused_at = keeping.refused_at is None, tx.clock.now()
        if first:
            await record(tx, PurgeRefused(case_id=case_id, grounds=tuple(grounds)))
    else:
        await erase_case(tx, case, ground=RETENTION, actor="system")


async def drafts_to_forget(tx: Transaction, limit: int) -> Sequence[int]:
    """Drafts that never became a complaint, and whose customer has said nothing for their time."""
    over = tx.clock.now() - (tx.policy.retention.until("draft", tx.clock.now()) - tx.clock.now())
    query = (
        select(Draft.conversation_id)
        .join(Conversation, Conversation.id == Draft.conversation_id)
        .where(
            Draft.case_id.is_(None), Draft.answers.is_not(None), Draft.changed_at <= over,
            func.coalesce(Conversation.last_customer_at, Draft.changed_at) <= over,
        )
    )  # fmt: skip
    return (await tx.scalars(query.limit(limit))).all()


async def forget_draft(tx: Transaction, conversation_id: int) -> None:
    """Its time is over."""
    if await expire_draft(tx, conversation_id):
        await _forget_its_words(tx, conversation_id, actor="system")


async def forget_dropped(tx: Transaction, conversation_id: int) -> None:
    """Its customer wants it deleted."""
    if await drop_draft(tx, conversation_id):
        await _forget_its_words(tx, conversation_id, actor="customer")


async def _forget_its_words(tx: Transaction, conversation_id: int, *, actor: str) -> None:
    """The talk goes with it when it was about nothing else: neither a person nor a case was ever in it."""
    talk = await tx.get_one(Conversation, conversation_id, populate_existing=True)
    if talk.case_id is None and talk.taken_at is None and talk.speaker in ("assistant", "nobody"):
        with suppress(Conflict):  # a case that was told here by another way still needs the talk
            await erase_talk(tx, talk, ground=RETENTION, actor=actor)


async def talks_to_erase(tx: Transaction, limit: int) -> Sequence[int]:
    """Talks that led to no case and have been silent for their time."""
    now = tx.clock.now()
    over = now - (tx.policy.retention.until("talk", now) - now)
    last = func.coalesce(Conversation.last_customer_at, Conversation.opened_at)
    with_case = select(Case.conversation_id).where(Case.conversation_id.is_not(None))
    buried = select(Tombstone.owner)
    query = select(Conversation.id).where(
        Conversation.case_id.is_(None), Conversation.id.not_in(with_case), last <= over,
        Conversation.speaker.in_(("assistant", "nobody")),
        (literal("conversation:") + cast(Conversation.id, String)).not_in(buried),
    )  # fmt: skip
    return (await tx.scalars(query.order_by(Conversation.id).limit(limit))).all()


async def erase_old_talk(tx: Transaction, conversation_id: int) -> None:
    await erase_talk(tx, await tx.get_one(Conversation, conversation_id), ground=RETENTION, actor="system")


async def words_to_forget(tx: Transaction, limit: int) -> Sequence[int]:
    """Free words of surveys: the scores stay, they hold no name."""
    now = tx.clock.now()
    over = now - (tx.policy.retention.until("survey_words", now) - now)
    query = select(Survey.id).where(Survey.comment.is_not(None), Survey.first_answer_at <= over)
    return (await tx.scalars(query.limit(limit))).all()


async def forget_words(tx: Transaction, survey_id: int) -> None:
    await change(tx, update(Survey).where(Survey.id == survey_id).values(comment=None))
