"""Take a file into a talk: only what it says it is, not too large, sealed."""

from __future__ import annotations

import asyncio

from sqlalchemy import delete

from handoff.conversations.filing import InspectedFile, clean_name, keep_original, sealed
from handoff.conversations.models import Attachment, Conversation, Message, Original
from handoff.conversations.posting import post_message
from handoff.db import Transaction, change, keys
from handoff.errors import TooLarge


async def inspect_file(content: bytes, *, limit: int) -> tuple[str, bytes]:
    """The type of a file, told from its content, and the content to keep.

    Pictures are written anew, which drops places and other hidden facts. Raises `TooLarge` above `limit` bytes and `Invalid`
    (code file_type) unless it is a picture or a PDF.
    """
    if len(content) > limit:
        raise TooLarge("A file may have up to {megabytes} MB.", code="file_large", megabytes=limit // (1024 * 1024))
    if content.startswith(b"%PDF-"):
        return "application/pdf", content
    return await asyncio.to_thread(_redraw, content)


async def attach(
    tx: Transaction,
    conversation: Conversation,
    *,
    name: str,
    kind: str,
    content: bytes,
    author: str,
    agent_id: int | None = None,
    client_id: str | None = None,
    original: bytes | None = None,
) -> Message:
    """Post an inspected file into the talk; a second time with the same `client_id` it is the same message.

    `original`: as it was sent, when the content was written anew; it is kept apart, for evidence.
    """
    file = InspectedFile(name, kind, content, original)
    attachment = await sealed(tx, conversation, file)
    tx.add(attachment)
    await tx.flush()
    await keep_original(tx, attachment, file)
    message = await post_message(
        tx,
        conversation,
        author=author,
        body=clean_name(name),
        kind="file",
        agent_id=agent_id,
        client_id=client_id,
        data={"file": attachment.id, "type": kind, "size": len(content)},
    )
    if message.data["file"] != attachment.id:  # a retry: the first file stays
        await change(tx, delete(Original).where(Original.attachment_id == attachment.id))
        await tx.delete(attachment)
    return message


async def read_file(tx: Transaction, attachment: Attachment) -> tuple[str, bytes]:
    """Name and content of a file."""
    name = await keys.unseal(tx, attachment.owner, attachment.name)
    return name or "file", await keys.unseal_bytes(tx, attachment.owner, attachment.content)


def _redraw(content: bytes) -> tuple[str, bytes]:
    from handoff.conversations.redrawing import redraw  # 6 MB, which a desk without pictures does not need

    return redraw(content)
