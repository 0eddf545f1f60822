"""Why it happened: the page beside a case on which causes are put forward and confirmed."""

from __future__ import annotations

from aiohttp import web

from handoff.cases import Issue
from handoff.cases.looking_up import issues_of
from handoff.errors import NotFound
from handoff.improvement.finding_causes import causes_of, confirm_cause, likely_cause, suggest_cause
from handoff.improvement.models import RootCause
from handoff.improvement.wording import unseal_words
from handoff.insights.sight import case_for
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.acting import act
from handoff.web.console.case_acts import workable
from handoff.web.console.next_step import may_work
from handoff.web.console.show import at_desk, done
from handoff.web.insights.doors import actor_of, insights_page
from handoff.web.keys import AGENT, SERVICES


@at_desk("read_cases")
async def show(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.reading() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        causes = await causes_of(tx, case)
        rows = [
            (issue, [(cause, await unseal_words(tx, cause.key_owner, cause.words))
                     for cause in causes if cause.issue_id == issue.id], await likely_cause(tx, issue.topic))
            for issue in await issues_of(tx, case)
        ]  # fmt: skip
    works = may_work(request[AGENT], case)
    return insights_page(request, "causes.html", tab="causes", case=case, rows=rows, may_work=works)


@act("sort")
async def suggest(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        issue = await tx.get(Issue, id_in(request, "issue"))
        if issue is None or issue.case_id != case.id:
            raise NotFound
        await suggest_cause(tx, case, issue, code=form.get("code"), by=actor_of(request).name)
    return done(request, f"/console/cases/{case.number}/causes")


@act("sort")
async def confirm(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        cause = await tx.get(RootCause, id_in(request, "cause"))
        if cause is None or cause.case_id != case.id:
            raise NotFound
        await confirm_cause(
            tx, case, cause, method=form.get("method"), statement=form.get("statement"), evidence=form.get("evidence"),
            test=form.get("test") or None, beside=form.get("beside") or None, why_alone=form.get("why_alone") or None,
            systemic=form.get("systemic") == "yes", actor=actor_of(request),
        )  # fmt: skip
    return done(request, f"/console/cases/{case.number}/causes")
