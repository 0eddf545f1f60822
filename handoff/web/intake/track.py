"""Look a complaint up by number and secret, and act on it: add something, accept the answer, or say that it will not do.

Nothing is remembered between two requests: number and secret travel in the form, never in an address or a cookie.
"""

from __future__ import annotations

from dataclasses import replace

from aiohttp import web

from handoff.cases import Case
from handoff.cases.choosing import choices_of
from handoff.cases.composing import Letter, sent_letters
from handoff.cases.looking_up import case_by_secret
from handoff.cases.moving import Actor
from handoff.cases.numbering import read_number
from handoff.conversations.attaching import inspect_file
from handoff.conversations.filing import InspectedFile, file_into_case
from handoff.db import Transaction
from handoff.errors import Conflict, Erased, Invalid, NotAllowed, NotFound, Problem, TooLarge, TooMany
from handoff.follow_ups.acting import act_on
from handoff.i18n import left_to_right, translate
from handoff.web.addresses import address_of
from handoff.web.bodies import SentForm, read_form
from handoff.web.identity import public
from handoff.web.intake.case_view import View, case_view, wanted_act
from handoff.web.keys import LIMITS, SERVICES
from handoff.web.letters import on_paper, shown
from handoff.web.rendering import language_of, page

COMPLAINANT = Actor("customer", "complainant")
FILES = 5


@public
async def ask(request: web.Request) -> web.Response:
    return page(request, "intake/track.html", number=request.query.get("number", "")[:40], error=None)


@public
async def look_up(request: web.Request) -> web.Response:
    form = await read_form(request)
    try:
        async with request.app[SERVICES].db.transaction() as tx:
            case = await _opened(request, tx, form)
            return await _show(request, tx, case, form)
    except (NotFound, TooMany) as problem:
        return _ask_again(request, form, problem)


@public
async def act(request: web.Request) -> web.Response:
    limit = request.app[SERVICES].settings.files_limit
    form = await read_form(request, file_limit=limit + 1, files=FILES)
    try:
        files = [
            InspectedFile(file.name, *await inspect_file(file.content, limit=limit), file.content)
            for file in form.files
        ]
        async with request.app[SERVICES].db.transaction() as tx:
            case = await _opened(request, tx, form)
            said = await _do(tx, case, form, files)
            await file_into_case(tx, case, files, actor=COMPLAINANT.name)
    except (NotFound, TooMany) as problem:
        return _ask_again(request, form, problem)
    except (Invalid, TooLarge, Conflict, NotAllowed) as problem:
        return await _show_again(request, form, problem=problem)
    return await _show_again(request, form, said=said)


@public
async def letter_on_paper(request: web.Request) -> web.Response:
    """The answer as a PDF, for whoever has number and secret."""
    form = await read_form(request)
    try:
        async with request.app[SERVICES].db.reading() as tx:
            case = await _opened(request, tx, form)
            view = await case_view(tx, case, language_of(request))
            sent = await _letters(tx, case, view)
    except (NotFound, TooMany) as problem:
        return _ask_again(request, form, problem)
    if not sent:
        return await _show_again(request, form, problem=NotFound("There is no answer yet."))
    return await on_paper(sent[-1])


async def _letters(tx: Transaction, case: Case, view: View) -> list[Letter]:
    """Oldest first; none for whoever may not hear them, and none of an erased case."""
    if not view.may_hear:
        return []
    try:
        return [letter for _, letter in await sent_letters(tx, case)]
    except Erased:
        return []


async def _opened(request: web.Request, tx: Transaction, form: SentForm) -> Case:
    """The case that number and secret open. Counted by number and by address, right or wrong: guessing gets nowhere."""
    limits = request.app[LIMITS]
    if (address := address_of(request)) is not None:
        limits.take("track_from", address)
    limits.take("track", read_number(form.get("number")) or "none")
    return await case_by_secret(tx, number=form.get("number"), secret=form.get("secret"))


async def _do(tx: Transaction, case: Case, form: SentForm, files: list[InspectedFile]) -> str:
    """What is said about it. Files alone are an addition too: their names stand for the words."""
    wanted = wanted_act(form, allowed=await choices_of(tx, case))
    text = wanted.text or ", ".join(file.name for file in files)
    return await act_on(tx, case, wanted.act, replace(wanted.as_wish(how="track"), text=text))


async def _show_again(
    request: web.Request, form: SentForm, *, said: str | None = None, problem: Problem | None = None
) -> web.Response:
    """The page after an act, as the case stands now; what was typed is kept when it could not be done."""
    async with request.app[SERVICES].db.reading() as tx:
        case = await case_by_secret(tx, number=form.get("number"), secret=form.get("secret"))
        return await _show(request, tx, case, form, said=said, problem=problem)


async def _show(
    request: web.Request,
    tx: Transaction,
    case: Case,
    form: SentForm,
    *,
    said: str | None = None,
    problem: Problem | None = None,
) -> web.Response:
    language = language_of(request)
    view = await case_view(tx, case, language)
    return page(
        request,
        "intake/case.html",
        status=problem.status if problem else 200,
        secret=form.get("secret"),
        view=view,
        letters=[shown(letter) for letter in await _letters(tx, case, view)],
        said=translate(language, said, number=left_to_right(case.number)) if said else None,
        problem=translate(language, problem.text, **problem.values) if problem else None,
        typed=form.get("text") if problem else "",
    )


def _ask_again(request: web.Request, form: SentForm, problem: Problem) -> web.Response:
    error = translate(language_of(request), problem.text, **problem.values)
    response = page(request, "intake/track.html", status=problem.status, number=form.get("number")[:40], error=error)
    if isinstance(problem, TooMany):
        response.headers["Retry-After"] = str(problem.retry_after)
    return response
