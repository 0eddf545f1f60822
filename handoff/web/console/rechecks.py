"""Closed cases that chance chose to be read again, and whether groups of complainants are treated alike."""

from __future__ import annotations

from aiohttp import web

from handoff.errors import Invalid, NotFound
from handoff.insights.fairness import compare_groups
from handoff.insights.sight import case_for
from handoff.rechecks.looking import look_again, waiting_for
from handoff.rechecks.models import Recheck
from handoff.staff import Agent
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.acting import act
from handoff.web.console.show import at_desk, desk_page, done
from handoff.web.keys import AGENT, SERVICES


@at_desk("recheck")
async def show(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.reading() as tx:
        waiting = await waiting_for(tx, request[AGENT])
        compared = await compare_groups(tx, request[AGENT])
    profile = request.app[SERVICES].policy.organisation.profile
    return desk_page(request, "rechecks.html", place="board", waiting=waiting, compared=compared, profile=profile)


@act("recheck")
async def judge(request: web.Request, form: SentForm) -> web.StreamResponse:
    """Only a case that this person may see, and of those only one that they did not work on."""
    if form.get("fair") not in ("yes", "no"):
        raise Invalid("Please choose one of what is offered.", code="choice_missing")
    async with request.app[SERVICES].db.transaction() as tx:
        agent = await tx.get_one(Agent, request[AGENT].id)
        recheck = await tx.get(Recheck, id_in(request, "recheck"))
        case = await case_for(tx, agent, request.match_info["number"])
        if recheck is None or recheck.case_id != case.id:
            raise NotFound("There is nothing at this address.")
        await look_again(tx, recheck, agent=agent, fair=form.get("fair") == "yes", words=form.get("words"))
    return done(request, "/console/rechecks")
