"""A talk, as the assistant's actions see it: its draft, its language, and the way to a person."""

from __future__ import annotations

from typing import Any

from aiohttp import web
from pydantic import BaseModel

from handoff.assignment.queueing import standing
from handoff.cases.drafting import keep_draft, read_draft
from handoff.conversations import Conversation, ask_for_person, post_message
from handoff.conversations.opening import change_language
from handoff.db import Transaction
from handoff.errors import NotFound
from handoff.web.access import id_in
from handoff.web.api import shapes
from handoff.web.api.operations import operation
from handoff.web.keys import SERVICES


@operation("Read what was told so far", answers=shapes.Draft)
async def read_conversation_draft(request: web.Request, body: None) -> tuple[int, BaseModel]:
    """Empty when nothing was told, or when it has become a case."""
    async with request.app[SERVICES].db.reading() as tx:
        conversation = await conversation_called(tx, id_in(request, "conversation"))
        return 200, shapes.Draft(answers=await read_draft(tx, conversation.id))


@operation("Keep what was told so far", takes=shapes.KeepDraft, answers=shapes.Draft)
async def keep_conversation_draft(request: web.Request, body: shapes.KeepDraft) -> tuple[int, BaseModel]:
    """Merged answer by answer; `null` takes one away. Nothing that was told is lost, whatever happens next."""
    answers: dict[str, Any] = body.answers.model_dump(mode="json", exclude_unset=True)
    async with request.app[SERVICES].db.transaction() as tx:
        conversation = await conversation_called(tx, id_in(request, "conversation"))
        return 200, shapes.Draft(answers=await keep_draft(tx, conversation.id, answers))


@operation("Say a line at once", takes=shapes.SayNow, answers=shapes.SaidNow)
async def create_line(request: web.Request, body: shapes.SayNow) -> tuple[int, BaseModel]:
    """For what cannot wait until the turn ends, such as the emergency number: the customer reads it before anything that the
    turn goes on to do. The same key twice is the same line. 409 while a person speaks."""
    async with request.app[SERVICES].db.transaction() as tx:
        conversation = await conversation_called(tx, id_in(request, "conversation"))
        message = await post_message(tx, conversation, author="assistant", body=body.text, client_id=f"now:{body.key}")
        return 201, shapes.SaidNow(number=message.number)


@operation("Ask for a person", takes=shapes.AskForPerson, answers=shapes.Handover)
async def create_handover(request: web.Request, body: shapes.AskForPerson) -> tuple[int, BaseModel]:
    """201 the first time, 200 when the talk waits or a person speaks already. The service tells the customer itself."""
    async with request.app[SERVICES].db.transaction() as tx:
        conversation = await conversation_called(tx, id_in(request, "conversation"))
        new = await ask_for_person(tx, conversation, reason=body.reason, actor="assistant")
        await tx.refresh(conversation)
        place = await standing(tx, conversation)
        return (201 if new else 200), shapes.Handover(
            speaker=conversation.speaker,
            place=place.place,
            wait_minutes=place.wait_minutes,
            within_hours=place.within_hours,
            text=place.text,
        )


@operation("Go on in another language", takes=shapes.ChangeLanguage, answers=shapes.Language)
async def put_language(request: web.Request, body: shapes.ChangeLanguage) -> tuple[int, BaseModel]:
    """The talk's language, from now on."""
    async with request.app[SERVICES].db.transaction() as tx:
        conversation = await conversation_called(tx, id_in(request, "conversation"))
        await change_language(tx, conversation, language=body.language, actor="assistant")
        return 200, shapes.Language(language=conversation.language)


async def conversation_called(tx: Transaction, conversation_id: int) -> Conversation:
    """The talk with this id. Raises `NotFound`."""
    conversation = await tx.get(Conversation, conversation_id)
    if conversation is None:
        raise NotFound(code="conversation_not_found")
    return conversation
