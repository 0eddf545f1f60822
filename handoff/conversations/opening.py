"""Open a talk, change its language, tie it to a case."""

from __future__ import annotations

from sqlalchemy import select

from handoff.conversations.events import CaseLinked, ConversationOpened, LanguageChanged
from handoff.conversations.models import Conversation
from handoff.customers import Customer
from handoff.db import Transaction
from handoff.errors import Invalid
from handoff.events import hold, record
from handoff.i18n import LANGUAGES


async def open_conversation(
    tx: Transaction, customer: Customer, *, language: str, channel: str = "chat"
) -> Conversation:
    """A new talk, in which the assistant speaks first."""
    if language not in LANGUAGES:
        raise Invalid("There is no language {language} here.", language=language)
    conversation = Conversation(
        customer_id=customer.id,
        language=language,
        channel=channel,
        speaker="assistant",
        opened_at=tx.clock.now(),
        waiting_since=tx.clock.now(),  # the assistant owes a greeting
    )
    tx.add(conversation)
    await tx.flush()
    await record(
        tx, ConversationOpened(conversation_id=conversation.id, actor="customer", language=language, channel=channel)
    )
    return conversation


async def current_conversation(tx: Transaction, customer: Customer) -> Conversation | None:
    """The customer's latest talk, ended or not."""
    return await tx.scalar(
        select(Conversation).where(Conversation.customer_id == customer.id).order_by(Conversation.id.desc()).limit(1)
    )


async def change_language(tx: Transaction, conversation: Conversation, *, language: str, actor: str) -> None:
    """Go on in `language`. Nothing happens when it is spoken already."""
    if language not in LANGUAGES:
        raise Invalid("There is no language {language} here.", language=language)
    if conversation.language == language:
        return
    await hold(tx, conversation_id=conversation.id, case_id=conversation.case_id)
    conversation.language = language
    await record(
        tx,
        LanguageChanged(conversation_id=conversation.id, case_id=conversation.case_id, actor=actor, language=language),
    )


async def link_case(tx: Transaction, conversation: Conversation, *, case_id: int, actor: str) -> None:
    """From now on the talk belongs to the case: its events stand in the case's timeline too."""
    await hold(tx, conversation_id=conversation.id, case_id=case_id)
    conversation.case_id = case_id
    await record(tx, CaseLinked(conversation_id=conversation.id, case_id=case_id, actor=actor))
