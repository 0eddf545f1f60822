"""A form that cannot be carried out loses nothing: what was typed is shown again, with what stands in the way."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps

from aiohttp import web

from handoff.cases.moving import NotPossible
from handoff.errors import Invalid, NotSignedIn, Problem
from handoff.i18n import translate
from handoff.web.bodies import SentForm, read_form
from handoff.web.console.answer_form import Incomplete
from handoff.web.console.show import at_desk, desk_page
from handoff.web.identity import Handler
from handoff.web.keys import AGENT, SERVICES
from handoff.web.rendering import wants_page

FormHandler = Callable[[web.Request, SentForm], Awaitable[web.StreamResponse]]


def act(needs: str) -> Callable[[FormHandler], Handler]:
    """The handler of a POST for whoever may do `needs`: it is given the form.

    A script hears of a problem as JSON, a browser gets a page.
    """
    return lambda handler: at_desk(needs)(_answering(handler))


def _answering(handler: FormHandler) -> Handler:
    @wraps(handler)
    async def answered(request: web.Request) -> web.StreamResponse:
        form = await read_form(request)
        try:
            return await handler(request, form)
        except NotSignedIn:
            raise
        except Problem as problem:
            if not wants_page(request):
                body = problem_body(request, problem)
                return web.json_response(body, status=problem.status, headers={"Cache-Control": "no-store"})
            said = sentences(request, problem)
            typed = [value for values in form.fields.values() for value in values if len(value) > 20]
            return desk_page(
                request, "problem.html", status=problem.status, sentences=said, typed=typed, back=_back(request)
            )

    return answered


def sentences(request: web.Request, problem: Problem) -> list[str]:
    """What went wrong, and for a step of the life cycle each thing that is still missing."""
    language, policy = request[AGENT].language, request.app[SERVICES].policy
    guards = {**policy.guards, **policy.improvement.conditions}
    unmet = problem.unmet if isinstance(problem, NotPossible) else ()
    missing = [guards[name].say(language) if name in guards else name for name in unmet]
    if isinstance(problem, Incomplete):
        missing += problem.sentences
    return [translate(language, problem.text, **problem.values), *dict.fromkeys(missing)]


def problem_body(request: web.Request, problem: Problem) -> dict[str, object]:
    """The same for a script."""
    detail, *missing = sentences(request, problem)
    return {"code": problem.stable_code, "detail": detail, "missing": missing}


def chosen_number(form: SentForm, name: str) -> int:
    """A number that a form's own choice sent. Raises `Invalid`."""
    text = form.get(name)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Invalid("Please choose one of what is offered.", code="choice_missing")
    return int(text)


def _back(request: web.Request) -> str:
    """The page that the form stood on; only ever one of ours."""
    if "number" in request.match_info:
        return f"/console/cases/{request.match_info['number']}"
    elif "conversation" in request.match_info:
        return f"/console/conversations/{request.match_info['conversation']}"
    elif request.path.startswith(("/console/improvement/", "/console/insights/")):
        return request.path.rpartition("/")[0]  # the acts' addresses lie under their page's
    else:
        return "/console/"
