"""Files of a talk, in from the agent and out to whoever at the desk may see them."""

from __future__ import annotations

from aiohttp import web

from handoff.conversations.attaching import attach, inspect_file, read_file
from handoff.errors import Conflict, Invalid
from handoff.insights.seen_messages import check_readable
from handoff.insights.sight import file_for, talk_for
from handoff.web.access import id_in
from handoff.web.bodies import read_form
from handoff.web.chat.files import file_answer
from handoff.web.console.show import at_desk
from handoff.web.keys import AGENT, LIMITS, SERVICES


@at_desk("speak")
async def add_file(request: web.Request) -> web.Response:
    services, agent = request.app[SERVICES], request[AGENT]
    conversation_id = id_in(request, "conversation")
    request.app[LIMITS].take("upload", f"agent:{agent.id}")
    form = await read_form(request, file_limit=services.settings.files_limit, files=1)
    if not form.files:
        raise Invalid("No file was sent.", code="file_missing")
    kind, content = await inspect_file(form.files[0].content, limit=services.settings.files_limit)
    async with services.db.transaction() as tx:
        conversation = await talk_for(tx, agent, conversation_id)
        if not (conversation.speaker == "agent" and conversation.agent_id == agent.id):
            raise Conflict("This talk is not yours any more.", code="not_yours")
        message = await attach(
            tx, conversation, name=form.files[0].name, kind=kind, content=content, author="agent", agent_id=agent.id,
            client_id=form.get("client_id")[:64] or None, original=form.files[0].content,
        )  # fmt: skip
    return web.json_response({"message": message.id}, status=201)


@at_desk("read_talks")
async def get_file(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.reading() as tx:
        attachment = await file_for(tx, request[AGENT], id_in(request, "file"))
        await check_readable(tx, request[AGENT], attachment)
        name, content = await read_file(tx, attachment)
    return file_answer(name, attachment.type, content)
