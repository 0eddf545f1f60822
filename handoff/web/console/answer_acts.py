"""Answer a case at the front line, propose a decision, approve or return it, and draft or preview the letter."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from handoff.cases import Actor, Case
from handoff.cases.answering import answer_at_front_line, approve, propose, send_back
from handoff.cases.looking_up import issues_of
from handoff.cases.parties import complainant_of
from handoff.db import Transaction
from handoff.errors import Invalid, Problem
from handoff.insights.sight import case_for
from handoff.web.bodies import SentForm, read_form
from handoff.web.console.acting import act, problem_body, sentences
from handoff.web.console.answer_form import Incomplete, Written, read_answer
from handoff.web.console.case_acts import workable
from handoff.web.console.case_page import case_context
from handoff.web.console.letter_text import letter_text
from handoff.web.console.show import at_desk, desk_page, done, words_for
from handoff.web.keys import AGENT, SERVICES
from handoff.web.rendering import wants_page

Sending = Callable[[Transaction, web.Request, Case, SentForm, Written], Awaitable[None]]


@at_desk("answer")
async def answer(request: web.Request) -> web.StreamResponse:
    return await _write(request, _answer, causes=False)


@at_desk("propose")
async def proposal(request: web.Request) -> web.StreamResponse:
    return await _write(request, _propose, causes=True)


@act("answer")
async def draft_letter(request: web.Request, form: SentForm) -> web.StreamResponse:
    """The letter's first draft, for a page that puts it into the box itself."""
    async with request.app[SERVICES].db.reading() as tx:
        case = await workable(tx, request)
        return web.json_response({"letter": await _drafted(tx, request, case, form)})


@act("approve")
async def approve_decision(request: web.Request, _form: SentForm) -> web.StreamResponse:
    agent = request[AGENT]
    async with request.app[SERVICES].db.transaction() as tx:
        case = await case_for(tx, agent, request.match_info["number"])
        await approve(tx, case, actor=Actor.agent(agent.id, _approving(agent.roles)))
    return done(request, f"/console/cases/{case.number}")


@act("approve")
async def return_decision(request: web.Request, form: SentForm) -> web.StreamResponse:
    agent = request[AGENT]
    async with request.app[SERVICES].db.transaction() as tx:
        case = await case_for(tx, agent, request.match_info["number"])
        comment = form.get("comment")
        await send_back(tx, case, comment=comment, actor=Actor.agent(agent.id, _approving(agent.roles)))
    return done(request, f"/console/cases/{case.number}")


async def _write(request: web.Request, send: Sending, *, causes: bool) -> web.StreamResponse:
    """Draft or preview the letter, or send. Whatever stands in the way, everything typed stays in the form."""
    form = await read_form(request)
    step = form.get("step") or "send"
    try:
        if step == "send":
            async with request.app[SERVICES].db.transaction() as tx:
                case = await workable(tx, request)
                written = read_answer(form, await issues_of(tx, case), words_for(request), causes=causes)
                _check(request, written)
                await send(tx, request, case, form, written)
            return done(request, f"/console/cases/{case.number}")
        return await _again(request, form, step=step)
    except Problem as problem:
        if not wants_page(request):
            return web.json_response(problem_body(request, problem), status=problem.status)
        return await _again(request, form, step="", wrong=sentences(request, problem)[1:], status=problem.status)


async def _again(
    request: web.Request, form: SentForm, *, step: str, wrong: list[str] | None = None, status: int = 200
) -> web.StreamResponse:
    async with request.app[SERVICES].db.reading() as tx:
        case = await workable(tx, request)
        typed = {name: values[0] for name, values in form.fields.items()}
        if step == "compose":
            typed["letter"] = await _drafted(tx, request, case, form)
        context = await case_context(tx, request, case, **typed)
    preview = typed.get("letter", "") if step == "preview" else ""
    return desk_page(request, "case.html", status=status, **{**context, "wrong": wrong or [], "preview": preview})


async def _drafted(tx: Transaction, request: web.Request, case: Case, form: SentForm) -> str:
    issues = await issues_of(tx, case)
    written = read_answer(form, issues, words_for(request), causes=False)
    name = (await complainant_of(tx, case)).name
    return letter_text(case, issues, written, name=name, agent=request[AGENT], policy=tx.policy)


def _check(request: web.Request, written: Written) -> None:
    lacks = list(written.lacks)
    if not written.letter:
        lacks.append(request.app[SERVICES].policy.guards["answer_text"].say(request[AGENT].language))
    if lacks:
        raise Incomplete(lacks)


async def _answer(tx: Transaction, request: web.Request, case: Case, _form: SentForm, written: Written) -> None:
    await answer_at_front_line(
        tx, case, findings=written.findings, text=written.letter, remedies=written.remedies,
        actor=Actor.agent(request[AGENT].id),
    )  # fmt: skip


async def _propose(tx: Transaction, request: web.Request, case: Case, form: SentForm, written: Written) -> None:
    await propose(
        tx, case, findings=written.findings, text=written.letter, remedies=written.remedies,
        evidence=form.get("evidence"), why_no_remedy=form.get("why_no_remedy") or None,
        actor=Actor.agent(request[AGENT].id, "investigator"),
    )  # fmt: skip


def _approving(roles: list[str]) -> str:
    if "approver" in roles:
        return "approver"
    elif "supervisor" in roles:
        return "supervisor"
    raise Invalid("You may not approve decisions.", code="not_approver")
