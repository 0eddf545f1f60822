"""Send the letters that wait: claimed by one worker, handed to the mail server outside any transaction, then noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import select, update

from handoff import metrics
from handoff.cases import Case
from handoff.cases.composing import Letter as AnswerLetter
from handoff.cases.composing import sent_letters
from handoff.channels.email.events import LetterRefused, LetterSent
from handoff.channels.email.models import STAFF, Letter
from handoff.channels.email.rendering import to_be_answered
from handoff.channels.email.threading import thread_of
from handoff.channels.email.writing import ANSWER
from handoff.channels.paper.letters import PDF, file_name, letter_pdf
from handoff.db import Transaction, change, keys
from handoff.errors import Erased
from handoff.events import Event, hold, record
from handoff.follow_ups.case_facts import ADDRESS
from handoff.mail import Attachment, BadLetter, MailDown, MailRefused
from handoff.mail import Letter as Mail

if TYPE_CHECKING:
    from handoff.app import Services

log = structlog.get_logger()

LEASE = timedelta(minutes=2)  # longer than a mail server may take; then another worker tries, with the same Message-ID
AGAIN_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440, 1440))


@dataclass(frozen=True)
class Claimed:
    """A letter in the hands of this worker. `attempt` counts from 1 and tells this claim from a later one."""

    letter_id: int
    attempt: int
    mail: Mail
    answer: AnswerLetter | None  # goes with it on paper


async def queued(tx: Transaction, limit: int) -> Sequence[int]:
    """Letters to send now, also those whose worker was killed."""
    query = select(Letter.id).where(*_is_due(tx)).order_by(Letter.next_at).limit(limit)
    return (await tx.scalars(query)).all()


async def send(services: Services, letter_id: int) -> None:
    """Send one letter, unless another worker is at it."""
    claimed = await _claim(services, letter_id)
    if claimed is None:
        return
    try:
        await services.mailer.send(await _with_paper(services, claimed))
    except MailRefused as refused:
        await _finish(services, claimed, "refused", code=refused.code)
    except BadLetter:
        await _finish(services, claimed, "refused")
    except MailDown as down:
        log.warning("a letter waits for the mail server", reason=str(down), letter=letter_id)
        await _wait(services, claimed)
    except Exception:
        log.exception("a letter could not be made ready; it is tried again in growing steps", letter=letter_id)
        await _wait(services, claimed)
    else:
        await _finish(services, claimed, "sent")


async def _with_paper(services: Services, claimed: Claimed) -> Mail:
    """The answer goes along as a PDF. Letters of a past reach nobody: they need no paper."""
    if claimed.answer is None or not services.reacting_after:
        return claimed.mail
    paper = Attachment(file_name(claimed.answer), PDF, await letter_pdf(claimed.answer))
    return replace(claimed.mail, attachments=(paper,))


async def _claim(services: Services, letter_id: int) -> Claimed | None:
    async with services.db.transaction() as tx:
        won = await change(
            tx,
            update(Letter)
            .where(Letter.id == letter_id, *_is_due(tx))
            .values(status="sending", attempts=Letter.attempts + 1, next_at=tx.clock.now() + LEASE),
        )
        if not won:
            return None
        letter = await tx.get_one(Letter, letter_id, populate_existing=True)
        try:
            address, subject, text, html = [
                await keys.unseal(tx, letter.owner, blob) or ""
                for blob in (letter.address, letter.subject, letter.text, letter.html)
            ]
        except Erased:  # what it is about was erased before it left
            letter.status = "failed"
            return None
        thread = await thread_of(tx, letter)
        at = services.settings.address
        answer = await _answer(tx, letter)
        if services.settings.letters_are_answered and not letter.template.startswith(STAFF):
            text, html = to_be_answered(text, html, letter.language)
        return Claimed(
            letter.id,
            letter.attempts,
            Mail(
                to=address,
                subject=_bare(subject),
                text=text.replace(ADDRESS, at),
                html=html.replace(ADDRESS, at),
                language=letter.language,
                message_id=letter.message_id,
                reply_to=services.policy.organisation.contact.email,
                headers={"In-Reply-To": thread, "References": thread} if thread and thread.isascii() else {},
            ),
            answer,
        )


async def _answer(tx: Transaction, letter: Letter) -> AnswerLetter | None:
    """The answer that this letter brings, as it was sent; None when it brings something else."""
    if letter.template != ANSWER:
        return None
    case = await tx.get_one(Case, letter.case_id)
    sent = [
        kept for answer, kept in await sent_letters(tx, case) if answer.sent_at and answer.sent_at <= letter.written_at
    ]
    return sent[-1] if sent else None


async def _finish(services: Services, claimed: Claimed, status: str, *, code: int | None = None) -> None:
    async with services.db.transaction() as tx:
        about = await _hold(tx, claimed)
        values: dict[str, Any] = {"status": status, "code": code}
        if status == "sent":
            values["sent_at"] = tx.clock.now()
        if await _note(tx, claimed, **values):
            letter = await tx.get_one(Letter, claimed.letter_id, populate_existing=True)
            metrics.letters.labels(outcome=status).inc()
            await _tell(tx, about, letter)


async def _wait(services: Services, claimed: Claimed) -> None:
    """Try again later, in growing steps; after days give up and let a person find another way."""
    if claimed.attempt > len(AGAIN_AFTER):
        await _finish(services, claimed, "failed")
        return
    async with services.db.transaction() as tx:
        metrics.letters.labels(outcome="later").inc()
        await _note(tx, claimed, status="queued", next_at=tx.clock.now() + AGAIN_AFTER[claimed.attempt - 1])


async def _note(tx: Transaction, claimed: Claimed, **values: Any) -> bool:
    """Write the outcome, unless the lease ran out and another worker has the letter now."""
    mine = update(Letter).where(
        Letter.id == claimed.letter_id, Letter.status == "sending", Letter.attempts == claimed.attempt
    )
    return await change(tx, mine.values(**values)) == 1


async def _hold(tx: Transaction, claimed: Claimed) -> dict[str, int | None]:
    """What the letter is about, held: its case, or the talk without one."""
    letter = await tx.get_one(Letter, claimed.letter_id)
    if letter.case_id is None:
        await hold(tx, conversation_id=letter.conversation_id)
        return {"conversation_id": letter.conversation_id}
    case = await tx.get_one(Case, letter.case_id)
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    return {"case_id": case.id}


async def _tell(tx: Transaction, about: dict[str, Any], letter: Letter) -> None:
    if letter.status == "sent":
        event: Event = LetterSent(**about, letter_id=letter.id, template=letter.template, prompt_id=letter.prompt_id)
    elif letter.template.startswith(STAFF):
        log.warning("a colleague could not be told by e-mail", letter=letter.id, code=letter.code)
        return
    else:
        event = LetterRefused(**about, letter_id=letter.id, template=letter.template, code=letter.code)
    await record(tx, event)


def _bare(subject: str) -> str:
    """Mail programs show invisible marks in a subject as boxes."""
    return subject.translate(dict.fromkeys(range(0x2066, 0x206A)))


def _is_due(tx: Transaction) -> tuple[Any, ...]:
    return Letter.status.in_(("queued", "sending")), Letter.next_at <= tx.clock.now()
