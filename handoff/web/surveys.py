"""The survey behind a one-time link: four questions, a word, and whether somebody should call. It needs no script."""

from __future__ import annotations

from aiohttp import web

from handoff.cases import Case
from handoff.db import Transaction
from handoff.errors import Conflict, NotFound
from handoff.surveys.answering import keep_answers
from handoff.surveys.asking import questions_of
from handoff.surveys.inviting import survey_by_token
from handoff.surveys.models import Survey
from handoff.web.addresses import address_of
from handoff.web.bodies import SentForm, read_form
from handoff.web.identity import public
from handoff.web.keys import LIMITS, SERVICES
from handoff.web.rendering import page

CANNOT_SAY = "none"


@public
async def show(request: web.Request) -> web.Response:
    _count(request)
    try:
        async with request.app[SERVICES].db.reading() as tx:
            survey = await survey_by_token(tx, request.match_info["token"])
            case, language = await tx.get_one(Case, survey.case_id), _language(request, survey)
            return page(
                request,
                "survey/survey.html",
                language=language,
                intro=tx.policy.survey.intro.say(language).format(number=case.number),
                items=questions_of(tx, survey),
                answers=survey.answers,
            )
    except NotFound:
        return _over(request)


@public
async def answer(request: web.Request) -> web.Response:
    _count(request)
    form = await read_form(request)
    try:
        async with request.app[SERVICES].db.transaction() as tx:
            survey = await survey_by_token(tx, request.match_info["token"])
            await _keep(tx, survey, form)
            language = _language(request, survey)
    except (NotFound, Conflict):
        return _over(request)
    return page(request, "survey/thanks.html", language=language, contact_wanted=bool(form.get("contact")))


async def _keep(tx: Transaction, survey: Survey, form: SentForm) -> None:
    """What was ticked counts, what was left open stays open: nobody has to answer everything."""
    answers = {code: _value(form.get(code)) for code in survey.items if form.get(code)}
    await keep_answers(
        tx,
        survey,
        answers=answers,
        comment=form.get("comment")[:4000] or None,
        contact_wanted=bool(form.get("contact")),
        finished=True,
    )


def _value(text: str) -> int | None:
    """A tick that was not on the page (0 is on no scale) is refused by `keep_answers`."""
    if text == CANNOT_SAY:
        return None
    return int(text) if text.isascii() and text.isdigit() else 0


def _language(request: web.Request, survey: Survey) -> str:
    return request.query.get("lang") or survey.language


def _over(request: web.Request) -> web.Response:
    return page(request, "survey/over.html", status=404)


def _count(request: web.Request) -> None:
    if (address := address_of(request)) is not None:
        request.app[LIMITS].take("survey", address)
