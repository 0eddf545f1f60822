"""Take in what people write by e-mail: an answer belongs to its case, everything else is a complaint.

Delivered twice, a letter counts once. What no person wrote (RFC 3834) is never answered, so that two machines do not write to
each other for ever. Whoever answers from another address is heard, and the case says from where.
"""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from handoff import metrics
from handoff.cases import Case, Complaint, Contact, open_case
from handoff.cases.adding import LONGEST, OUTSIDE, add_from_outside, add_information
from handoff.cases.models import Party
from handoff.cases.moving import CUSTOMER
from handoff.channels.email.enclosing import MOST as MOST_ENCLOSED
from handoff.channels.email.enclosing import Enclosed, inspect_enclosed, keep_enclosed
from handoff.channels.email.events import LetterRefused
from handoff.channels.email.models import STAFF, Letter, ReceivedLetter
from handoff.channels.email.rendering import ABOVE
from handoff.channels.email.threading import Place, letters_named, place_of
from handoff.db import Transaction, change, insert_once, keys
from handoff.events import hold, record
from handoff.i18n import LANGUAGES, left_to_right, mark, translate
from handoff.mail.letter import address_of
from handoff.mail.listening import NotTaken, TakenLater, listen
from handoff.mail.quoting import own_words
from handoff.mail.received import NoLetter, Received, Refusal, read_letter

if TYPE_CHECKING:
    from handoff.app import Services

FROM_ANOTHER_ADDRESS = mark("Sent from {address}:")
A_WHILE, MOST = timedelta(hours=1), 10  # complaints from one address in an hour: more is a machine's doing
_PERSIAN = re.compile(r"[\u0600-\u06ff]")
_LATIN = re.compile(r"[A-Za-z]")


async def take_in(services: Services, content: bytes) -> str:
    """Store a letter; what became of it (see `ReceivedLetter`), or "again".

    Raises `NotTaken` or `TakenLater` when its sender is to hear that it was not stored.
    """
    try:
        mail = await asyncio.to_thread(read_letter, content)
    except NoLetter as reason:
        raise NotTaken(str(reason)) from reason
    enclosed = await inspect_enclosed(mail.attachments, limit=services.settings.files_limit)
    ours = {address_of(services.settings.mail_from), services.policy.organisation.contact.email}
    async with services.db.transaction() as tx:
        became = await _store(tx, mail, enclosed, automatic=mail.automatic or mail.address in ours)
    metrics.letters.labels(outcome=f"in_{became}").inc()
    return became


async def take_letters(services: Services) -> None:
    """Listen until cancelled."""

    async def take(content: bytes) -> None:
        await take_in(services, content)

    largest = (MOST_ENCLOSED * services.settings.files_limit * 4) // 3  # files travel in base 64
    server = await listen(services.settings.mail_listen, take, limit=largest)
    async with server:
        await server.serve_forever()


async def _store(tx: Transaction, mail: Received, enclosed: Enclosed, *, automatic: bool) -> str:
    received_id = await insert_once(
        tx, ReceivedLetter, print=tx.sealer.fingerprint(mail.message_id), became="", at=tx.clock.now()
    )
    if received_id is None:
        return "again"
    received = await tx.get_one(ReceivedLetter, received_id)
    if mail.refusal is not None:
        received.became = "refusal"
        await _note_refusal(tx, mail.refusal)
    elif automatic or mail.spam:
        received.became = "automatic" if automatic else "spam"
    elif (place := await place_of(tx, mail)) is not None:
        received.became = "added"
        await _belongs(tx, received, place.case, mail)
        await _add(tx, place, mail, enclosed)
    else:
        received.became = "registered"
        await _register(tx, received, mail, enclosed)
    await tx.flush()
    return received.became


async def _add(tx: Transaction, place: Place, mail: Received, enclosed: Enclosed) -> None:
    if place.to_colleague:
        raise NotTaken("Letters to colleagues are answered at the desk")
    words = _own_words(mail)
    if words and not place.known:
        address = translate(place.case.language, FROM_ANOTHER_ADDRESS, address=left_to_right(mail.address))
        words = f"{address}\n\n{words}"
    for part in _parts(words):
        if place.to_outside:
            await add_from_outside(tx, place.case, text=part)
        else:
            await add_information(tx, place.case, text=part, actor=CUSTOMER)
    by = OUTSIDE if place.to_outside else CUSTOMER.name
    await keep_enclosed(tx, place.case, enclosed, by=by, key=f"enclosed:{mail.message_id}")


async def _register(tx: Transaction, received: ReceivedLetter, mail: Received, enclosed: Enclosed) -> None:
    await _ensure_no_flood(tx, mail.address)
    words = _own_words(mail)
    story = words if mail.subject in words else f"{mail.subject}\n\n{words}".strip()
    first, *more = _parts(story) or ["—"]  # a letter that only has files
    complaint = Complaint(
        narrative=first,
        channel="email",
        language=_language_of(story, default=tx.policy.organisation.default_language),
        contact=Contact(name=mail.name, email=mail.address),
    )
    case, _new = await open_case(tx, complaint, actor=CUSTOMER, idempotency_key=f"mail:{received.print}")
    await _belongs(tx, received, case, mail)
    for part in more:
        await add_information(tx, case, text=part, actor=CUSTOMER)
    await keep_enclosed(tx, case, enclosed, by=CUSTOMER.name, key=f"enclosed:{mail.message_id}")


async def _belongs(tx: Transaction, received: ReceivedLetter, case: Case, mail: Received) -> None:
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    received.case_id = case.id
    received.message_id = await keys.seal(tx, case.key_owner, mail.message_id)


async def _note_refusal(tx: Transaction, refusal: Refusal) -> None:
    """Refused for good: a person has to find another way. What is only late is the mail servers' own affair."""
    if refusal.code < 500:
        return
    for letter in await letters_named(tx, refusal.message_ids):
        if letter.case_id is None:
            continue  # a reminder of something that was never registered: nobody looks for another way
        case = await tx.get_one(Case, letter.case_id)
        await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
        refused = update(Letter).where(Letter.id == letter.id, Letter.status != "refused")
        if await change(tx, refused.values(status="refused", code=refusal.code)) and not letter.template.startswith(
            STAFF
        ):
            await record(
                tx,
                LetterRefused(
                    case_id=case.id, conversation_id=case.conversation_id, letter_id=letter.id,
                    template=letter.template, code=refusal.code,
                ),
            )  # fmt: skip


async def _ensure_no_flood(tx: Transaction, address: str) -> None:
    lately = await tx.scalar(
        select(func.count())
        .select_from(Case)
        .join(Party, Party.case_id == Case.id)
        .where(
            Party.email_print.in_(tx.sealer.fingerprints(address.lower())),
            Case.channel == "email",
            Case.registered_at > tx.clock.now() - A_WHILE,
        )
    )
    if (lately or 0) >= MOST:
        raise TakenLater("Too many letters from this address in a short time")


def _own_words(mail: Received) -> str:
    return own_words(mail.text, tuple(translate(language, ABOVE).strip("— ") for language in LANGUAGES))


def _parts(words: str) -> list[str]:
    """Nothing that somebody wrote is cut off: what is longer than one entry goes on in the next."""
    return [part for start in range(0, len(words), LONGEST) if (part := words[start : start + LONGEST]).strip()]


def _language_of(text: str, *, default: str) -> str:
    persian, latin = len(_PERSIAN.findall(text)), len(_LATIN.findall(text))
    if persian + latin < 3:
        return default
    return "fa" if persian >= latin else "en"
