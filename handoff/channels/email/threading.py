"""To which case a letter belongs, and to which letter ours shall refer so that a mail program shows them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from handoff.cases import Case
from handoff.cases.looking_up import case_by_number
from handoff.cases.parties import complainant_of
from handoff.channels.email.models import STAFF, Letter, ReceivedLetter
from handoff.db import Transaction, keys
from handoff.errors import Erased

if TYPE_CHECKING:
    from handoff.mail.received import Received  # its parser of pages is loaded where letters come in, and nowhere else

OUTSIDE = ":outside"  # how the key of a letter to somebody outside ends
CLOSED_FOR_GOOD = ("archived", "purged")


@dataclass(frozen=True)
class Place:
    """Where a letter belongs. `known`: it came from the address to which ours went."""

    case: Case
    known: bool
    to_colleague: bool = False
    to_outside: bool = False


async def place_of(tx: Transaction, mail: Received) -> Place | None:
    """The case it is about: by the letter that it answers, else by a number in its subject when the complainant wrote it.

    None when there is no such case, or none that takes anything more: then it is a complaint of its own.
    """
    for letter in await letters_named(tx, mail.answers):
        if (
            letter.case_id is not None
            and (case := await _open_for_words(tx, await tx.get_one(Case, letter.case_id))) is not None
        ):
            return Place(
                case,
                known=_same(mail.address, await _address(tx, letter)),
                to_colleague=letter.template.startswith(STAFF),
                to_outside=letter.key.endswith(OUTSIDE),
            )
    numbered = await case_by_number(tx, mail.subject) if mail.subject else None
    if numbered is not None and await _is_theirs(tx, numbered, mail.address):
        case = await _open_for_words(tx, numbered)
        return Place(case, known=True) if case is not None else None
    return None


async def letters_named(tx: Transaction, message_ids: Sequence[str]) -> Sequence[Letter]:
    """Our letters with these ids, newest first."""
    query = select(Letter).where(Letter.message_id.in_(message_ids)).order_by(Letter.id.desc())
    return (await tx.scalars(query)).all() if message_ids else ()


async def thread_of(tx: Transaction, letter: Letter) -> str | None:
    """The message id with which the correspondence about the case began; None for its first letter and for colleagues."""
    if letter.case_id is None or letter.template.startswith(STAFF) or letter.key.endswith(OUTSIDE):
        return None
    received = await tx.scalar(
        select(ReceivedLetter.message_id)
        .where(ReceivedLetter.case_id == letter.case_id, ReceivedLetter.became == "registered")
        .order_by(ReceivedLetter.id)
        .limit(1)
    )
    if received is not None:
        return await keys.unseal(tx, f"case:{letter.case_id}", received)
    ours = (
        Letter.case_id == letter.case_id,
        Letter.id < letter.id,
        Letter.template.not_like(f"{STAFF}%"),
        Letter.key.not_like(f"%{OUTSIDE}"),
    )
    first: str | None = await tx.scalar(select(Letter.message_id).where(*ours).order_by(Letter.id).limit(1))
    return first


async def _open_for_words(tx: Transaction, case: Case) -> Case | None:
    while case.merged_into_id is not None:
        case = await tx.get_one(Case, case.merged_into_id)
    return None if case.state in CLOSED_FOR_GOOD else case


async def _is_theirs(tx: Transaction, case: Case, address: str) -> bool:
    try:
        return _same(address, (await complainant_of(tx, case)).email)
    except Erased:
        return False


async def _address(tx: Transaction, letter: Letter) -> str | None:
    try:
        return await keys.unseal(tx, letter.owner, letter.address)
    except Erased:
        return None


def _same(one: str, other: str | None) -> bool:
    return other is not None and one.strip().lower() == other.strip().lower()
