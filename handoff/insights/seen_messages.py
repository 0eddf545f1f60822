"""The messages of a talk as one member of staff may read them."""

from __future__ import annotations

from handoff.cases import Case
from handoff.cases.parties import Contact, complainant_of
from handoff.conversations import Attachment, Conversation, MessageView, read_messages
from handoff.db import Transaction
from handoff.errors import Erased, NotAllowed, NotFound
from handoff.insights.masking import mask_messages
from handoff.insights.views import View, view_of, view_of_talk
from handoff.staff import Agent


async def seen_messages(
    tx: Transaction, agent: Agent, conversation: Conversation, *, after: int = 0, limit: int | None = None
) -> list[MessageView]:
    """Those with a number above `after`, notes too, masked as this person reads them."""
    views = await read_messages(tx, conversation, private=True, after=after, limit=limit)
    return mask_messages(
        views, await talk_view(tx, agent, conversation), agent.language, await _contact(tx, conversation)
    )


async def talk_view(tx: Transaction, agent: Agent, conversation: Conversation) -> View:
    """How much of a talk somebody reads: as of its case, once there is one."""
    case = await tx.get(Case, conversation.case_id) if conversation.case_id else None
    return await view_of(tx, agent, case) if case else view_of_talk(tx, agent, conversation)


async def check_readable(tx: Transaction, agent: Agent, attachment: Attachment) -> None:
    """Raises `NotAllowed` for a file that this person may know of and not read: pictures cannot be masked."""
    case = await tx.get(Case, attachment.case_id) if attachment.case_id else None
    if case is not None:
        view = await view_of(tx, agent, case)
    elif attachment.conversation_id is not None:
        view = await talk_view(tx, agent, await tx.get_one(Conversation, attachment.conversation_id))
    else:
        raise NotFound
    if not view.sees("narrative"):
        raise NotAllowed(
            "This file is hidden from you. Give a reason on the page of the case to see it.", code="hidden"
        )


async def _contact(tx: Transaction, conversation: Conversation) -> Contact:
    case = await tx.get(Case, conversation.case_id) if conversation.case_id else None
    try:
        return await complainant_of(tx, case) if case else Contact()
    except Erased:
        return Contact()
