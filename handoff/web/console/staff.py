"""Who works at the desk: what they have learnt, taking somebody off it, letting them return, ending a lost second factor."""

from __future__ import annotations

from aiohttp import web

from handoff.assignment.leaving import deactivate, reactivate
from handoff.db import Transaction
from handoff.errors import Invalid, NotFound
from handoff.i18n import format_date_short, parse_date, translate
from handoff.insights.people import whole_staff
from handoff.staff import Agent
from handoff.staff.learning import TrainingRecord, newest, record_training, take_back_training, today, trainings_of
from handoff.staff.second_factor import end_factor
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.acting import act
from handoff.web.console.show import at_desk, desk_page, done
from handoff.web.keys import AGENT, SERVICES


@at_desk("manage_staff")
async def show(request: web.Request) -> web.StreamResponse:
    async with request.app[SERVICES].db.reading() as tx:
        people = await whole_staff(tx)
        learnt = {agent_id: newest(rows) for agent_id, rows in (await trainings_of(tx)).items()}
        day, now = today(tx), tx.clock.now()
    language, gone = request[AGENT].language, request.query.get("gone", "")
    said = translate(language, "Their talks and cases have gone to others.") if gone else None
    return desk_page(
        request, "staff.html", place="staff", people=people, said=said, learnt=learnt, today=day,
        example_date=format_date_short(now, language),
    )  # fmt: skip


@act("manage_staff")
async def let_go(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        await deactivate(tx, await _person(tx, request), by=await tx.get_one(Agent, request[AGENT].id))
    return done(request, "/console/staff?gone=1")


@act("manage_staff")
async def take_back(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        await reactivate(tx, await _person(tx, request), by=request[AGENT])
    return done(request, "/console/staff")


@act("manage_staff")
async def end_their_factor(request: web.Request, _form: SentForm) -> web.StreamResponse:
    """For somebody whose telephone and paper are lost; they have shown in person who they are."""
    async with request.app[SERVICES].db.transaction() as tx:
        await end_factor(tx, await _person(tx, request), actor=f"agent:{request[AGENT].id}")
    return done(request, "/console/staff")


@act("manage_staff")
async def note_training(request: web.Request, form: SentForm) -> web.StreamResponse:
    day = parse_date(form.get("passed_on")) if form.get("passed_on") else None
    if day is None:
        raise Invalid("Please write the day as a date.", code="day_missing")
    async with request.app[SERVICES].db.transaction() as tx:
        person = await _person(tx, request)
        await record_training(tx, person, module=form.get("module"), passed_on=day, by=request[AGENT])
    return done(request, "/console/staff")


@act("manage_staff")
async def withdraw_training(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        row = await tx.get(TrainingRecord, id_in(request, "training"))
        if row is None:
            raise NotFound
        await take_back_training(tx, row, by=request[AGENT])
    return done(request, "/console/staff")


async def _person(tx: Transaction, request: web.Request) -> Agent:
    found = await tx.get(Agent, id_in(request, "person"))
    if found is None:
        raise NotFound
    return found
