"""Put a case file together for an outside body: everything that was said, found and done, with an index and a hash of each part.

The same case at the same moment gives the same bytes: nothing in the archive depends on the clock of the machine.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from handoff import events
from handoff.cases import Case
from handoff.conversations import Attachment, Conversation, MessageView, read_messages
from handoff.db import Transaction, keys
from handoff.i18n import format_day_and_time, mark, translate
from handoff.insights.aftermath import Aftermath, aftermath_of
from handoff.insights.case_files import CaseFile, read_case_file

When = Callable[[datetime], str]
OLDEST = (1980, 1, 1, 0, 0, 0)  # of a zip archive: its entries carry no time of their own
TITLES = {
    "complaint": mark("The complaint"),
    "additions": mark("What was added later"),
    "talk": mark("The talk"),
    "findings": mark("Findings"),
    "answers": mark("Our answers"),
    "replies": mark("What the complainant said to them"),
    "remedies": mark("What was promised"),
    "review": mark("The second look"),
    "page": mark("What we wrote on the page of the case"),
    "promises": mark("What was promised by when"),
    "trail": mark("Everything that happened, with its chain of hashes"),
    "attachment": mark("A file"),
}


@dataclass
class Built:
    """Parts in their order: name in the archive, what it is, content."""

    parts: list[tuple[str, str, bytes]] = field(default_factory=list)

    def text(self, kind: str, paragraphs: Iterable[str]) -> None:
        body = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
        if body:
            self.add(f"{len(self.parts) + 1:02d}-{kind}.txt", kind, (body + "\n").encode())

    def add(self, name: str, kind: str, content: bytes) -> None:
        self.parts.append((name, kind, content))


async def build_case_file(tx: Transaction, case: Case) -> tuple[bytes, int]:
    """The archive, and of how many parts it is. Private notes among colleagues stay inside. In the complainant's language."""
    file, after = await read_case_file(tx, case), await aftermath_of(tx, case)
    built, zone, language = Built(), tx.policy.calendars[case.calendar].time_zone, case.language

    def when(at: datetime) -> str:
        return format_day_and_time(at, language, zone)

    built.text(
        "complaint", [case.number, when(case.received_at), file.narrative or "", file.wanted or "", file.product or ""]
    )
    built.text("additions", (f"{when(words.at)}\n{words.text}" for words in file.additions))
    built.text("talk", [f"{when(line.posted_at)} {line.author}\n{line.body}" for line in await _talk(tx, case)])
    built.text("findings", _findings(tx, file, language))
    built.text("answers", (f"{when(said.answer.sent_at)}\n{said.text}" for said in file.answers if said.answer.sent_at))
    built.text("replies", _replies(tx, file, language, when))
    built.text("remedies", _remedies(tx, file, language, when))
    built.text("review", _reviews(after))
    built.text("page", (f"{when(message.at)}\n{message.text}" for message in after.page))
    built.text(
        "promises",
        (
            f"{line.kind} ({line.preset}): {when(line.due_at)}" + (" !" if line.missed_at else "")
            for line in file.deadlines
        ),
    )
    built.add(f"{len(built.parts) + 1:02d}-trail.json", "trail", await _trail(tx, case))
    for attachment in await tx.scalars(select(Attachment).where(Attachment.case_id == case.id).order_by(Attachment.id)):
        name = await keys.unseal(tx, attachment.owner, attachment.name)
        content = await keys.unseal_bytes(tx, attachment.owner, attachment.content)
        built.add(f"{len(built.parts) + 1:02d}-{name}", "attachment", content)
    return _archive(built, case, language), len(built.parts)


def _archive(built: Built, case: Case, language: str) -> bytes:
    """The index stands first, for people and for programs; each part's SHA-256 stands in both."""
    entries = [
        {
            "name": name,
            "what": translate(language, TITLES[kind]),
            "sha256": hashlib.sha256(content).hexdigest(),
            "size": len(content),
        }
        for name, kind, content in built.parts
    ]
    lines = [f"{entry['name']}\n  {entry['what']}\n  SHA-256 {entry['sha256']}" for entry in entries]
    readable = "\n\n".join([f"{case.number}", *lines]) + "\n"
    index = json.dumps({"case": case.number, "parts": entries}, ensure_ascii=False, indent=1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [
            ("00-index.txt", readable.encode()), ("00-index.json", index.encode()), *((n, c) for n, _, c in built.parts),
        ]:  # fmt: skip
            archive.writestr(zipfile.ZipInfo(name, OLDEST), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


async def _talk(tx: Transaction, case: Case) -> list[MessageView]:
    conversation = await tx.get(Conversation, case.conversation_id) if case.conversation_id else None
    return list(await read_messages(tx, conversation, private=False)) if conversation is not None else []


def _findings(tx: Transaction, file: CaseFile, language: str) -> list[str]:
    topics, outcomes = tx.policy.taxonomy.topics, tx.policy.lifecycle.outcomes
    return [
        "\n".join(
            (
                topics[found.issue.topic].name.say(language),
                outcomes[found.issue.outcome].label.say(language) if found.issue.outcome else "–",
                found.reason or "",
            )
        )
        for found in file.issues
    ]


def _replies(tx: Transaction, file: CaseFile, language: str, when: When) -> list[str]:
    names = tx.policy.lifecycle.acceptances
    return [
        f"{when(reply.acceptance.at)} {names[reply.acceptance.value].say(language)}\n{reply.words or ''}"
        for reply in file.replies
    ]


def _remedies(tx: Transaction, file: CaseFile, language: str, when: When) -> list[str]:
    catalogue = tx.policy.remedies.catalogue
    return [
        f"{catalogue[offered.item.code].name.say(language)} {offered.detail or ''}\n→ {when(offered.item.due_at)}"
        + (f"\n✓ {when(offered.item.done_at)} {offered.proof or ''}" if offered.item.done_at else "")
        for offered in file.remedies
    ]


def _reviews(after: Aftermath) -> list[str]:
    return ["\n".join(part for part in (look.words, look.changes) if part) for look in after.reviews]


async def _trail(tx: Transaction, case: Case) -> bytes:
    """Ids and codes only, as the log keeps them: whoever has it can check the chain."""
    rows = [
        {
            "number": row.case_number, "name": row.name, "actor": row.actor, "at": row.at.isoformat(), "data": row.data,
            "previous": row.previous, "hash": row.hash,
        }
        for row in await events.of_case(tx, case.id)
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()
