"""Outside bodies at the desk: hand the case over, put its file together, and take down what was decided."""

from __future__ import annotations

from aiohttp import web

from handoff.cases import Actor, Case
from handoff.cases.answering import Remedy
from handoff.cases.referring import keep_bundle, note_file_sent, refer, referral_of, take_back, take_decision
from handoff.db import Transaction
from handoff.errors import NotAllowed, NotFound
from handoff.insights.aftermath import bundle_of
from handoff.insights.bundling import build_case_file
from handoff.insights.sight import case_for
from handoff.staff import may_lead
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.acting import act
from handoff.web.console.after_acts import chosen_day
from handoff.web.console.show import at_desk, done
from handoff.web.keys import AGENT, SERVICES


@act("refer")
async def hand_over(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await _led(tx, request)
        await refer(
            tx,
            case,
            body=form.get("body"),
            name=form.get("name") or None,
            external_ref=form.get("reference"),
            file_due_at=chosen_day(tx, form, "due"),
            actor=_me(request),
        )
    return done(request, f"/console/cases/{case.number}#outside")


@act("refer")
async def put_together(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await _led(tx, request)
        content, files = await build_case_file(tx, case)
        referral = await referral_of(tx, case)
        await keep_bundle(tx, case, content=content, files=files, actor=_me(request), referral=referral)
    return done(request, f"/console/cases/{case.number}#outside")


@at_desk("refer")
async def get_bundle(request: web.Request) -> web.StreamResponse:
    """Exactly the bytes whose hash stands in the audit trail."""
    async with request.app[SERVICES].db.reading() as tx:
        case = await _led(tx, request)
        found = await bundle_of(tx, case, id_in(request, "bundle"))
        if found is None:
            raise NotFound
        bundle, content = found
    name = f"{case.number}-{bundle.id}.zip"
    return web.Response(
        body=content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@act("refer")
async def mark_sent(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await _led(tx, request)
        referral = await referral_of(tx, case)
        if referral is None:
            raise NotFound
        await note_file_sent(tx, case, referral, actor=_me(request))
    return done(request, f"/console/cases/{case.number}#outside")


@act("refer")
async def take_down_decision(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await _led(tx, request)
        if form.get("result") == "sent_back":
            await take_back(tx, case, instructions=form.get("decision"), actor=_me(request))
        else:
            remedies = []
            if form.get("remedy"):
                remedies = [
                    Remedy(
                        code=form.get("remedy"), due_at=chosen_day(tx, form, "due"), detail=form.get("detail") or None
                    )
                ]
            await take_decision(
                tx,
                case,
                result=form.get("result"),
                decision=form.get("decision"),
                remedies=remedies,
                actor=_me(request),
            )
    return done(request, f"/console/cases/{case.number}")


async def _led(tx: Transaction, request: web.Request) -> Case:
    if not may_lead(request[AGENT].roles):
        raise NotAllowed("Only a supervisor may do this.")
    return await case_for(tx, request[AGENT], request.match_info["number"])


def _me(request: web.Request) -> Actor:
    return Actor.agent(request[AGENT].id, "supervisor")
