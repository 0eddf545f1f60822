"""See what is masked, with a reason; name people for a case; mark it as specially protected; the weekly list."""

from __future__ import annotations

from aiohttp import web

from handoff.errors import Invalid
from handoff.insights.people import person
from handoff.insights.sight import case_for
from handoff.insights.unmaskings import opened_in_week
from handoff.insights.views import view_of
from handoff.privacy.naming import end_naming, mark_special, name_person
from handoff.privacy.unmasking import look_over, unmask
from handoff.staff import Agent
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.acting import act, chosen_number
from handoff.web.console.privacy.words import WORDS
from handoff.web.console.show import at_desk, desk_page, done
from handoff.web.keys import AGENT, SERVICES


@act("unmask")
async def open_up(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        openable = (await view_of(tx, request[AGENT], case)).on_reason
        chosen = form.fields.get("class") or list(openable)
        await unmask(tx, case, agent=request[AGENT], classes=chosen, openable=openable, reason=form.get("reason"))
    return done(request, f"/console/cases/{case.number}")


@act("name_people")
async def name_somebody(request: web.Request, form: SentForm) -> web.StreamResponse:
    """Name a colleague for the case, or end it (`end=yes`)."""
    async with request.app[SERVICES].db.transaction() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        by = await tx.get_one(Agent, request[AGENT].id)
        found = await person(tx, chosen_number(form, "person"))
        if found is None:
            raise Invalid("This colleague is not here any more.", code="colleague_gone")
        if form.get("end") == "yes":
            await end_naming(tx, case, person=found, by=by)
        else:
            await name_person(tx, case, person=found, by=by)
    return done(request, f"/console/cases/{case.number}#privacy")


@act("mark_special")
async def mark(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        await mark_special(tx, case, special=form.get("special") == "yes", by=request[AGENT])
    return done(request, f"/console/cases/{case.number}#privacy")


@at_desk("read_unmaskings")
async def show_opened(request: web.Request) -> web.StreamResponse:
    """What was unmasked in a week, by whom and why; the week by its Monday, else this one."""
    services = request.app[SERVICES]
    async with services.db.reading() as tx:
        week = await opened_in_week(tx, request[AGENT], request.query.get("week", ""))
    return desk_page(request, "privacy/unmaskings.html", place="privacy", week=week, **WORDS)


@act("read_unmaskings")
async def looked_over(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        await look_over(tx, id_in(request, "unmasking"), by=request[AGENT])
    week = form.get("week")
    return done(
        request,
        f"/console/privacy/unmaskings?week={week}"
        if week.replace("-", "").isdigit()
        else "/console/privacy/unmaskings",
    )
