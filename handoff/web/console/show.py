"""A page of the desk, and the answer to a form that did something."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from handoff.staff import may_lead
from handoff.web.console.words import Words
from handoff.web.identity import staff
from handoff.web.keys import AGENT, SERVICES
from handoff.web.rendering import page, wants_page

DESK_ROLES = frozenset(
    {"agent", "investigator", "supervisor", "approver", "reviewer", "safety_officer", "management_rep"}
)
at_desk = staff(*DESK_ROLES)
leading = staff("supervisor", "management_rep")


def desk_page(request: web.Request, template: str, *, status: int = 200, **context: Any) -> web.Response:
    """The page in the language of the agent's desk. Nothing of it is kept by the browser: it shows personal data."""
    agent = request[AGENT]
    common = {"agent": agent, "leads": may_lead(agent.roles), "place": "", "words": "", "problem": None, "said": None}
    spoken = words_for(request).for_templates()
    response = page(
        request, f"console/{template}", status=status, language=agent.language, **{**common, **spoken, **context}
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
