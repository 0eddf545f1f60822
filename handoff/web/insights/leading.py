"""The signed policy, and the objectives with what they are now."""

from __future__ import annotations

from datetime import timedelta

from aiohttp import web

from handoff.errors import NotFound
from handoff.governance.aiming import drop_objective, objectives, reached, set_objective
from handoff.governance.models import Objective
from handoff.governance.signing import (
    confirm_read,
    has_read,
    policy_in_force,
    publish_policy,
    readers,
    renew_policy,
    statements,
)
from handoff.insights import registers
from handoff.insights.people import people_by_id
from handoff.insights.snapshots import actual_of
from handoff.staff import Agent
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.show import done
from handoff.web.insights.doors import (
    actor_of,
    contribute,
    day_in,
    insights_page,
    lead,
    looking,
    number_in,
    registered,
    today,
)
from handoff.web.insights.register_acts import colleague, end_of
from handoff.web.keys import AGENT, SERVICES


@registered
async def show_policy(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.reading() as tx:
        statement = await policy_in_force(tx)
        read = await has_read(tx, statement, request[AGENT]) if statement else True
        counts = await readers(tx, statement) if statement else (0, 0)
        versions = await statements(tx)
    overdue = statement is not None and statement.review_due <= request.app[SERVICES].clock.now()
    return insights_page(
        request, "policy.html", tab="policy", statement=statement, read=read, counts=counts, versions=versions,
        overdue=overdue, next_year=today(request) + timedelta(days=365),
    )  # fmt: skip


@lead
async def publish(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        await publish_policy(
            tx, text_en=form.get("text_en"), text_fa=form.get("text_fa"), signed_by=form.get("signed_by"),
            review_due=end_of(request, day_in(form, "review_due")), actor=actor_of(request),
        )  # fmt: skip
    return done(request, "/console/policy")


@lead
async def renew(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        statement = await policy_in_force(tx)
        if statement is None:
            raise NotFound
        due = end_of(request, day_in(form, "review_due"))
        await renew_policy(tx, statement, review_due=due, actor=actor_of(request))
    return done(request, "/console/policy")


@contribute
async def confirm(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        statement = await policy_in_force(tx)
        if statement is None:
            raise NotFound
        await confirm_read(tx, statement, await tx.get_one(Agent, request[AGENT].id))
    return done(request, "/console/policy")


@looking
async def show_objectives(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.reading() as tx:
        rows = []
        for objective in await objectives(tx):
            measure = tx.policy.measures.catalogue[objective.metric]
            actual = await actual_of(tx, objective.metric, objective.start, objective.last)
            rows.append((objective, measure, actual, reached(measure.better, actual, objective.target)))
        people = await people_by_id(tx, {objective.owner_id for objective, *_ in rows})
        staff = await registers.staff(tx)
    return insights_page(request, "objectives.html", tab="objectives", rows=rows, people=people, staff=staff)


@lead
async def aim(request: web.Request, form: SentForm) -> web.StreamResponse:
    measure = request.app[SERVICES].policy.measures.catalogue.get(form.get("metric"))
    scale = 100 if measure and measure.unit == "share" else 1
    async with request.app[SERVICES].db.transaction() as tx:
        await set_objective(
            tx, metric=form.get("metric"), target=number_in(form, "target") / scale, start=day_in(form, "start"),
            last=day_in(form, "last"), owner=await colleague(tx, form, "owner"),
            baseline=number_in(form, "baseline") / scale if form.get("baseline") else None, actor=actor_of(request),
        )  # fmt: skip
    return done(request, "/console/insights/objectives")


@lead
async def drop(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        objective = await tx.get(Objective, id_in(request, "objective"))
        if objective is None:
            raise NotFound
        await drop_objective(tx, objective)
    return done(request, "/console/insights/objectives")
