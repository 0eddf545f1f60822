"""Register what somebody told by telephone, in person or by post, for them. The clocks run from when they told it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from aiohttp import web

from handoff.cases import Actor, Case, open_case
from handoff.cases.competence import is_competent
from handoff.cases.drafting import finish_draft, read_draft
from handoff.cases.opening import tracking_secret
from handoff.cases.owning import own
from handoff.conversations import Conversation
from handoff.conversations.opening import link_case
from handoff.db import Transaction
from handoff.errors import Invalid, Problem
from handoff.i18n import format_date_short, translate
from handoff.insights.people import colleagues
from handoff.insights.sight import registered_case, talk_for
from handoff.sla.promises import promises
from handoff.staff import Agent
from handoff.web.bodies import SentForm, read_form
from handoff.web.console.complaint_form import CHANNELS, Unreadable, read_complaint
from handoff.web.console.show import at_desk, desk_page, done
from handoff.web.keys import AGENT, SERVICES
from handoff.web.numbers import FIELD, WARNING, to_be_warned

NUMBERS_FOUND = "numbers_found"
SECRET_SHOWN = timedelta(hours=1)  # to whoever registered it: to be told to the caller, and then no more


@at_desk("register")
async def show(request: web.Request) -> web.StreamResponse:
    async with request.app[SERVICES].db.reading() as tx:
        typed = await _from_talk(tx, request)
        return _page(request, {"key": uuid.uuid4().hex, **typed}, await colleagues(tx, request[AGENT]))


@at_desk("register")
async def send(request: web.Request) -> web.StreamResponse:
    """Sent twice, it is registered once."""
    form = await read_form(request)
    agent = request[AGENT]
    try:
        complaint = read_complaint(form, request.app[SERVICES].policy)
        if to_be_warned(form, form.get("narrative"), form.get("wanted")):
            raise Invalid(WARNING, code=NUMBERS_FOUND)
        async with request.app[SERVICES].db.transaction() as tx:
            talk = await talk_for(tx, agent, int(form.get("talk"))) if form.get("talk").isdigit() else None
            complaint = complaint.of_talk(talk)
            key = f"desk:{agent.id}:{form.get('key')[:64]}"
            case, fresh = await open_case(tx, complaint.complaint, actor=Actor.agent(agent.id), idempotency_key=key)
            if fresh:
                await _settle(tx, case, talk, agent, form)
    except Problem as problem:
        return await _again(request, form, problem)
    return done(request, f"/console/cases/{case.number}/receipt")


@at_desk("register")
async def receipt(request: web.Request) -> web.StreamResponse:
    """Number and secret, to be told to the caller. Only for whoever registered it, and only for an hour."""
    agent, policy = request[AGENT], request.app[SERVICES].policy
    async with request.app[SERVICES].db.reading() as tx:
        case = await registered_case(tx, agent, request.match_info["number"])
        recent = case.registered_at > tx.clock.now() - SECRET_SHOWN
        if case.received_by != f"agent:{agent.id}" or not recent:
            return web.Response(status=303, headers={"Location": f"/console/cases/{case.number}"})
        secret = await tracking_secret(tx, case)
        zone = policy.calendar.time_zone
        promised = [(promise.kind, promise.in_words(agent.language, zone)) for promise in await promises(tx, case)]
    return desk_page(request, "receipt.html", place="new", case=case, secret=secret, promised=promised)


async def _settle(tx: Transaction, case: Case, talk: Conversation | None, agent: Agent, form: SentForm) -> None:
    if talk is not None:
        await link_case(tx, talk, case_id=case.id, actor=f"agent:{agent.id}")
        await finish_draft(tx, talk.id, case.id)
    if form.get("own") == "yes" and await is_competent(tx, case, agent.id):
        await own(tx, case, await tx.get_one(Agent, agent.id), actor=Actor.agent(agent.id))


async def _from_talk(tx: Transaction, request: web.Request) -> dict[str, str]:
    """What the customer has told in a talk so far, as a start for the form."""
    if not request.query.get("talk", "").isdigit():
        return {}
    talk = await talk_for(tx, request[AGENT], int(request.query["talk"][:9]))
    told = await read_draft(tx, talk.id)
    names = ("narrative", "product", "order_ref", "name", "email", "phone", "needs")
    typed = {name: str(told[name]) for name in names if told.get(name)}
    typed |= {"wanted": str(told.get("requested_remedy", "")), "wanted_code": str(told.get("remedy_code", ""))}
    return {**typed, "talk": str(talk.id), "language": talk.language, "channel": "chat"}


async def _again(request: web.Request, form: SentForm, problem: Problem) -> web.StreamResponse:
    language = request[AGENT].language
    said = translate(language, problem.text, **problem.values)
    wrong = problem.wrong if isinstance(problem, Unreadable) else {}
    typed = {name: values[0] for name, values in form.fields.items()}
    if problem.stable_code == NUMBERS_FOUND:
        typed[FIELD] = "yes"
    async with request.app[SERVICES].db.reading() as tx:
        people = await colleagues(tx, request[AGENT])
    spoken = {name: translate(language, text) for name, text in wrong.items()}
    return _page(request, typed, people, problem=said, wrong=spoken, status=problem.status)


def _page(request: web.Request, typed: dict[str, str], people: list[Agent], **more: Any) -> web.Response:
    today = format_date_short(request.app[SERVICES].clock.now(), request[AGENT].language)
    context = {"typed": typed, "channels": CHANNELS, "colleagues": people, "example_date": today, "wrong": {}}
    return desk_page(request, "new_case.html", place="new", **{**context, **more})
