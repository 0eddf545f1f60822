"""Everything we hold of a complainant in one case, for a copy to give to them. Other people in it are taken out.

Who works here is called "one of us": their names are their own. Numbers and addresses that are not the complainant's own are
taken out of texts; names of other people of the case too. A person looks it over before it goes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from handoff.cases import Case, Party
from handoff.cases.parties import Contact, complainant_of
from handoff.conversations import Attachment, read_messages
from handoff.conversations.attaching import read_file
from handoff.db import Transaction, keys
from handoff.errors import Erased
from handoff.insights.case_files import CaseFile, read_case_file
from handoff.insights.case_notes import notes_of
from handoff.insights.redacting import redact_finds, redact_names
from handoff.privacy.erasing import talks_of_case
from handoff.staff import Agent

Cleaner = Callable[[str | None], str | None]


@dataclass(frozen=True)
class Spoken:
    """Something that was said or written: who (complainant, assistant, one of us, the service), when, what."""

    who: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Enclosed:
    """A file that the complainant sent or got."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class OwnCopy:
    """What the copy holds. `notes`: what colleagues noted, where the policy gives it."""

    case: Case
    contact: Contact
    narrative: str | None
    product: str | None
    order_ref: str | None
    wanted: str | None
    needs: str | None
    incident_date: date | None
    topics: Sequence[str]
    findings: Sequence[tuple[str, str | None, str | None]]
    remedies: Sequence[tuple[str, str | None, datetime, datetime | None]]
    answers: Sequence[Spoken]
    said: Sequence[Spoken]
    messages: Sequence[Spoken]
    notes: Sequence[Spoken]
    files: Sequence[Enclosed]


async def own_copy(tx: Transaction, case: Case) -> OwnCopy:
    """Raises `Erased` when nothing is left to copy."""
    file = await read_case_file(tx, case)
    if file.erased:
        raise Erased
    clean = await _cleaner(tx, case, file)
    with_notes = tx.policy.retention.copy_includes_notes
    notes = (
        [Spoken("one of us", note.at, clean(note.text) or "") for note in await notes_of(tx, case)]
        if with_notes
        else []
    )
    return OwnCopy(
        case=case, contact=file.contact, narrative=clean(file.narrative), product=file.product, order_ref=file.order_ref,
        wanted=clean(file.wanted), needs=file.needs, incident_date=case.incident_date,
        topics=[found.issue.topic for found in file.issues],
        findings=[(found.issue.topic, found.issue.outcome, clean(found.reason)) for found in file.issues],
        remedies=[(item.item.code, clean(item.detail), item.item.due_at, item.item.done_at) for item in file.remedies],
        answers=[
            Spoken("one of us", said.answer.sent_at, clean(said.text) or "")
            for said in file.answers
            if said.answer.sent_at
        ],
        said=[
            *(Spoken(_who(added.by), added.at, clean(added.text) or "") for added in file.additions),
            *(Spoken(_who(r.acceptance.by), r.acceptance.at, clean(r.words) or "") for r in file.replies if r.words),
        ],
        messages=await _messages(tx, case, clean), notes=notes, files=await _files(tx, case),
    )  # fmt: skip


async def _messages(tx: Transaction, case: Case, clean: Cleaner) -> list[Spoken]:
    return [
        Spoken(_who(view.author), view.posted_at, clean(view.body) or "")
        for talk in await talks_of_case(tx, case)
        for view in await read_messages(tx, talk, private=False)
    ]


async def _files(tx: Transaction, case: Case) -> list[Enclosed]:
    ids = [talk.id for talk in await talks_of_case(tx, case)]
    of_it = (Attachment.case_id == case.id) | Attachment.conversation_id.in_(ids)
    rows = await tx.scalars(select(Attachment).where(of_it).order_by(Attachment.id))
    return [Enclosed(*_named(await read_file(tx, row), row)) for row in rows]


def _named(read: tuple[str, bytes], row: Attachment) -> tuple[str, str, bytes]:
    return read[0], row.type, read[1]


async def _cleaner(tx: Transaction, case: Case, file: CaseFile) -> Cleaner:
    """Takes out of a text who works here, other people of the case, and addresses that are not the complainant's."""
    others = await tx.scalars(select(Party).where(Party.case_id == case.id, Party.role != "complainant"))
    names = [await keys.unseal(tx, case.key_owner, party.name) for party in others]
    for agent in await tx.scalars(select(Agent)):
        names += [agent.name, agent.name_fa]
    own = await complainant_of(tx, case)
    theirs = {part for part in (own.name or "").split() if part}
    foreign = tuple(name for name in names if name and not theirs & set(name.split()))
    kept = tuple(value for value in (own.email, own.phone) if value)

    def clean(text: str | None) -> str | None:
        return redact_names(redact_finds(text, kept, case.language), foreign, case.language) if text else text

    return clean


def _who(author: str) -> str:
    if author in ("customer", "complainant"):
        return "complainant"
    elif author == "assistant":
        return "assistant"
    elif author == "system":
        return "service"
    else:
        return "one of us"
