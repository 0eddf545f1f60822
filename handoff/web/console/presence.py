"""Here, away, or gone: a choice of the person, kept alive by the open desk."""

from __future__ import annotations

from aiohttp import web

from handoff.app import Services
from handoff.assignment.presence import beat, choose_presence
from handoff.errors import Invalid
from handoff.staff import Agent
from handoff.staff.signing_in import keep_alive
from handoff.web.bodies import SentForm
from handoff.web.console.acting import act
from handoff.web.console.show import done
from handoff.web.console.signing_in import OURS
from handoff.web.keys import AGENT, SERVICES


async def seen(services: Services, agent: Agent, token: str) -> None:
    """A sign of life of an open desk: the person is there, and their session goes on."""
    async with services.db.transaction() as tx:
        await beat(tx, await tx.get_one(Agent, agent.id))
        await keep_alive(tx, token)


@act("enter_desk")
async def choose(request: web.Request, form: SentForm) -> web.StreamResponse:
    if form.get("presence") not in ("online", "away"):
        raise Invalid("Please choose one of what is offered.", code="choice_missing")
    async with request.app[SERVICES].db.transaction() as tx:
        await choose_presence(tx, await tx.get_one(Agent, request[AGENT].id), form.get("presence"))
    back = form.get("next")
    return done(request, back if OURS.fullmatch(back) else "/console/")
