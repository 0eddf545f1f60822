"""Who asks, and whom a handler lets in. A handler without one of the four marks below is closed to everybody.

@public                         anybody
@customer                       whoever holds a customer's cookie; they are request[CUSTOMER]
@staff("read_cases")            a signed-in agent who may do this act of permissions.yaml; they are request[AGENT]
@api                            a program with the service's bearer token
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from aiohttp import web

from handoff.customers import Customer, customer_of
from handoff.errors import NotAllowed, NotSignedIn
from handoff.staff import Agent, agent_of
from handoff.staff.second_factor import has_factor
from handoff.web.keys import AGENT, CUSTOMER, SERVICES

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Marked = TypeVar("Marked", bound=Handler)

CUSTOMER_COOKIE = "pasokh_customer"
STAFF_COOKIE = "pasokh_staff"
PENDING_COOKIE = "pasokh_sign_in"  # the password was right, the code is to come
FACTOR_PAGE = "/console/me/second-factor"
HALF_A_YEAR = 180 * 24 * 60 * 60


class SecondFactorFirst(NotAllowed):
    """The house wants a second factor, and this person has none yet."""

    code = "second_factor_first"
    message = "Please set up your second factor first."


@dataclass(frozen=True)
class Door:
    kind: Literal["public", "customer", "staff", "api"]
    act: str = ""  # what a member of staff must be allowed to do


def public(handler: Marked) -> Marked:
    return _mark(handler, Door("public"))


def customer(handler: Marked) -> Marked:
    return _mark(handler, Door("customer"))


def staff(act: str) -> Callable[[Marked], Marked]:
    return lambda handler: _mark(handler, Door("staff", act))


def api(handler: Marked) -> Marked:
    return _mark(handler, Door("api"))


def door_of(handler: object) -> Door | None:
    return getattr(handler, "door", None)


async def let_in(request: web.Request) -> None:
    """Check the door of the request's handler and note who came in. Raises `NotSignedIn` or `NotAllowed`."""
    door = door_of(request.match_info.handler)
    if door is None:
        raise NotAllowed
    elif door.kind == "customer":
        request[CUSTOMER] = await known_customer(request)
    elif door.kind == "staff":
        request[AGENT] = await _known_agent(request)
        await check_factor(request, request[AGENT])
        if not request.app[SERVICES].policy.permissions.allows(request[AGENT].roles, door.act):
            raise NotAllowed("Your role does not allow this.", code="not_your_role")
    elif door.kind == "api":
        _check_token(request)


async def known_customer(request: web.Request) -> Customer:
    """The customer whose cookie this is. Raises `NotSignedIn`."""
    found = await maybe_customer(request)
    if found is None:
        raise NotSignedIn("This browser has no talk here yet.", code="no_customer")
    return found


async def maybe_customer(request: web.Request) -> Customer | None:
    token = _held_token(request) or request.cookies.get(CUSTOMER_COOKIE)
    if not token:
        return None
    async with request.app[SERVICES].db.reading() as tx:
        return await customer_of(tx, token)


async def maybe_agent(request: web.Request) -> Agent | None:
    token = request.cookies.get(STAFF_COOKIE)
    if not token:
        return None
    async with request.app[SERVICES].db.reading() as tx:
        return await agent_of(tx, token)


def remember_customer(request: web.Request, response: web.StreamResponse, token: str, *, framed: bool = False) -> None:
    """In a frame on another site's page the cookie is for that site alone: a browser keeps one for each (Partitioned)."""
    if framed:  # written out: Python's own cookies learn "Partitioned" only with 3.14
        parts = f"Max-Age={HALF_A_YEAR}; Path=/; HttpOnly; Secure; SameSite=None; Partitioned"
        response.headers.add("Set-Cookie", f"{CUSTOMER_COOKIE}={token}; {parts}")
    else:
        _set_cookie(request, response, CUSTOMER_COOKIE, token, max_age=HALF_A_YEAR)


def remember_agent(request: web.Request, response: web.StreamResponse, token: str) -> None:
    """For the session of the browser; the service ends it after 12 idle hours in any case."""
    _set_cookie(request, response, STAFF_COOKIE, token, max_age=None)


def forget_agent(response: web.StreamResponse) -> None:
    response.del_cookie(STAFF_COOKIE, path="/")


def remember_pending(request: web.Request, response: web.StreamResponse, token: str) -> None:
    _set_cookie(request, response, PENDING_COOKIE, token, max_age=5 * 60)


def forget_pending(response: web.StreamResponse) -> None:
    response.del_cookie(PENDING_COOKIE, path="/")


async def check_factor(request: web.Request, agent: Agent) -> None:
    """Where the house wants a second factor, nobody works without. Raises `SecondFactorFirst`."""
    services = request.app[SERVICES]
    if services.settings.second_factor != "required" or request.path.startswith(FACTOR_PAGE):
        return
    async with services.db.reading() as tx:
        if not await has_factor(tx, agent.id):
            raise SecondFactorFirst


async def _known_agent(request: web.Request) -> Agent:
    found = await maybe_agent(request)
    if found is None:
        raise NotSignedIn
    return found


def _held_token(request: web.Request) -> str | None:
    """What our frame on another site's page holds when no cookie is kept there: a header, or a socket's protocol."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme == "Bearer":
        return given.strip()
    asked = request.headers.get("Sec-WebSocket-Protocol", "").split(",")
    return next((part.strip().removeprefix("token.") for part in asked if part.strip().startswith("token.")), None)


def _check_token(request: web.Request) -> None:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    expected = request.app[SERVICES].settings.token
    if not expected or scheme != "Bearer" or not hmac.compare_digest(given.strip().encode(), expected.encode()):
        raise NotSignedIn("The bearer token is missing or wrong.", code="bad_token")


def _set_cookie(
    request: web.Request, response: web.StreamResponse, name: str, token: str, *, max_age: int | None
) -> None:
    secure = request.app[SERVICES].settings.secure
    response.set_cookie(name, token, max_age=max_age, httponly=True, samesite="Lax", secure=secure, path="/")


def _mark(handler: Marked, door: Door) -> Marked:
    handler.door = door  # type: ignore[attr-defined]
    return handler
