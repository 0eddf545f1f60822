"""The only ways from a request to an object. What is not the asker's does not exist for them: both raise `NotFound`."""

from __future__ import annotations

from aiohttp import web

from handoff.conversations import Attachment, Conversation
from handoff.db import Transaction
from handoff.errors import NotFound

LARGEST_ID = 2**31 - 1


def id_in(request: web.Request, name: str) -> int:
    """The number in the address. Raises `NotFound` for what cannot be one."""
    text = request.match_info[name]
    if not (text.isascii() and text.isdigit()) or int(text) > LARGEST_ID:
        raise NotFound
    return int(text)


async def conversation_of_customer(tx: Transaction, customer_id: int, conversation_id: int) -> Conversation:
    found = await tx.get(Conversation, conversation_id)
    if found is None:
        raise NotFound
    if found.customer_id != customer_id:
        raise NotFound
    return found


async def file_of_customer(tx: Transaction, customer_id: int, file_id: int) -> Attachment:
    found = await tx.get(Attachment, file_id)
    if found is None:
        raise NotFound
    if found.conversation_id is None:
        raise NotFound
    await conversation_of_customer(tx, customer_id, found.conversation_id)
    return found
