"""What can be done in the register. Each act is the domain's own; here its form is read."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from aiohttp import web

from handoff.cases import Case
from handoff.db import Transaction
from handoff.errors import Invalid, NotAllowed, NotFound
from handoff.improvement.checking import check_effect
from handoff.improvement.finding_others import note_affected, offer_remedy
from handoff.improvement.models import Action, ActionStep
from handoff.improvement.moving import move_action
from handoff.improvement.opening import open_action
from handoff.improvement.planning import (
    Target,
    describe,
    do_step,
    name_people,
    plan_step,
    put_off,
    set_target,
    state_cause,
)
from handoff.insights.people import person
from handoff.insights.sight import case_for
from handoff.staff import Agent
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.acting import chosen_number
from handoff.web.console.show import done
from handoff.web.insights.doors import actor_of, contribute, day_in, lead, number_in, zone_of
from handoff.web.insights.register import action_in, may_change
from handoff.web.keys import AGENT, SERVICES

PROBLEM = ("what", "where", "when", "how_many", "how_bad", "not_where", "containment", "documents")


@lead
async def open_new(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        cases = [await case_for(tx, request[AGENT], form.get("case"))] if form.get("case") else []
        key = f"by-hand:{request[AGENT].id}:{tx.clock.now().isoformat()}"
        action = await open_action(
            tx, key=key, title=form.get("title"), source="case", source_id=cases[0].id if cases else None,
            kind=form.get("kind") or "corrective", topic=form.get("topic") or None, cases=cases,
            words={"what": form.get("what")}, actor=actor_of(request),
        )  # fmt: skip
    return done(request, f"/console/improvement/{action.id}")


@contribute
async def tell(request: web.Request, form: SentForm) -> web.StreamResponse:
    """The problem in words, and what was done to contain it."""
    async with request.app[SERVICES].db.transaction() as tx:
        action = await _mine(tx, request)
        await describe(tx, action, **{name: form.get(name) for name in PROBLEM if name in form.fields})
    return _back(request, "problem")


@contribute
async def state(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        action = await _mine(tx, request)
        await state_cause(
            tx, action, code=form.get("code"), method=form.get("method"), cause=form.get("cause"),
            evidence=form.get("evidence"), beside=form.get("beside") or None, test=form.get("test") or None,
        )  # fmt: skip
    return _back(request, "cause")


@lead
async def name(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        action = await action_in(tx, request)
        sponsor = await colleague(tx, form, "sponsor") if form.get("sponsor") else None
        owner, checker = await colleague(tx, form, "owner"), await colleague(tx, form, "checker")
        await name_people(tx, action, owner=owner, sponsor=sponsor, checker=checker)
    return _back(request, "people")


@contribute
async def aim(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        action = await _mine(tx, request)
        target = Target(
            metric=form.get("metric"), baseline_count=round(number_in(form, "count")),
            baseline_exposure=number_in(form, "exposure"), target_rate=number_in(form, "rate"),
            window_days=round(number_in(form, "window")), min_exposure=number_in(form, "least"),
        )  # fmt: skip
        await set_target(tx, action, target)
    return _back(request, "target")


@contribute
async def plan(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        action = await _mine(tx, request)
        await plan_step(
            tx, action, kind=form.get("kind"), what=form.get("what"), owner=await colleague(tx, form, "owner"),
            due_at=end_of(request, day_in(form, "due")), actor=actor_of(request),
        )  # fmt: skip
    return _back(request, "steps")


@contribute
async def finish_step(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        action, step = await _step(tx, request)
        await do_step(tx, action, step, proof=form.get("proof"), actor=actor_of(request))
    return _back(request, "steps")


@contribute
async def move_step(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        action, step = await _step(tx, request)
        await put_off(
            tx, action, step, due_at=end_of(request, day_in(form, "due")), reason=form.get("reason"),
            actor=actor_of(request),
        )  # fmt: skip
    return _back(request, "steps")


@contribute
async def go(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        action = await _mine(tx, request)
        await move_action(tx, action, form.get("step"), actor=actor_of(request), reason=form.get("reason") or None)
    return _back(request, "next")


@contribute
async def check(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        action = await _mine(tx, request)
        await check_effect(
            tx, action, count=round(number_in(form, "count")), exposure=number_in(form, "exposure"),
            note=form.get("note") or None, actor=actor_of(request),
        )  # fmt: skip
    return _back(request, "effect")


@contribute
async def note_others(request: web.Request, form: SentForm) -> web.StreamResponse:
    """The cases that were ticked among those found, or that nobody else was found."""
    looked_for = {name: form.get(name) for name in ("topic", "cause", "unit", "product", "since") if form.get(name)}
    if "product" in looked_for:
        looked_for["product"] = "named"  # the name itself is somebody's word
    async with request.app[SERVICES].db.transaction() as tx:
        action = await _mine(tx, request)
        cases = [await case_for(tx, request[AGENT], number) for number in form.fields.get("case", [])]
        await note_affected(tx, action, looked_for=looked_for, cases=cases, actor=actor_of(request))
    return _back(request, "others")


@contribute
async def offer(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        action = await _mine(tx, request)
        case = await case_for(tx, request[AGENT], form.get("case"))
        affected = await tx.get_one(Case, case.id)
        await offer_remedy(tx, action, affected, words=form.get("words"), actor=actor_of(request))
    return _back(request, "others")


async def colleague(tx: Transaction, form: SentForm, field: str) -> Agent:
    found = await person(tx, chosen_number(form, field))
    if found is None:
        raise Invalid("This colleague is not here any more.", code="colleague_gone")
    return found


def end_of(request: web.Request, day: date) -> datetime:
    """The last second of a local day."""
    return datetime.combine(day, time(23, 59, 59), zone_of(request)).astimezone(UTC)


async def _mine(tx: Transaction, request: web.Request) -> Action:
    action = await action_in(tx, request)
    if not may_change(request, action):
        raise NotAllowed("Only whoever is named in this action, or leads, may do this.")
    return action


async def _step(tx: Transaction, request: web.Request) -> tuple[Action, ActionStep]:
    action = await action_in(tx, request)
    step = await tx.get(ActionStep, id_in(request, "step"))
    if step is None or step.action_id != action.id:
        raise NotFound
    elif step.owner_id != request[AGENT].id and not may_change(request, action):
        raise NotAllowed("Only whoever is named in this action, or leads, may do this.")
    return action, step


def _back(request: web.Request, anchor: str) -> web.Response:
    return done(request, f"/console/improvement/{request.match_info['action']}#{anchor}")
