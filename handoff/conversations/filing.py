"""Keep files with a case or a talk: sealed under its key, with a name that says nothing of folders."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import NamedTuple

from handoff.cases import Case
from handoff.conversations.events import FilesAdded
from handoff.conversations.models import Attachment, Conversation, Original
from handoff.db import Transaction, keys
from handoff.events import hold, record


class InspectedFile(NamedTuple):
    """`kind` was told from the content by `inspect_file`, never from what the sender says.

    `original`: what was sent, when the content was written anew. It is kept apart: a place or time in a picture is evidence.
    """

    name: str
    kind: str
    content: bytes
    original: bytes | None = None


async def file_into_case(tx: Transaction, case: Case, files: Sequence[InspectedFile], *, actor: str) -> None:
    """Keep what came with the form, by letter or on the tracking page. Without files, nothing happens."""
    if not files:
        return
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    for file in files:
        tx.add(attachment := await sealed(tx, case, file))
        await tx.flush()
        await keep_original(tx, attachment, file)
    await record(tx, FilesAdded(case_id=case.id, conversation_id=case.conversation_id, actor=actor, count=len(files)))


async def sealed(tx: Transaction, whose: Case | Conversation, file: InspectedFile) -> Attachment:
    """The row to keep, under the key of its case or talk."""
    conversation_id: int | None
    case_id: int | None
    if isinstance(whose, Case):
        conversation_id, case_id, owner = None, whose.id, whose.key_owner
    else:
        conversation_id, case_id, owner = whose.id, whose.case_id, whose.owner
    return Attachment(
        conversation_id=conversation_id,
        case_id=case_id,
        owner=owner,
        name=await keys.seal(tx, owner, clean_name(file.name)),
        type=file.kind,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        content=await keys.seal_bytes(tx, owner, file.content),
        added_at=tx.clock.now(),
    )


async def keep_original(tx: Transaction, attachment: Attachment, file: InspectedFile) -> None:
    """Beside what is shown, what was sent, when the two differ."""
    if file.original is not None and file.original != file.content:
        content = await keys.seal_bytes(tx, attachment.owner, file.original)
        digest = hashlib.sha256(file.original).hexdigest()
        tx.add(Original(attachment_id=attachment.id, content=content, sha256=digest))
        await tx.flush()


async def read_original(tx: Transaction, attachment: Attachment) -> bytes | None:
    """The file as it was sent; None when what is shown is that."""
    original = await tx.get(Original, attachment.id)
    return await keys.unseal_bytes(tx, attachment.owner, original.content) if original else None


def clean_name(name: str) -> str:
    """A file's name without folders and control characters, at most 120 characters."""
    last = re.split(r"[\\/]", name)[-1]
    return "".join(character for character in last if character.isprintable()).strip(". ")[-120:] or "file"
