"""The code that is asked for after the password, and one's own second factor: set up, confirmed, ended."""

from __future__ import annotations

from aiohttp import web

from handoff.errors import Invalid, NotSignedIn, Problem
from handoff.i18n import translate
from handoff.staff import Agent
from handoff.staff.one_time_codes import address as app_address
from handoff.staff.second_factor import begin_factor, confirm_factor, end_factor, has_factor, right_code, secret_of
from handoff.staff.signing_in import sign_in_with_code
from handoff.web.addresses import address_of
from handoff.web.bodies import SentForm, read_form
from handoff.web.console.acting import act
from handoff.web.console.show import at_desk, desk_page
from handoff.web.console.signing_in import OURS, go_on, remember_desk_language
from handoff.web.identity import PENDING_COOKIE, forget_pending, public, remember_agent
from handoff.web.keys import AGENT, LIMITS, SERVICES
from handoff.web.rendering import language_of, page


@public
async def ask_code(request: web.Request) -> web.StreamResponse:
    if not request.cookies.get(PENDING_COOKIE):
        return web.Response(status=303, headers={"Location": "/console/sign-in"})
    return _code_page(request, next_page=request.query.get("next", ""))


@public
async def send_code(request: web.Request) -> web.StreamResponse:
    form = await read_form(request)
    pending, device = request.cookies.get(PENDING_COOKIE, ""), request.headers.get("User-Agent", "")
    try:
        if (sender := address_of(request)) is not None:
            request.app[LIMITS].take("sign_in_from", sender)
        agent, token = await sign_in_with_code(
            request.app[SERVICES].db, pending=pending, code=form.get("code"), device=device
        )
    except Problem as problem:
        detail = translate(language_of(request), problem.text, **problem.values)
        if isinstance(problem, NotSignedIn) and problem.stable_code == "sign_in_again":
            response: web.StreamResponse = web.Response(status=303, headers={"Location": "/console/sign-in"})
            forget_pending(response)
            return response
        return _code_page(request, next_page=form.get("next"), problem=detail, status=problem.status)
    response = go_on(form.get("next"))
    forget_pending(response)
    remember_agent(request, response, token)
    remember_desk_language(request, response, agent.language)
    return response


@at_desk("enter_desk")
async def show(request: web.Request) -> web.StreamResponse:
    return await _own_page(request)


@act("enter_desk")
async def begin(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        await begin_factor(tx, request[AGENT])
    return web.Response(status=303, headers={"Location": "/console/me/second-factor"})


@act("enter_desk")
async def confirm(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        paper = await confirm_factor(tx, request[AGENT], code=form.get("code"))
    return await _own_page(request, paper=paper)


@act("enter_desk")
async def end(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        agent = await tx.get_one(Agent, request[AGENT].id)
        if not await right_code(tx, agent.id, form.get("code")):
            raise Invalid("This code is not right. Please wait for the next one and try again.", code="wrong_code")
        await end_factor(tx, agent, actor=f"agent:{agent.id}")
    return web.Response(status=303, headers={"Location": "/console/me/second-factor"})


async def _own_page(request: web.Request, *, paper: list[str] | None = None) -> web.StreamResponse:
    services, agent = request.app[SERVICES], request[AGENT]
    async with services.db.reading() as tx:
        standing, secret = await has_factor(tx, agent.id), await secret_of(tx, agent.id)
    organisation = services.policy.organisation.name.say("en")
    link = app_address(secret, person=agent.email, organisation=organisation) if secret else ""
    spaced = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)) if secret else ""
    return desk_page(
        request, "second_factor.html", place="me", standing=standing, secret=spaced, link=link, paper=paper or []
    )


def _code_page(request: web.Request, *, next_page: str, problem: str | None = None, status: int = 200) -> web.Response:
    safe = next_page if OURS.fullmatch(next_page) else ""
    return page(request, "console/sign_in_code.html", status=status, next=safe, problem=problem)
