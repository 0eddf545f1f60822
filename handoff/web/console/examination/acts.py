"""What can be done while looking into a case. Each act is the domain's own; here its form is read."""

from __future__ import annotations

from aiohttp import web

from handoff.cases import Actor, Issue
from handoff.cases.examination.asking import ask_complainant, ask_third_party, note_third_party_reply
from handoff.cases.examination.declaring import declare
from handoff.cases.examination.gathering import File, Found, gather
from handoff.cases.examination.interviewing import hear, note_not_heard
from handoff.cases.examination.planning import SIMILAR, add_step, end_step
from handoff.cases.records import PlanStep
from handoff.conversations.attaching import inspect_file
from handoff.conversations.filing import InspectedFile, sealed
from handoff.db import Transaction
from handoff.errors import NotFound, Problem
from handoff.insights.examinations import count_alike
from handoff.insights.sight import case_for
from handoff.web.access import id_in
from handoff.web.bodies import SentForm, read_form
from handoff.web.console.acting import act, problem_body, sentences
from handoff.web.console.case_acts import workable
from handoff.web.console.examination.reading_forms import day_gone, day_to_come
from handoff.web.console.show import at_desk, desk_page, done
from handoff.web.keys import AGENT, LIMITS, SERVICES
from handoff.web.rendering import wants_page


@act("investigate")
async def declare_interest(request: web.Request, form: SentForm) -> web.StreamResponse:
    """Who has a stake is out of the case with this very answer, and sees it no more."""
    agent, stake = request[AGENT], form.get("stake") == "yes"
    async with request.app[SERVICES].db.transaction() as tx:
        case = await case_for(tx, agent, request.match_info["number"])
        await declare(tx, case, stake=stake, words=form.get("words"), actor=Actor.agent(agent.id))
    return done(request, "/console/cases" if stake else f"/console/cases/{case.number}/examination")


@act("investigate")
async def plan_step(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        await add_step(tx, case, words=form.get("words"), actor=_who(request))
    return done(request, f"/console/cases/{case.number}/examination#plan")


@act("investigate")
async def finish_step(request: web.Request, form: SentForm) -> web.StreamResponse:
    """The search for similar cases notes by itself how many there were."""
    agent = request[AGENT]
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        step = await tx.get(PlanStep, id_in(request, "step"))
        if step is None or step.case_id != case.id:
            raise NotFound
        result, let_go = form.get("result"), form.get("how") == "let_go"
        if step.code == SIMILAR and not let_go:
            result = f"{await count_alike(tx, agent, case)}: {result}"
        await end_step(tx, case, step, result=result, let_go=let_go, actor=_who(request))
    return done(request, f"/console/cases/{case.number}/examination#plan")


@at_desk("investigate")
async def add_evidence(request: web.Request) -> web.StreamResponse:
    """With a file or without; what was typed is shown again when something is missing."""
    services = request.app[SERVICES]
    form = await read_form(request, file_limit=services.settings.files_limit + 1, files=1)
    try:
        file = await _inspected(request, form)
        async with services.db.transaction() as tx:
            case = await workable(tx, request)
            found = await _found(tx, request, form, file)
            await gather(tx, case, found, actor=_who(request))
    except Problem as problem:
        if not wants_page(request):
            return web.json_response(problem_body(request, problem), status=problem.status)
        typed = [value for values in form.fields.values() for value in values if len(value) > 20]
        back = f"/console/cases/{request.match_info['number']}/examination#evidence"
        return desk_page(
            request,
            "problem.html",
            status=problem.status,
            sentences=sentences(request, problem),
            typed=typed,
            back=back,
        )
    return done(request, f"/console/cases/{case.number}/examination#evidence")


@act("investigate")
async def note_interview(request: web.Request, form: SentForm) -> web.StreamResponse:
    services = request.app[SERVICES]
    async with services.db.transaction() as tx:
        case = await workable(tx, request)
        who, name = form.get("who"), form.get("name") or None
        if form.get("how") == "not_heard":
            await note_not_heard(tx, case, who=who, name=name, because=form.get("words"), actor=_who(request))
        else:
            at = day_gone(form, "day", services.policy, tx.clock.now())
            await hear(
                tx, case, who=who, name=name, words=form.get("words"), companion=form.get("companion") or None,
                heard_at=at, actor=_who(request),
            )  # fmt: skip
    return done(request, f"/console/cases/{case.number}/examination#hearing")


@act("investigate")
async def ask(request: web.Request, form: SentForm) -> web.StreamResponse:
    """The complainant, or somebody outside."""
    services = request.app[SERVICES]
    async with services.db.transaction() as tx:
        case = await workable(tx, request)
        by = day_to_come(form, "reply_by", services.policy)
        if form.get("to") == "third_party":
            await ask_third_party(
                tx, case, name=form.get("name"), email=form.get("email") or None, question=form.get("words"),
                lawful_because=form.get("why"), reply_by=by, actor=_who(request),
            )  # fmt: skip
        else:
            await ask_complainant(
                tx, case, questions=form.get("words"), why=form.get("why"), reply_by=by, actor=_who(request)
            )
    return done(request, f"/console/cases/{case.number}/examination#questions")


@act("investigate")
async def note_reply(request: web.Request, form: SentForm) -> web.StreamResponse:
    """What somebody outside answered; without words we go on without it."""
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        await note_third_party_reply(tx, case, words=form.get("words"), actor=_who(request))
    return done(request, f"/console/cases/{case.number}/examination#questions")


def _who(request: web.Request) -> Actor:
    return Actor.agent(request[AGENT].id, "investigator")


async def _inspected(request: web.Request, form: SentForm) -> InspectedFile | None:
    chosen = next((file for file in form.files if file.content), None)
    if chosen is None:
        return None
    request.app[LIMITS].take("upload", f"agent:{request[AGENT].id}")
    kind, content = await inspect_file(chosen.content, limit=request.app[SERVICES].settings.files_limit)
    return InspectedFile(chosen.name, kind, content)


async def _found(tx: Transaction, request: web.Request, form: SentForm, file: InspectedFile | None) -> Found:
    """The file is kept under the case's seal; its hash is taken from the very bytes that are kept."""
    case = await workable(tx, request)
    kept = None
    if file is not None:
        row = await sealed(tx, case, file)
        tx.add(row)
        await tx.flush()
        kept = File(id=row.id, sha256=row.sha256)
    chosen = form.get("issue")
    issue = await tx.get(Issue, int(chosen)) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None
    if issue is not None and issue.case_id != case.id:
        raise NotFound
    policy = request.app[SERVICES].policy
    return Found(
        kind=form.get("kind"), words=form.get("words"), source=form.get("source"), issue=issue, file=kept,
        obtained_at=day_gone(form, "day", policy, tx.clock.now()), sensitive=form.get("sensitive") == "yes",
    )  # fmt: skip
