"""What happens to every request, in this order: a name for the log, problems into answers, limits, origin, identity."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import ClientConnectionResetError, web

from handoff import metrics
from handoff.errors import Invalid, NotFound, NotSignedIn, Problem, TooLarge
from handoff.web.addresses import address_of
from handoff.web.identity import CUSTOMER_COOKIE, FACTOR_PAGE, STAFF_COOKIE, SecondFactorFirst, door_of, let_in
from handoff.web.keys import LIMITS, REQUEST_ID
from handoff.web.origins import check_origin
from handoff.web.rendering import problem_answer, remember_language, wants_page

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
CLIENT_LEFT = 499  # as proxies write it into their logs
GIVEN_ID = re.compile(r"[\w.-]{8,64}")

log = structlog.get_logger()


class WrongMethod(Problem):
    code = "wrong_method"
    status = 405
    message = "This address does not do that."


class Unexpected(Problem):
    code = "unexpected"
    status = 500
    message = "Something went wrong on our side. Nothing that was confirmed is lost. Please try again."


@web.middleware
async def named(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give the request an id that stands in every line of the log about it, and in the answer."""
    given = request.headers.get("X-Request-ID", "")
    request[REQUEST_ID] = given if GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
    started = time.perf_counter()
    with structlog.contextvars.bound_contextvars(request=request[REQUEST_ID]):
        response = await handler(request)
    if not response.prepared:
        remember_language(request, response)
    if not isinstance(response, web.WebSocketResponse):  # a socket lasts for hours and would spoil the measure
        resource = request.match_info.route.resource
        route = resource.canonical if resource else "none"
        metrics.http_seconds.labels(route=route, status=str(response.status)).observe(time.perf_counter() - started)
    return response


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Problem as problem:
        return _answer(request, problem)
    except web.HTTPException as answer:
        if answer.status < 400:
            raise
        return _answer(request, _from_http(answer))
    except Exception as error:
        if _left_during_handshake(request, error):
            return web.Response(status=CLIENT_LEFT)  # nobody reads it
        log.exception("a request failed", method=request.method, route=str(request.match_info.route.resource))
        return _answer(request, Unexpected())


@web.middleware
async def limited(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A broad limit for everybody; the narrow ones stand where they are needed. Programs with a token are known and free."""
    door = door_of(request.match_info.handler)
    if door and door.kind != "api" and not request.path.startswith(("/static/", "/healthz", "/readyz", "/metrics")):
        asker = request.cookies.get(STAFF_COOKIE) or request.cookies.get(CUSTOMER_COOKIE) or address_of(request)
        if asker is not None:
            request.app[LIMITS].take("page", asker)
    return await handler(request)


@web.middleware
async def own_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    check_origin(request)
    return await handler(request)


@web.middleware
async def identified(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.match_info.http_exception is None:
        await let_in(request)
    return await handler(request)


def _left_during_handshake(request: web.Request, error: Exception) -> bool:
    """A browser that opens a socket and goes on to another page at once: nothing failed, and nobody is left to be told."""
    wants_socket = request.headers.get("Upgrade", "").lower() == "websocket"
    gone = isinstance(error, ClientConnectionResetError)
    return gone and wants_socket and (request.transport is None or request.transport.is_closing())


def _answer(request: web.Request, problem: Problem) -> web.StreamResponse:
    if isinstance(problem, NotSignedIn) and request.path.startswith("/console") and wants_page(request):
        return web.Response(status=303, headers={"Location": f"/console/sign-in?next={request.rel_url.raw_path}"})
    if isinstance(problem, SecondFactorFirst) and wants_page(request):
        return web.Response(status=303, headers={"Location": FACTOR_PAGE})
    return problem_answer(request, problem)


def _from_http(answer: web.HTTPException) -> Problem:
    if answer.status == 404:
        return NotFound("There is nothing at this address.")
    elif answer.status == 405:
        return WrongMethod()
    elif answer.status == 413:
        return TooLarge()
    else:
        return Invalid("This request could not be understood.", code="bad_request")
