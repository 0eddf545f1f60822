"""Talks held out to this person, to accept or decline before the time is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from handoff.assignment.models import Offer
from handoff.assignment.offering import accept, decline
from handoff.db import Transaction
from handoff.errors import NotFound
from handoff.insights.open_offers import open_offers
from handoff.insights.talks import TalkLine
from handoff.staff import Agent
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.acting import act
from handoff.web.console.show import done
from handoff.web.keys import AGENT, SERVICES


@dataclass(frozen=True)
class Held:
    id: int
    expires_at: datetime
    line: TalkLine


async def offers_for(tx: Transaction, agent: Agent) -> dict[str, Any]:
    """What offers.html shows."""
    return {"offers": [Held(offer.id, offer.expires_at, line) for offer, line in await open_offers(tx, agent)]}


@act("speak")
async def take_offer(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        offer = await _offer(tx, request)
        conversation = await accept(tx, offer, agent=await tx.get_one(Agent, request[AGENT].id))
    return done(request, f"/console/conversations/{conversation.id}")


@act("speak")
async def let_pass(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        await decline(tx, await _offer(tx, request), agent=request[AGENT])
    return done(request, "/console/")


async def _offer(tx: Transaction, request: web.Request) -> Offer:
    offer = await tx.get(Offer, id_in(request, "offer"))
    if offer is None or offer.agent_id != request[AGENT].id:
        raise NotFound
    return offer
