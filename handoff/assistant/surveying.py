"""Let the assistant ask the survey in the talk, while the customer is still there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from handoff.assistant.client import AssistantDown
from handoff.assistant.turns import metadata_of
from handoff.conversations import Conversation, post_message

if TYPE_CHECKING:
    from handoff.app import Services

log = structlog.get_logger()


async def ask_survey(services: Services, conversation_id: int) -> bool:
    """Let the assistant ask the survey's questions in the talk. False when it could not."""
    async with services.db.reading() as tx:
        conversation = await tx.get_one(Conversation, conversation_id)
        sender, language = conversation.sender, conversation.language
        metadata = await metadata_of(tx, conversation, None)
    try:
        replies = await services.rasa.trigger(
            sender, "EXTERNAL_survey", {"language": language, "conversation": metadata["conversation"]}
        )
    except AssistantDown as error:
        log.warning("the survey could not be asked in the talk", reason=str(error), conversation=conversation_id)
        return False
    async with services.db.transaction() as tx:
        conversation = await tx.get_one(Conversation, conversation_id)
        if conversation.speaker != "assistant" or not replies:
            return False
        for number, reply in enumerate(replies):
            await post_message(
                tx,
                conversation,
                author="assistant",
                body=reply.text,
                data=reply.data,
                client_id=f"survey:{conversation.case_id}:{number}",
            )
    return True
