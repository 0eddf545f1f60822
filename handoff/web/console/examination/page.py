"""Looking into a case: the plan first, then evidence, who was heard, what was asked; the rest is one step away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from aiohttp import web

from handoff.cases import Case
from handoff.db import Transaction
from handoff.errors import NotAllowed
from handoff.i18n import format_date_short
from handoff.insights.case_files import read_case_file
from handoff.insights.examinations import read_examination, similar_cases
from handoff.insights.masking import mask_file, text_masker
from handoff.insights.people import colleagues, people_by_id
from handoff.insights.sight import case_for
from handoff.insights.views import sensitive_seen, view_of
from handoff.privacy.unmasking import note_seen
from handoff.web.console.next_step import may_approve, may_work, missing
from handoff.web.console.show import at_desk, desk_page, words_for
from handoff.web.keys import AGENT, SERVICES

EXAMINED = ("investigating", "internal_review", "own_motion", "awaiting_complainant", "awaiting_third_party")


@at_desk("investigate")
async def show(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.reading() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        context = await examination_context(tx, request, case)
        context["alike"] = await similar_cases(tx, request[AGENT], case)
    await keep_seen(request, case)
    return desk_page(request, "examination/page.html", **context)


async def examination_context(tx: Transaction, request: web.Request, case: Case) -> dict[str, Any]:
    """What both pages show. For who works on the case, and for who may approve its decision."""
    agent, words = request[AGENT], words_for(request)
    view = await view_of(tx, agent, case)
    whole = await read_case_file(tx, case)
    works, approves = may_work(agent, case), case.state == "decision_pending" and may_approve(agent, whole)
    if not (works or approves):
        raise NotAllowed("Only whoever answers for this case may do this. Take charge of it first.")
    mask = text_masker(view, agent.language, whole.contact)
    examination = await read_examination(tx, case, agent, mask)
    others = await colleagues(tx, agent)
    return {
        "case": case,
        "file": mask_file(whole, view, agent.language),
        "examination": examination,
        "may_work": works and case.state in EXAMINED,
        "may_approve": approves,
        "lacking": await missing(tx, case, "T15", agent.language, investigator=agent.id),
        "people": [agent, *others],
        "word": words,
        "person_words": person_words(words, await people_by_id(tx, _named(examination))),
        "example_date": format_date_short(tx.clock.now() + timedelta(days=10), agent.language),
        "stage_open": case.state in EXAMINED,
    }


async def keep_seen(request: web.Request, case: Case) -> None:
    """Looking at a specially protected file is on the record."""
    async with request.app[SERVICES].db.reading() as tx:
        seen = await sensitive_seen(tx, request[AGENT], await tx.get_one(Case, case.id))
    if seen:
        async with request.app[SERVICES].db.transaction() as tx:
            await note_seen(tx, await tx.get_one(Case, case.id), agent=request[AGENT], classes=seen)


def person_words(words: Any, people: Any) -> Any:
    return lambda agent_id: words.person(agent_id, people)


def _named(examination: Any) -> set[int]:
    rows = [*examination.evidence, *examination.interviews, *examination.questions, *examination.safety]
    ids = {written.row.by_id for written in rows}
    return ids | {written.row.ended_by_id for written in examination.plan if written.row.ended_by_id}
