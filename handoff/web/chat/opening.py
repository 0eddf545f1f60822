"""Open the talk, or find the one that is going on; and the widget's texts."""

from __future__ import annotations

from typing import Literal

from aiohttp import web
from pydantic import BaseModel

from handoff.conversations import Conversation, open_conversation
from handoff.conversations.opening import current_conversation
from handoff.customers import Customer, welcome
from handoff.db import Transaction
from handoff.i18n import known
from handoff.web.addresses import address_of
from handoff.web.bodies import read_json
from handoff.web.chat.texts import widget_texts
from handoff.web.identity import maybe_customer, public, remember_customer
from handoff.web.keys import LIMITS, SERVICES


class Wanted(BaseModel):
    language: Literal["en", "fa"] = "en"
    framed: bool = False  # in our frame on another site's page


@public
async def open_talk(request: web.Request) -> web.Response:
    """The customer's open talk, begun now if there is none. A new customer gets their cookie; in a frame also the token
    itself, for browsers that keep no cookie there."""
    wanted = await read_json(request, Wanted)
    person = await maybe_customer(request)
    token = None
    if person is None and (address := address_of(request)) is not None:
        request.app[LIMITS].take("open_talk", address)
    async with request.app[SERVICES].db.transaction() as tx:
        if person is None:
            person, token = await welcome(tx, language=wanted.language)
        conversation = await _going_on(tx, person) or await open_conversation(tx, person, language=wanted.language)
    body: dict[str, object] = {"conversation": conversation.id, "last": 0}
    if token is not None and wanted.framed:
        body["token"] = token
    response = web.json_response(body, status=201)
    response.headers["Cache-Control"] = "no-store"
    if token is not None:
        remember_customer(request, response, token, framed=wanted.framed)
    return response


@public
async def current_talk(request: web.Request) -> web.Response:
    """The customer's latest talk, ended or not; null when this browser has none."""
    person = await maybe_customer(request)
    conversation = None
    if person is not None:
        async with request.app[SERVICES].db.reading() as tx:
            conversation = await current_conversation(tx, person)
    body = {"conversation": conversation.id if conversation else None}
    return web.json_response(body, headers={"Cache-Control": "no-store"})


@public
async def texts(request: web.Request) -> web.Response:
    language = known(request.query.get("language"))
    return web.json_response(widget_texts(language), headers={"Cache-Control": "max-age=300"})


@public
async def preflight(_request: web.Request) -> web.Response:
    """What a browser asks before another site's page may speak to us; the answer stands in the headers."""
    return web.Response(status=204)


async def _going_on(tx: Transaction, person: Customer) -> Conversation | None:
    found = await current_conversation(tx, person)
    return found if found and found.closed_at is None else None
