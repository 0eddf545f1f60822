"""The page behind a one-time link in a letter: the answer, and one press to say what one thinks of it.

Opening it changes nothing (mail programs open links by themselves); only pressing does, and only once.
"""

from __future__ import annotations

from aiohttp import web

from handoff.cases.choosing import IN_STATE
from handoff.cases.linking import case_by_link, use_link
from handoff.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from handoff.follow_ups.acting import act_on
from handoff.i18n import left_to_right, translate
from handoff.web.addresses import address_of
from handoff.web.bodies import SentForm, read_form
from handoff.web.identity import public
from handoff.web.intake.case_view import case_view, wanted_act
from handoff.web.keys import LIMITS, SERVICES
from handoff.web.rendering import page


@public
async def show(request: web.Request) -> web.Response:
    return await _show(request, SentForm({}))


@public
async def send(request: web.Request) -> web.Response:
    _count(request)
    form = await read_form(request)
    try:
        async with request.app[SERVICES].db.transaction() as tx:
            case = await use_link(tx, request.match_info["token"])
            wanted = wanted_act(form, allowed=IN_STATE.get(case.state, ()))
            said = await act_on(tx, case, wanted.act, wanted.as_wish(how="link"))
            language = request.query.get("lang") or case.language
            text = translate(language, said, number=left_to_right(case.number))
    except NotFound as problem:
        return _over(request, problem)
    except (Invalid, Conflict, NotAllowed) as problem:
        return await _show(request, form, problem=problem)
    return page(request, "intake/answered.html", language=language, said=text)


async def _show(request: web.Request, form: SentForm, *, problem: Problem | None = None) -> web.Response:
    _count(request)
    try:
        async with request.app[SERVICES].db.reading() as tx:
            case = await case_by_link(tx, request.match_info["token"])
            language = request.query.get("lang") or case.language
            view = await case_view(tx, case, language)
    except NotFound as over:
        return _over(request, over)
    return page(
        request,
        "intake/answer_link.html",
        status=problem.status if problem else 200,
        language=language,
        token=request.match_info["token"],
        view=view,
        typed=form.get("text"),
        problem=translate(language, problem.text, **problem.values) if problem else None,
    )


def _over(request: web.Request, problem: Problem) -> web.Response:
    return page(request, "intake/link_over.html", status=404, code=problem.stable_code)


def _count(request: web.Request) -> None:
    if (address := address_of(request)) is not None:
        request.app[LIMITS].take("survey", address)
