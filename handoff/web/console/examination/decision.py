"""The decision: each point with its finding, reason and remedy, then the letter as it would go, and what is still missing."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from handoff.cases import Actor, Case, Issue, RemedyItem
from handoff.cases.answering import propose_decision
from handoff.cases.composing import compose, letter_of, remedy_line, without_name
from handoff.cases.finding import Finding, Remedy, drop_remedy, find, plan_remedy
from handoff.cases.looking_up import latest_answer
from handoff.cases.triage.splitting import describe_issue, split_issue
from handoff.db import Transaction, keys
from handoff.errors import NotFound
from handoff.follow_ups.ending import reminded_of_question
from handoff.insights.returned import last_comment
from handoff.insights.sight import case_for
from handoff.insights.views import view_of
from handoff.staff import Agent
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.acting import act, chosen_number
from handoff.web.console.case_acts import workable
from handoff.web.console.examination.page import examination_context, keep_seen
from handoff.web.console.examination.reading_forms import amount_in, day_to_come
from handoff.web.console.next_step import missing
from handoff.web.console.show import at_desk, desk_page, done
from handoff.web.keys import AGENT, SERVICES
from handoff.web.letters import on_paper as letter_on_paper
from handoff.web.letters import shown


@at_desk("investigate")
async def show(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.reading() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        context = await decision_context(tx, request, case, words=request.query.get("words"))
    await keep_seen(request, case)
    return desk_page(request, "examination/decision.html", **context)


@act("propose")
async def preview(request: web.Request, form: SentForm) -> web.StreamResponse:
    """The page again with the words that were typed, and the letter as it would go with them. Nothing is kept."""
    async with request.app[SERVICES].db.reading() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        context = await decision_context(tx, request, case, words=form.get("words"))
    return desk_page(request, "examination/decision.html", **context)


async def decision_context(tx: Transaction, request: web.Request, case: Case, *, words: str | None) -> dict[str, Any]:
    context = await examination_context(tx, request, case)
    agent, answer = request[AGENT], await latest_answer(tx, case)
    waits = case.state == "decision_pending" and answer is not None
    if words is None and answer is not None and answer.sent_at is None:
        words = await keys.unseal(tx, case.key_owner, answer.body)
    if waits and answer is not None:
        letter = await letter_of(tx, case, answer)
    else:
        letter = await compose(tx, case, words or "", signed=await tx.get(Agent, agent.id))
    if not (await view_of(tx, agent, case)).sees("identity"):
        letter = without_name(tx, letter)
    lines = {
        offered.item.id: await remedy_line(tx, case, offered.item)
        for offered in context["file"].remedies
        if offered.item.offered_at is None
    }
    context["lacking"] = [
        sentence
        for sentence in context["lacking"]
        # What only the words themselves settle is not missing while they are being written.
        if not (words and sentence == request.app[SERVICES].policy.guards["reasons"].say(agent.language))
    ]
    return {
        **context,
        "letter_words": words or "",
        "letter": shown(letter),
        "remedy_lines": lines,
        "returned": await _returned(tx, case),
        "approval_lacking": await missing(tx, case, "T17", agent.language, approver=agent.id) if waits else [],
        "waits": waits,
    }


@at_desk("investigate")
async def on_paper(request: web.Request) -> web.Response:
    """The proposed or sent letter as the complainant would print it."""
    async with request.app[SERVICES].db.reading() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        await examination_context(tx, request, case)
        answer = await latest_answer(tx, case)
        if answer is None:
            raise NotFound("There is no letter yet.")
        letter = await letter_of(tx, case, answer)
        if not (await view_of(tx, request[AGENT], case)).sees("identity"):
            letter = without_name(tx, letter)
    return await letter_on_paper(letter)


@act("propose")
async def keep_finding(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        issue = await _issue(tx, request, case)
        finding = Finding(
            outcome=form.get("outcome"), reason=form.get("reason"), cause=form.get("cause") or None,
            why_no_remedy=form.get("why_no_remedy") or None,
        )  # fmt: skip
        if claim := form.get("claim"):
            await describe_issue(tx, case, issue, claim=claim, actor=_who(request))
        await find(tx, case, issue, finding, actor=_who(request))
    return done(request, f"/console/cases/{case.number}/decision#point-{issue.id}")


@act("sort")
async def split(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        issue = await _issue(tx, request, case)
        await split_issue(tx, case, issue, topic=form.get("topic"), claim=form.get("claim"), actor=_who(request))
    return done(request, f"/console/cases/{case.number}#issues")


@act("propose")
async def add_remedy(request: web.Request, form: SentForm) -> web.StreamResponse:
    policy = request.app[SERVICES].policy
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        amount = amount_in(form, "amount")
        remedy = Remedy(
            code=form.get("code"), due_at=day_to_come(form, "due", policy), detail=form.get("detail") or None,
            amount=amount, currency=policy.organisation.currency if amount is not None else None,
            owner_id=chosen_number(form, "owner"), issue_id=chosen_number(form, "issue") or None,
        )  # fmt: skip
        await plan_remedy(tx, case, remedy, actor=_who(request))
    where = f"point-{remedy.issue_id}" if remedy.issue_id else "whole"
    return done(request, f"/console/cases/{case.number}/decision#{where}")


@act("propose")
async def take_out_remedy(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        item = await tx.get(RemedyItem, id_in(request, "item"))
        if item is None or item.case_id != case.id:
            raise NotFound
        await drop_remedy(tx, case, item, actor=_who(request))
    return done(request, f"/console/cases/{case.number}/decision")


@act("propose")
async def put_forward(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        reminded = case.state == "awaiting_complainant" and await reminded_of_question(tx, case)
        await propose_decision(tx, case, text=form.get("words"), reminders_sent=reminded, actor=_who(request))
    return done(request, f"/console/cases/{case.number}/decision")


async def _issue(tx: Transaction, request: web.Request, case: Case) -> Issue:
    issue = await tx.get(Issue, id_in(request, "issue"))
    if issue is None or issue.case_id != case.id:
        raise NotFound
    return issue


async def _returned(tx: Transaction, case: Case) -> str | None:
    """What the last reader wanted changed, while it is being worked on again."""
    if case.state != "investigating":
        return None
    return await last_comment(tx, case)


def _who(request: web.Request) -> Actor:
    return Actor.agent(request[AGENT].id, "investigator")
