"""The second look at the desk: name somebody who is new to the case, and decide afresh."""

from __future__ import annotations

from aiohttp import web

from handoff.cases import Actor
from handoff.cases.looking_up import issues_of
from handoff.cases.requesting_review import open_review
from handoff.cases.reviewing import begin_review, decide_review, replace_reviewer
from handoff.errors import Invalid, NotAllowed
from handoff.insights.people import person
from handoff.insights.sight import case_for
from handoff.staff import Agent, may_lead
from handoff.web.bodies import SentForm
from handoff.web.console.acting import act, chosen_number
from handoff.web.console.answer_form import Incomplete, read_answer
from handoff.web.console.show import done, words_for
from handoff.web.keys import AGENT, SERVICES


@act("lead_on")
async def name_reviewer(request: web.Request, form: SentForm) -> web.StreamResponse:
    """By whoever leads; the domain refuses everybody who had to do with the case."""
    if not may_lead(request[AGENT].roles):
        raise NotAllowed("Only a supervisor may do this.")
    async with request.app[SERVICES].db.transaction() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        reviewer = await person(tx, chosen_number(form, "reviewer"))
        if reviewer is None:
            raise Invalid("This colleague is not here any more.", code="colleague_gone")
        reviewer = await tx.get_one(Agent, reviewer.id)
        review = await open_review(tx, case)
        if case.state == "internal_review" or review is None:
            await replace_reviewer(tx, case, reviewer, actor=Actor.agent(request[AGENT].id))
        else:
            await begin_review(tx, case, review, reviewer)
    return done(request, f"/console/cases/{case.number}")


@act("decide_review")
async def send_review(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        written = read_answer(form, await issues_of(tx, case), words_for(request), causes=False)
        if written.lacks:
            raise Incomplete(list(written.lacks))
        await decide_review(
            tx,
            case,
            findings=written.findings,
            text=written.letter,
            changes=form.get("changes"),
            remedies=written.remedies,
            actor=Actor.agent(request[AGENT].id, "reviewer"),
        )
    return done(request, f"/console/cases/{case.number}")
