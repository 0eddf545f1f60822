"""Tell a complainant what became of a complaint that goes no further here: it is not ours, or it is here already."""

from __future__ import annotations

from handoff.cases import Case
from handoff.cases.composing import sent_letters
from handoff.cases.triage.events import CaseMerged, CaseReferred
from handoff.channels.email.writing import write
from handoff.conversations import Conversation, post_message
from handoff.db import Transaction
from handoff.follow_ups.telling_complainants import split
from handoff.follow_ups.wording import Said
from handoff.i18n import left_to_right, translate


async def tell_referred(tx: Transaction, event: CaseReferred) -> None:
    case = await tx.get_one(Case, event.case_id)
    letter = next(letter for answer, letter in await sent_letters(tx, case) if answer.id == event.answer_id)
    subject = translate(case.language, "Case {number}: our answer", number=left_to_right(case.number))
    await _tell(tx, case, Said(subject, letter.words), template="referred")


async def tell_merged(tx: Transaction, event: CaseMerged) -> None:
    """With the number that they know already: its tracking code opens it as before."""
    case, into = await tx.get_one(Case, event.case_id), await tx.get_one(Case, event.into_id)
    numbers = {"number": left_to_right(case.number), "other": left_to_right(into.number)}
    subject = translate(case.language, "Case {number} goes on as {other}", **numbers)
    body = translate(
        case.language,
        "You told us about the same matter twice. So that nothing gets lost, both are now one case: {other}. "
        "What you told us under {number} is read with it, and the earlier of the two dates counts.",
        **numbers,
    )
    await _tell(tx, case, Said(subject, body), template="merged")


async def _tell(tx: Transaction, case: Case, said: Said, *, template: str) -> None:
    if case.conversation_id is not None:
        talk = await tx.get_one(Conversation, case.conversation_id)
        for place, part in enumerate(split(said.body)):
            await post_message(
                tx, talk, author="system", kind="prompt", body=part, data={"case": case.id},
                client_id=f"{template}:{case.id}:{place}",
            )  # fmt: skip
    await write(tx, case, said, template=template, key=f"{template}:{case.id}")
