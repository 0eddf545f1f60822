"""A page of the desk, and the answer to a form that did something."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from aiohttp import web

from handoff.errors import NotSignedIn, Problem
from handoff.i18n import LANGUAGES, translate
from handoff.staff import Agent, may_lead
from handoff.staff.speaking import choose_language
from handoff.web.console.words import Words
from handoff.web.identity import Handler, staff
from handoff.web.keys import AGENT, SERVICES
from handoff.web.rendering import page, wants_page


def at_desk(act: str) -> Callable[[Handler], Handler]:
    """For whoever may do `act` (handoff/policy/data/permissions.yaml). What goes wrong is explained in the desk's own looks."""
    if not isinstance(act, str):
        raise TypeError('say what this handler needs, as in @at_desk("read_cases"): an act of permissions.yaml')
    return lambda handler: staff(act)(explained(handler))


def desk_page(
    request: web.Request, template: str, *, status: int = 200, folder: str = "console", **context: Any
) -> web.Response:
    """The page in the language of the agent's desk. Nothing of it is kept by the browser: it shows personal data."""
    agent, permissions = request[AGENT], request.app[SERVICES].policy.permissions
    common = {
        "agent": agent, "leads": may_lead(agent.roles), "may": lambda act: permissions.allows(agent.roles, act),
        "small_desk": request.app[SERVICES].policy.organisation.profile.small,
        "place": "", "words": "", "problem": None, "said": None,
    }  # fmt: skip
    spoken = words_for(request).for_templates()
    response = page(
        request, f"{folder}/{template}", status=status, language=agent.language, **{**common, **spoken, **context}
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def words_for(request: web.Request) -> Words:
    return Words(request[AGENT].language, request.app[SERVICES].policy)


def done(request: web.Request, go: str) -> web.Response:
    """It was done: a browser goes on to `go`, a script is told where it might."""
    if wants_page(request):
        return web.Response(status=303, headers={"Location": go})
    else:
        return web.json_response({"go": go}, headers={"Cache-Control": "no-store"})


def explained(handler: Handler) -> Handler:
    """A page that cannot be shown is explained in the desk's own looks."""

    @wraps(handler)
    async def shown(request: web.Request) -> web.StreamResponse:
        await _take_language(request)
        try:
            return await handler(request)
        except NotSignedIn:
            raise
        except Problem as problem:
            if not wants_page(request):
                raise
            said = [translate(request[AGENT].language, problem.text, **problem.values)]
            return desk_page(request, "problem.html", status=problem.status, sentences=said, typed=[], back="/console/")

    return shown


async def _take_language(request: web.Request) -> None:
    """?lang=fa in an address of the desk: from now on, as everywhere else. Parts that scripts fetch later speak it too."""
    asked = request.query.get("lang")
    if request.method != "GET" or asked not in LANGUAGES or asked == request[AGENT].language:
        return
    async with request.app[SERVICES].db.transaction() as tx:
        await choose_language(tx, await tx.get_one(Agent, request[AGENT].id), asked)
    request[AGENT].language = asked
