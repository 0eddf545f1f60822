"""Audits: planned, drawn, looked at, reported."""

from __future__ import annotations

from aiohttp import web

from handoff.db import Transaction
from handoff.errors import NotFound
from handoff.governance.auditing import (
    GRADES,
    HEADINGS,
    draw_sample,
    look_at,
    plan_audit,
    record_finding,
    report_audit,
)
from handoff.governance.models import Audit, AuditCase
from handoff.insights import registers
from handoff.insights.people import people_by_id
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.show import done
from handoff.web.insights.doors import actor_of, audit, day_in, insights_page, lead, looking, number_in
from handoff.web.insights.register_acts import colleague
from handoff.web.keys import AGENT, SERVICES


@looking
async def show(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.reading() as tx:
        rows, staff = await registers.audits(tx), await registers.staff(tx)
        people = await people_by_id(tx, {row.auditor_id for row in rows})
    return insights_page(request, "audits.html", tab="audits", rows=rows, people=people, staff=staff)


@looking
async def show_one(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.reading() as tx:
        file = await registers.audit_file(tx, await _audit(tx, request))
        ids = {row.auditor_id for row, _ in file.sample} | {file.audit.auditor_id}
        people = await people_by_id(tx, ids)
    agent, permissions = request[AGENT], request.app[SERVICES].policy.permissions
    return insights_page(
        request, "audit.html", tab="audits", file=file, people=people, grades=GRADES, headings=HEADINGS,
        mine=agent.id in ids, may_audit=permissions.allows(agent.roles, "audit"),
    )  # fmt: skip


@lead
async def plan(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        planned = await plan_audit(
            tx, title=form.get("title"), clauses=form.get("clauses").split(),
            auditor=await colleague(tx, form, "auditor"),
            deputy=await colleague(tx, form, "deputy") if form.get("deputy") else None,
            planned_for=day_in(form, "planned_for"), start=day_in(form, "start"), last=day_in(form, "last"),
            sample_size=round(number_in(form, "size")),
        )  # fmt: skip
    return done(request, f"/console/insights/audits/{planned.id}")


@audit
async def draw(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        row = await _audit(tx, request)
        await draw_sample(tx, row, actor=actor_of(request))
    return done(request, f"/console/insights/audits/{row.id}")


@audit
async def look(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        row = await _audit(tx, request)
        sampled = await tx.get(AuditCase, id_in(request, "sampled"))
        if sampled is None or sampled.audit_id != row.id:
            raise NotFound
        await look_at(tx, sampled, agreed=form.get("agreed") == "yes", actor=actor_of(request))
    return done(request, f"/console/insights/audits/{row.id}#sample")


@audit
async def find(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        row = await _audit(tx, request)
        await record_finding(
            tx, row, grade=form.get("grade"), clause=form.get("clause"), words=form.get("words"),
            actor=actor_of(request),
        )  # fmt: skip
    return done(request, f"/console/insights/audits/{row.id}#findings")


@audit
async def report(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        row = await _audit(tx, request)
        await report_audit(tx, row, {heading: form.get(heading) for heading in HEADINGS}, actor=actor_of(request))
    return done(request, f"/console/insights/audits/{row.id}#report")


async def _audit(tx: Transaction, request: web.Request) -> Audit:
    row = await tx.get(Audit, id_in(request, "audit"))
    if row is None:
        raise NotFound
    return row
