"""Sorting a case, and what needs more care: danger, a colleague complained about, support, our own motion."""

from __future__ import annotations

from aiohttp import web

from handoff.cases import Actor, Case
from handoff.cases.care.containing import OFFICER, lift_alarm, take_safety_step
from handoff.cases.care.continuing import conclude_own_motion, continue_without_complainant
from handoff.cases.care.hearing_staff import name_subject, state_own_side, tell_subject
from handoff.cases.care.supporting import end_need, note_need
from handoff.cases.looking_up import case_by_number
from handoff.cases.records import SubjectNotice, SupportNeed
from handoff.cases.triage.merging import merge
from handoff.cases.triage.scoping import refer_elsewhere
from handoff.db import Transaction
from handoff.errors import Invalid, NotFound
from handoff.insights.examinations import notices_for
from handoff.insights.people import person
from handoff.insights.sight import case_for
from handoff.staff import Agent, may_lead
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.acting import act, chosen_number
from handoff.web.console.case_acts import workable
from handoff.web.console.examination.reading_forms import day_to_come
from handoff.web.console.show import at_desk, desk_page, done
from handoff.web.keys import AGENT, SERVICES


@act("decide_scope")
async def refer(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        await refer_elsewhere(
            tx, case, reason=form.get("reason"), words=form.get("words"), referral=form.get("to") or None,
            actor=_leading(request),
        )  # fmt: skip
    return done(request, f"/console/cases/{case.number}")


@act("decide_scope")
async def merge_into(request: web.Request, form: SentForm) -> web.StreamResponse:
    """Into the case with the number that was typed: one that this person may see."""
    agent = request[AGENT]
    async with request.app[SERVICES].db.transaction() as tx:
        case = await case_for(tx, agent, request.match_info["number"])
        found = await case_by_number(tx, form.get("into"))
        if found is None:
            raise Invalid("There is no case with this number that you may see.", code="case_unknown")
        into = await case_for(tx, agent, found.number)
        await merge(
            tx, case, into, same_matter=form.get("same") == "yes", why_same=form.get("why") or None,
            actor=_leading(request),
        )  # fmt: skip
    return done(request, f"/console/cases/{into.number}")


@act("contain")
async def safety_step(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        await take_safety_step(tx, case, code=form.get("step"), words=form.get("words"), actor=_officer(request))
    return done(request, f"/console/cases/{case.number}#care")


@act("contain")
async def lift(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        await lift_alarm(tx, case, reason=form.get("words"), actor=_officer(request))
    return done(request, f"/console/cases/{case.number}#care")


@act("sort")
async def name(request: web.Request, form: SentForm) -> web.StreamResponse:
    """Whoever names their own superior or themselves loses sight of the case with it."""
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        subject = await person(tx, chosen_number(form, "subject"))
        if subject is None:
            raise Invalid("This colleague is not here any more.", code="colleague_gone")
        await name_subject(tx, case, subject, actor=_leading(request))
        theirs = await _still_theirs(tx, request, case)
    return done(request, f"/console/cases/{case.number}#care" if theirs else "/console/cases")


@act("sort")
async def tell(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        later = form.get("later") or None
        await tell_subject(tx, case, summary=form.get("words"), later_because=later, actor=_leading(request))
    return done(request, f"/console/cases/{case.number}#care")


@act("sort")
async def add_need(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        await note_need(
            tx, case, driver=form.get("driver"), words=form.get("words"), consent=form.get("consent"),
            review_at=day_to_come(form, "review", request.app[SERVICES].policy), actor=_leading(request),
        )  # fmt: skip
    return done(request, f"/console/cases/{case.number}#care")


@act("sort")
async def need_over(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        need = await tx.get(SupportNeed, id_in(request, "need"))
        if need is None or need.case_id != case.id:
            raise NotFound
        await end_need(tx, case, need, actor=_leading(request))
    return done(request, f"/console/cases/{case.number}#care")


@act("go_on")
async def go_on(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        await continue_without_complainant(tx, case, why=form.get("words"), actor=_leading(request))
    return done(request, f"/console/cases/{case.number}")


@act("go_on")
async def conclude(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        await conclude_own_motion(tx, case, why_no_action=form.get("words") or None, actor=_leading(request))
    return done(request, f"/console/cases/{case.number}")


@at_desk("state_own_side")
async def statements(request: web.Request) -> web.Response:
    """What is said about oneself, and the place to answer it. Nothing else of any case stands here."""
    async with request.app[SERVICES].db.reading() as tx:
        notices = await notices_for(tx, request[AGENT])
    return desk_page(request, "examination/statements.html", notices=notices)


@act("state_own_side")
async def state(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        notice = await tx.get(SubjectNotice, id_in(request, "notice"))
        if notice is None or notice.agent_id != request[AGENT].id:
            raise NotFound
        agent = await tx.get_one(Agent, request[AGENT].id)
        await state_own_side(tx, notice, agent, words=form.get("words"), companion=form.get("companion") or None)
    return done(request, "/console/statements")


def _leading(request: web.Request) -> Actor:
    agent = request[AGENT]
    return Actor.agent(agent.id, "supervisor" if may_lead(agent.roles) else "agent")


def _officer(request: web.Request) -> Actor:
    agent = request[AGENT]
    return Actor.agent(agent.id, OFFICER) if OFFICER in agent.roles else _leading(request)


async def _still_theirs(tx: Transaction, request: web.Request, case: Case) -> bool:
    try:
        await case_for(tx, request[AGENT], case.number)
    except NotFound:
        return False
    return True
