"""The page of one case: the next thing first, then everything else in the order of the work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from aiohttp import web

from handoff import events
from handoff.cases import Case
from handoff.cases.assessing import severity_floor, suggested_severity
from handoff.cases.competence import competent
from handoff.cases.lifecycles import version_of
from handoff.db import Transaction
from handoff.follow_ups.leading_alerts import note_read, unread
from handoff.i18n import format_date_short
from handoff.insights.case_files import CaseFile, read_case_file
from handoff.insights.case_lists import same_person
from handoff.insights.case_notes import notes_of
from handoff.insights.examinations import read_examination
from handoff.insights.masking import mask_file, mask_note, text_masker
from handoff.insights.people import colleagues, people_by_id
from handoff.insights.sight import case_for
from handoff.insights.standing import status_of
from handoff.insights.views import sensitive_seen, view_of
from handoff.privacy.unmasking import note_seen
from handoff.staff import Agent
from handoff.web.console.after_view import after_context
from handoff.web.console.letters import letters_of
from handoff.web.console.next_step import may_approve, may_work, missing, next_step, trainings_in_words
from handoff.web.console.privacy.on_case import privacy_context
from handoff.web.console.show import at_desk, desk_page, words_for
from handoff.web.console.survey_result import survey_of
from handoff.web.console.timeline import actors_in, timeline
from handoff.web.console.words import COMPLEXITIES
from handoff.web.keys import AGENT, SERVICES

Further = Callable[[Transaction, web.Request, Case, dict[str, Any]], Awaitable[dict[str, Any]]]


@dataclass(frozen=True)
class Investigation:
    """The way into an investigation, and what is still missing for it."""

    missing: list[str]


@dataclass(frozen=True)
class Answering:
    """How this case can be answered now. `form` is where the answer's form goes: answer, proposal, or nowhere."""

    form: str = ""
    why_not: tuple[str, ...] = ()
    investigation: Investigation | None = None


@at_desk("read_cases")
async def show(request: web.Request) -> web.Response:
    return desk_page(request, "case.html", **await context_on_record(request))


async def context_on_record(request: web.Request, further: Further | None = None) -> dict[str, Any]:
    """Everything of the case that the address names, with what `further` adds. That it was looked at is written down first."""
    async with request.app[SERVICES].db.reading() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        context = await case_context(tx, request, case)
        view = context["view"]
        if further is not None:
            context |= await further(tx, request, case, context)
        seen = await sensitive_seen(tx, request[AGENT], case, view)
        alerted = await unread(tx, case, request[AGENT])
    if seen or alerted:  # on the record before it is shown
        async with request.app[SERVICES].db.transaction() as tx:
            await note_seen(tx, case, agent=request[AGENT], classes=seen)
            await note_read(tx, case, request[AGENT])
    return context


async def case_context(tx: Transaction, request: web.Request, case: Case, **typed: str) -> dict[str, Any]:
    """Everything case.html shows; `typed` fills its forms."""
    agent, words = request[AGENT], words_for(request)
    view = await view_of(tx, agent, case)
    file = mask_file(await read_case_file(tx, case), view, agent.language)
    rows = await events.of_case(tx, case.id)
    notes = [replace(note, text=mask_note(note.text, view, agent.language)) for note in await notes_of(tx, case)]
    people = await people_by_id(tx, actors_in(rows, file, notes))
    care = await read_examination(tx, case, agent, text_masker(view, agent.language, file.contact))
    decided = [*care.safety, care.scope] if care.scope else care.safety
    people |= await people_by_id(tx, {step.row.by_id for step in decided})
    works = may_work(agent, case)
    approves = case.state == "decision_pending" and may_approve(agent, file)
    return {
        "case": case,
        "file": file,
        "next_step": await next_step(tx, agent, file),
        "road": await version_of(tx, case),
        "told": await status_of(tx, case, case.language),
        "may_work": works,
        "may_approve": approves,
        "approval_missing": await _approval_missing(tx, agent, case) if approves else [],
        "answering": await _answering(tx, agent, file) if works else None,
        "care": care,
        "word": words,
        "floor": await severity_floor(tx, case),
        "suggested": await suggested_severity(tx, case),
        "competent": await competent(tx, case),
        "trainings_needed": trainings_in_words(tx, case, agent.language),
        "complexities": list(COMPLEXITIES),
        "front_line_remedies": _front_line_remedies(tx),
        "example_date": format_date_short(tx.clock.now() + timedelta(days=7), agent.language),
        "colleagues": await colleagues(tx, agent),
        "others_of_person": await same_person(tx, agent, case),
        "view": view,
        **await privacy_context(tx, agent, case),
        "notes": notes,
        "letters": letters_of(rows, words),
        "survey": await survey_of(tx, case, agent.language, text_masker(view, agent.language, file.contact)),
        "timeline": timeline(rows, words, people),
        "person_words": lambda agent_id: words.person(agent_id, people),
        "actor_words": lambda name: words.actor(name, people),
        **await after_context(tx, agent, case, text_masker(view, agent.language, file.contact)),
        "typed": typed,
        "wrong": [],
        "preview": "",
    }


async def _answering(tx: Transaction, agent: Agent, file: CaseFile) -> Answering | None:
    case = file.case
    if case.state == "early_resolution":
        return Answering(form="answer")
    elif case.state == "investigating":
        return Answering(form="proposal")
    elif case.state == "in_assessment" and file.assessment is not None:
        why_not = tuple(await missing(tx, case, "T05", agent.language))
        investigation = Investigation(await missing(tx, case, "T06", agent.language))
        return Answering(form="" if why_not else "answer", why_not=why_not, investigation=investigation)
    else:
        return None


async def _approval_missing(tx: Transaction, agent: Agent, case: Case) -> list[str]:
    return await missing(tx, case, "T17", agent.language, approver=agent.id)


def _front_line_remedies(tx: Transaction) -> frozenset[str]:
    """What somebody at the front line may promise alone."""
    return frozenset(code for code in tx.policy.remedies.catalogue if tx.policy.remedies.allowed("agent", code))
