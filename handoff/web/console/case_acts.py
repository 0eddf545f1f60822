"""Everything the case page can do except answering. Each act is the domain's own; here its form is read."""

from __future__ import annotations

from aiohttp import web

from handoff.cases import Actor, Case, Issue, RemedyItem
from handoff.cases.accepting import accept, reject
from handoff.cases.adding import add_information
from handoff.cases.assessing import Further, add_issue, assess, confirm_topic
from handoff.cases.examination.planning import open_investigation
from handoff.cases.noting import note as keep_note
from handoff.cases.owning import own
from handoff.cases.remedying import carry_out, confirm_done, report_not_done
from handoff.cases.reopening import reopen, reopen_archived
from handoff.cases.triage.promising import mark_promise
from handoff.db import Transaction
from handoff.errors import Invalid, NotAllowed, NotFound
from handoff.insights.people import person
from handoff.insights.sight import case_for
from handoff.staff import Agent, may_lead
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.acting import act, chosen_number
from handoff.web.console.next_step import may_work
from handoff.web.console.show import done
from handoff.web.keys import AGENT, SERVICES


@act("take_charge")
async def own_case(request: web.Request, form: SentForm) -> web.StreamResponse:
    """Take charge oneself; who leads may give the case to somebody else."""
    agent = request[AGENT]
    async with request.app[SERVICES].db.transaction() as tx:
        case = await case_for(tx, agent, request.match_info["number"])
        to = agent
        if form.get("owner") and chosen_number(form, "owner") != agent.id:
            to = await _colleague(tx, agent, chosen_number(form, "owner"))
        elif case.owner_id not in (None, agent.id) and not may_lead(agent.roles):
            raise NotAllowed("Somebody answers for this case already.")
        await own(tx, case, await tx.get_one(Agent, to.id), actor=Actor.agent(agent.id))
    return done(request, f"/console/cases/{case.number}")


@act("sort")
async def settle_topic(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        issue = await tx.get(Issue, id_in(request, "issue"))
        if issue is None or issue.case_id != case.id:
            raise NotFound
        await confirm_topic(tx, case, issue, topic=form.get("topic"), actor=Actor.agent(request[AGENT].id))
    return done(request, f"/console/cases/{case.number}#issues")


@act("sort")
async def note_promise(request: web.Request, form: SentForm) -> web.StreamResponse:
    """Which of our promises a point broke; nothing chosen: none."""
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        issue = await tx.get(Issue, id_in(request, "issue"))
        if issue is None or issue.case_id != case.id:
            raise NotFound
        promise = form.get("promise") or None
        await mark_promise(tx, case, issue, promise=promise, actor=Actor.agent(request[AGENT].id))
    return done(request, f"/console/cases/{case.number}#issues")


@act("sort")
async def list_issue(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        await add_issue(tx, case, topic=form.get("topic"), actor=Actor.agent(request[AGENT].id))
    return done(request, f"/console/cases/{case.number}#issues")


@act("assess")
async def judge(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        await assess(
            tx, case, severity=chosen_number(form, "severity"), impact=chosen_number(form, "impact"),
            urgency=chosen_number(form, "urgency"), complexity=form.get("complexity") or "simple",
            reason=form.get("reason") or None, actor=_leading(request[AGENT]), further=_further(form),
        )  # fmt: skip
    return done(request, f"/console/cases/{case.number}#answer")


@act("investigate")
async def investigate(request: web.Request, form: SentForm) -> web.StreamResponse:
    """Whoever opens an investigation says with the same form that they have no stake in it."""
    if form.get("no_stake") != "yes":
        raise Invalid("Please say that you have no stake in this case.", code="stake_undeclared")
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        await open_investigation(tx, case, actor=Actor.agent(request[AGENT].id))
    return done(request, f"/console/cases/{case.number}#answer")


@act("record_reply")
async def write_down_reply(request: web.Request, form: SentForm) -> web.StreamResponse:
    """What the complainant said to the answer, told to a person."""
    how, words = form.get("how") or "phone", form.get("words") or None
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        actor = Actor.agent(request[AGENT].id)
        if form.get("value") == "accepted":
            await accept(tx, case, how=how, actor=actor, words=words)
        elif form.get("value") == "rejected":
            await reject(tx, case, how=how, actor=actor, words=words, new=words if form.get("new") else None)
        else:
            raise Invalid("Please choose whether they are content.", code="choice_missing")
    return done(request, f"/console/cases/{case.number}")


@act("carry_out")
async def finish_remedy(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        item = await tx.get(RemedyItem, id_in(request, "item"))
        if item is None or item.case_id != case.id:
            raise NotFound
        await carry_out(tx, case, item, proof=form.get("proof"), actor=Actor.agent(request[AGENT].id))
    return done(request, f"/console/cases/{case.number}#remedies")


@act("record_reply")
async def confirm(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        await confirm_done(tx, case, actor=Actor.agent(request[AGENT].id))
    return done(request, f"/console/cases/{case.number}")


@act("record_reply")
async def note_not_done(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        await report_not_done(tx, case, missing=form.get("missing"), actor=Actor.agent(request[AGENT].id))
    return done(request, f"/console/cases/{case.number}#remedies")


@act("reopen")
async def open_again(request: web.Request, form: SentForm) -> web.StreamResponse:
    agent = request[AGENT]
    if not may_lead(agent.roles):
        raise NotAllowed("Only a supervisor may open a closed case again.")
    async with request.app[SERVICES].db.transaction() as tx:
        case = await case_for(tx, agent, request.match_info["number"])
        again = reopen_archived if case.state == "archived" else reopen
        await again(tx, case, reason=form.get("reason"), actor=Actor.agent(agent.id, "supervisor"))
    return done(request, f"/console/cases/{case.number}")


@act("record_reply")
async def add_told(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        await add_information(tx, case, text=form.get("text"), actor=Actor.agent(request[AGENT].id))
    return done(request, f"/console/cases/{case.number}#story")


@act("note")
async def note(request: web.Request, form: SentForm) -> web.StreamResponse:
    """Whoever may see the case may write a note on it."""
    async with request.app[SERVICES].db.transaction() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        await keep_note(tx, case, text=form.get("body"), agent=request[AGENT])
    return done(request, f"/console/cases/{case.number}#notes")


def _further(form: SentForm) -> Further:
    said = {
        name: form.get(name) == "yes"
        for name in ("safety", "immediate_needed", "immediate_possible", "compensation_likely", "recurrent")
    }
    return Further(**said, immediate_action=form.get("immediate_action") or None)


def _leading(agent: Agent) -> Actor:
    """Somebody with the most that their roles allow: who leads may lower a severity."""
    return Actor.agent(agent.id, "supervisor" if may_lead(agent.roles) else "agent")


async def workable(tx: Transaction, request: web.Request) -> Case:
    """The case in the address, for whoever answers for it or leads. Raises `NotFound` or `NotAllowed`."""
    case = await case_for(tx, request[AGENT], request.match_info["number"])
    if not may_work(request[AGENT], case):
        raise NotAllowed("Only whoever answers for this case may do this. Take charge of it first.")
    return case


async def _colleague(tx: Transaction, agent: Agent, agent_id: int) -> Agent:
    if not may_lead(agent.roles):
        raise NotAllowed("Only a supervisor may give a case to somebody else.")
    found = await person(tx, agent_id)
    if found is None:
        raise Invalid("This colleague is not here any more.", code="colleague_gone")
    return found
