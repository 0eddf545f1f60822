"""Legal holds: the list, and the acts on them."""

from __future__ import annotations

from aiohttp import web

from handoff.cases.looking_up import case_by_number
from handoff.db import Transaction
from handoff.errors import Invalid, NotFound
from handoff.insights.privacy_desk import overview, running_holds
from handoff.insights.sight import case_for
from handoff.privacy.holding import OTHER, ask_lift, lift, place_hold, review
from handoff.privacy.models import Hold
from handoff.privacy.retiring import decide_ends
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.acting import act
from handoff.web.console.privacy.words import WORDS
from handoff.web.console.show import at_desk, desk_page, done
from handoff.web.keys import AGENT, SERVICES

HERE = "/console/privacy/holds"


@at_desk("read_privacy")
async def show_overview(request: web.Request) -> web.StreamResponse:
    async with request.app[SERVICES].db.reading() as tx:
        view = await overview(tx, request[AGENT])
    return desk_page(request, "privacy/overview.html", place="privacy", view=view, **WORDS)


@act("hold")
async def decide_on_ends(request: web.Request, _form: SentForm) -> web.StreamResponse:
    """What must stay is under a hold; the rest may go on its day."""
    async with request.app[SERVICES].db.transaction() as tx:
        await decide_ends(tx, by=request[AGENT])
    return done(request, "/console/privacy")


@at_desk("read_privacy")
async def show(request: web.Request) -> web.StreamResponse:
    async with request.app[SERVICES].db.reading() as tx:
        lines = await running_holds(tx, request[AGENT])
    return desk_page(request, "privacy/holds.html", place="privacy", lines=lines, other=OTHER, **WORDS)


@act("hold")
async def place_on_case(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        await place_hold(
            tx, scope="case", target=str(case.id), ground=form.get("ground"), reason=form.get("reason"), by=request[AGENT],
            case=case,
        )  # fmt: skip
    return done(request, f"/console/cases/{case.number}#privacy")


@act("hold")
async def place(request: web.Request, form: SentForm) -> web.StreamResponse:
    """Of a person (by their e-mail address), of a topic, or of everything."""
    scope = form.get("scope")
    async with request.app[SERVICES].db.transaction() as tx:
        target = await _target(tx, scope, form.get("target"))
        await place_hold(
            tx, scope=scope, target=target, ground=form.get("ground"), reason=form.get("reason"), by=request[AGENT]
        )
    return done(request, HERE)


@act("lift_hold")
async def ask_to_lift(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        await ask_lift(tx, await _hold(tx, request), by=request[AGENT])
    return done(request, HERE)


@act("lift_hold")
async def agree_to_lift(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        await lift(tx, await _hold(tx, request), by=request[AGENT])
    return done(request, HERE)


@act("hold")
async def keep_on(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        await review(tx, await _hold(tx, request), by=request[AGENT])
    return done(request, HERE)


async def _target(tx: Transaction, scope: str, typed: str) -> str:
    if scope == "all":
        return "*"
    elif scope == "person" and "@" in typed:
        return str(tx.sealer.fingerprint(typed.strip().lower()))
    elif scope == "topic" and typed in (*tx.policy.taxonomy.categories, *tx.policy.taxonomy.topics):
        return typed
    elif scope == "case" and (case := await case_by_number(tx, typed)):
        return str(case.id)
    raise Invalid(
        "Please write whose or which: a case number, an e-mail address, or the code of a topic.", code="target"
    )


async def _hold(tx: Transaction, request: web.Request) -> Hold:
    found = await tx.get(Hold, id_in(request, "hold"))
    if found is None:
        raise NotFound
    return found
