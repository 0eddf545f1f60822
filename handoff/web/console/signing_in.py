"""In and out of the desk."""

from __future__ import annotations

import re

from aiohttp import web

from handoff.errors import Problem
from handoff.i18n import translate
from handoff.staff import sign_in, sign_out, sign_out_everywhere
from handoff.staff.signing_in import CodeNeeded
from handoff.web.addresses import address_of
from handoff.web.bodies import read_form
from handoff.web.identity import (
    STAFF_COOKIE,
    forget_agent,
    maybe_agent,
    public,
    remember_agent,
    remember_pending,
    staff,
)
from handoff.web.keys import AGENT, LIMITS, SERVICES
from handoff.web.rendering import A_YEAR, LANGUAGE_COOKIE, language_of, page

OURS = re.compile(r"/console(/[\w./-]*)?")  # never send anybody from here to another site


@public
async def show(request: web.Request) -> web.StreamResponse:
    if await maybe_agent(request) is not None:
        return _go(_next(request.query.get("next", "")))
    signed_out = "out" in request.query
    return _page(request, email="", next_page=request.query.get("next", ""), signed_out=signed_out)


@public
async def send(request: web.Request) -> web.StreamResponse:
    form = await read_form(request)
    email, password = form.get("email"), form.fields.get("password", [""])[0]
    try:
        if (address := address_of(request)) is not None:
            request.app[LIMITS].take("sign_in_from", address)
        request.app[LIMITS].take("sign_in", email.lower()[:200])
        device = request.headers.get("User-Agent", "")
        agent, token = await sign_in(request.app[SERVICES].db, email=email, password=password, device=device)
    except CodeNeeded as needed:
        wanted = _next(form.get("next"))
        response = _go(f"/console/sign-in/code?next={wanted}")
        remember_pending(request, response, needed.pending)
        return response
    except Problem as problem:
        detail = translate(language_of(request), problem.text, **problem.values)
        response = _page(request, email=email, next_page=form.get("next"), problem=detail, status=problem.status)
        if retry := getattr(problem, "retry_after", None):
            response.headers["Retry-After"] = str(retry)
        return response
    response = _go(_next(form.get("next")))
    remember_agent(request, response, token)
    remember_desk_language(request, response, agent.language)
    return response


@public
async def leave(request: web.Request) -> web.StreamResponse:
    if token := request.cookies.get(STAFF_COOKIE):
        async with request.app[SERVICES].db.transaction() as tx:
            await sign_out(tx, token)
    response = _go("/console/sign-in?out")
    forget_agent(response)
    return response


@staff("enter_desk")
async def leave_everywhere(request: web.Request) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        await sign_out_everywhere(tx, request[AGENT])
    response = _go("/console/sign-in?out")
    forget_agent(response)
    return response


def remember_desk_language(request: web.Request, response: web.StreamResponse, language: str) -> None:
    """So that refusals, too, come in the language of the desk."""
    secure = request.app[SERVICES].settings.secure
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=A_YEAR, samesite="Lax", secure=secure, path="/")


def _page(
    request: web.Request, *, email: str, next_page: str, problem: str | None = None, signed_out: bool = False,
    status: int = 200,
) -> web.Response:  # fmt: skip
    said = translate(language_of(request), "You have signed out.") if signed_out else None
    return page(request, "console/sign_in.html", status=status, email=email, next=next_page, problem=problem, said=said)


def go_on(wanted: str) -> web.Response:
    """To the page that was wanted before signing in; only ever one of ours."""
    return _go(_next(wanted))


def _next(wanted: str) -> str:
    return wanted if OURS.fullmatch(wanted) and "//" not in wanted and ".." not in wanted else "/console/"


def _go(where: str) -> web.Response:
    return web.Response(status=303, headers={"Location": where, "Cache-Control": "no-store"})
