"""The page behind the link to an unfinished complaint: go on in the talk or in the form, delete it, or refuse such letters.

Looking at it changes nothing: mail programs open links by themselves. Only pressing does.
"""

from __future__ import annotations

from aiohttp import web

from handoff.cases.drafting import read_draft
from handoff.cases.models import Draft
from handoff.cases.resuming import draft_behind, refuse_reminders, take_up
from handoff.conversations import Conversation
from handoff.conversations.opening import current_conversation
from handoff.customers import Customer, come_back
from handoff.db import Transaction
from handoff.errors import Invalid, NotFound
from handoff.follow_ups.draft_prompts import deleted_at
from handoff.i18n import mark, translate
from handoff.privacy.keeping import forget_dropped
from handoff.web.addresses import address_of
from handoff.web.bodies import read_form
from handoff.web.identity import maybe_customer, public, remember_customer
from handoff.web.intake.complain import show_form
from handoff.web.intake.draft_form import form_of
from handoff.web.keys import LIMITS, SERVICES
from handoff.web.rendering import page

DELETED = mark("It is deleted, and nothing was registered.")
REFUSED = mark("It is deleted, and we do not write to this address about unfinished complaints any more.")


@public
async def show(request: web.Request) -> web.Response:
    _count(request)
    try:
        async with request.app[SERVICES].db.reading() as tx:
            talk = await tx.get_one(Conversation, await draft_behind(tx, _token(request)))
            draft = await tx.get_one(Draft, talk.id)
            language = request.query.get("lang") or talk.language
            facts = {
                "story": (await read_draft(tx, talk.id)).get("narrative", ""),
                "deleted_at": deleted_at(tx, draft, talk),
                "in_talk": await _can_talk(tx, talk),
            }
    except NotFound:
        return _over(request)
    return page(request, "intake/unfinished.html", language=language, token=_token(request), **facts)


@public
async def send(request: web.Request) -> web.Response:
    _count(request)
    act = (await read_form(request)).get("act")
    if act not in ACTS:
        raise Invalid("Please choose what to do.", code="act_unknown")
    try:
        return await ACTS[act](request)
    except NotFound:
        return _over(request)


async def _go_on_in_talk(request: web.Request) -> web.Response:
    known = await maybe_customer(request)
    async with request.app[SERVICES].db.transaction() as tx:
        talk = await tx.get_one(Conversation, await take_up(tx, _token(request), how="chat"))
        same = known is not None and known.id == talk.customer_id
        cookie = None if same else await come_back(tx, await tx.get_one(Customer, talk.customer_id))
    response = web.Response(status=303, headers={"Location": f"/?lang={talk.language}"})
    if cookie is not None:
        remember_customer(request, response, cookie)
    return response


async def _go_on_in_form(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.transaction() as tx:
        talk = await tx.get_one(Conversation, await take_up(tx, _token(request), how="form"))
        filled, language = form_of(await read_draft(tx, talk.id)), request.query.get("lang") or talk.language
    return show_form(request, filled, {}, _token(request), language=language)


async def _delete(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.transaction() as tx:
        talk = await tx.get_one(Conversation, await draft_behind(tx, _token(request)))
        await forget_dropped(tx, talk.id)
    return _done(request, talk, DELETED)


async def _refuse(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.transaction() as tx:
        talk = await tx.get_one(Conversation, await draft_behind(tx, _token(request)))
        await refuse_reminders(tx, _token(request))
        await forget_dropped(tx, talk.id)
    return _done(request, talk, REFUSED)


ACTS = {"talk": _go_on_in_talk, "form": _go_on_in_form, "delete": _delete, "refuse": _refuse}


async def _can_talk(tx: Transaction, talk: Conversation) -> bool:
    """Only their latest talk opens in the chat again."""
    latest = await current_conversation(tx, await tx.get_one(Customer, talk.customer_id))
    return latest is not None and latest.id == talk.id


def _token(request: web.Request) -> str:
    return request.match_info["token"]


def _done(request: web.Request, talk: Conversation, said: str) -> web.Response:
    language = request.query.get("lang") or talk.language
    return page(request, "intake/unfinished_done.html", language=language, said=translate(language, said))


def _over(request: web.Request) -> web.Response:
    return page(request, "intake/unfinished_over.html", status=404)


def _count(request: web.Request) -> None:
    if (address := address_of(request)) is not None:
        request.app[LIMITS].take("survey", address)
