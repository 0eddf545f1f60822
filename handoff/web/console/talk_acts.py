"""Take a talk, give it back, pass it on, end it, and write in it without script."""

from __future__ import annotations

from aiohttp import web

from handoff.assignment.offering import take_waiting
from handoff.conversations import Conversation, close_conversation, hand_back, post_message, transfer
from handoff.db import Transaction
from handoff.errors import Conflict, Invalid, NotAllowed
from handoff.insights.people import person
from handoff.insights.sight import talk_for
from handoff.staff import Agent, may_lead
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.acting import act, chosen_number
from handoff.web.console.show import done
from handoff.web.keys import AGENT, SERVICES


@act("speak")
async def take_talk(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        await take_waiting(tx, await _open(tx, request), agent=await tx.get_one(Agent, request[AGENT].id))
    return done(request, _here(request))


@act("speak")
async def give_back(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        await hand_back(tx, await _open(tx, request), agent=request[AGENT])
    return done(request, "/console/")


@act("speak")
async def pass_on(request: web.Request, form: SentForm) -> web.StreamResponse:
    """To a colleague, or into the queue when nobody is named."""
    async with request.app[SERVICES].db.transaction() as tx:
        conversation = await _open(tx, request)
        to = None
        if form.get("to"):
            to = await person(tx, chosen_number(form, "to"))
            if to is None:
                raise Invalid("This colleague is not here any more.", code="colleague_gone")
        await transfer(tx, conversation, agent=request[AGENT], to=to)
    return done(request, "/console/")


@act("speak")
async def end_talk(request: web.Request, _form: SentForm) -> web.StreamResponse:
    agent = request[AGENT]
    async with request.app[SERVICES].db.transaction() as tx:
        conversation = await _open(tx, request)
        if conversation.agent_id != agent.id and not may_lead(agent.roles):
            raise NotAllowed("Only whoever speaks in a talk may end it.")
        await close_conversation(tx, conversation, actor=f"agent:{agent.id}")
    return done(request, "/console/")


@act("speak")
async def write(request: web.Request, form: SentForm) -> web.StreamResponse:
    kind = "note" if form.get("kind") == "note" else "text"
    async with request.app[SERVICES].db.transaction() as tx:
        conversation = await _open(tx, request)
        await say(tx, conversation, request[AGENT], kind=kind, body=form.get("body"), client_id=None)
    return done(request, _here(request))


async def say(
    tx: Transaction, conversation: Conversation, agent: Agent, *, kind: str, body: str, client_id: str | None
) -> None:
    """A reply to the customer, which only the one who speaks may write, or a note among colleagues.

    Raises `Conflict` (code not_yours) when somebody else speaks now, `NotAllowed` for who may not.
    """
    if not tx.policy.permissions.allows(agent.roles, "note" if kind == "note" else "speak"):
        raise NotAllowed
    if kind == "text" and not (conversation.speaker == "agent" and conversation.agent_id == agent.id):
        raise Conflict("This talk is not yours any more.", code="not_yours")
    await post_message(tx, conversation, author="agent", kind=kind, body=body, agent_id=agent.id, client_id=client_id)


async def _open(tx: Transaction, request: web.Request) -> Conversation:
    return await talk_for(tx, request[AGENT], id_in(request, "conversation"))


def _here(request: web.Request) -> str:
    return f"/console/conversations/{id_in(request, 'conversation')}"
