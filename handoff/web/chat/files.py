"""Files of the talk: in from the customer, and out to them again."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from handoff.conversations.attaching import attach, inspect_file, read_file
from handoff.errors import Invalid
from handoff.web.access import conversation_of_customer, file_of_customer, id_in
from handoff.web.bodies import read_form
from handoff.web.identity import customer
from handoff.web.keys import CUSTOMER, LIMITS, SERVICES

SANDBOX = "default-src 'none'; sandbox"


@customer
async def add_file(request: web.Request) -> web.Response:
    services, person = request.app[SERVICES], request[CUSTOMER]
    conversation_id = id_in(request, "conversation")
    async with services.db.reading() as tx:
        await conversation_of_customer(tx, person.id, conversation_id)
    request.app[LIMITS].take("upload", str(conversation_id))
    form = await read_form(request, file_limit=services.settings.files_limit, files=1)
    if not form.files:
        raise Invalid("No file was sent.", code="file_missing")
    client_id = form.get("client_id")[:64] or None
    kind, content = await inspect_file(form.files[0].content, limit=services.settings.files_limit)
    async with services.db.transaction() as tx:
        conversation = await conversation_of_customer(tx, person.id, conversation_id)
        message = await attach(
            tx,
            conversation,
            name=form.files[0].name,
            kind=kind,
            content=content,
            author="customer",
            client_id=client_id,
            original=form.files[0].content,
        )
    return web.json_response({"message": message.id}, status=201)


@customer
async def get_file(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.reading() as tx:
        attachment = await file_of_customer(tx, request[CUSTOMER].id, id_in(request, "file"))
        name, content = await read_file(tx, attachment)
    return file_answer(name, attachment.type, content)


def file_answer(name: str, content_type: str, content: bytes) -> web.Response:
    """A stored file. Pictures may be shown, anything else is saved; nothing in it may run."""
    shown = "inline" if content_type.startswith("image/") else "attachment"
    return web.Response(
        body=content,
        content_type=content_type,
        headers={
            "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(name, safe='')}",
            "Content-Security-Policy": SANDBOX,
            "Cache-Control": "private, max-age=3600, immutable",
        },
    )
