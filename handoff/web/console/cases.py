"""Lists of cases, and the search among them."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from handoff.cases.numbering import read_number
from handoff.i18n import mark, translate
from handoff.insights import case_lists
from handoff.staff import may_lead
from handoff.web.console.show import at_desk, desk_page
from handoff.web.keys import AGENT, SERVICES

VIEWS = {
    "mine": (mark("My cases"), case_lists.cases_owned_by, mark("You answer for no open case.")),
    "unowned": (mark("Without an owner"), case_lists.unowned_cases, mark("Somebody answers for every open case.")),
    "overdue": (mark("Late"), case_lists.overdue_cases, mark("No promise is late.")),
    "approval": (
        mark("Waiting for approval"), case_lists.waiting_for_approval, mark("No decision waits for approval."),
    ),
    "all": (mark("All open cases"), case_lists.team_cases, mark("There is no open case.")),
    "closed": (mark("Closed"), case_lists.closed_cases, mark("No case was closed yet.")),
}  # fmt: skip


@at_desk("read_cases")
async def show(request: web.Request) -> web.StreamResponse:
    words = request.query.get("q", "").strip()[:200]
    if words:
        return await _search(request, words)
    agent = request[AGENT]
    view = request.query.get("view", "all" if may_lead(agent.roles) else "mine")
    heading, read, nothing = VIEWS.get(view, VIEWS["mine"])
    async with request.app[SERVICES].db.reading() as tx:
        lines = await read(tx, agent)
    return _page(
        request, view=view, lines=lines, heading=translate(agent.language, heading),
        nothing=translate(agent.language, nothing),
    )  # fmt: skip


async def _search(request: web.Request, words: str) -> web.StreamResponse:
    agent = request[AGENT]
    async with request.app[SERVICES].db.reading() as tx:
        lines = await case_lists.search_cases(tx, agent, words)
    if len(lines) == 1 and read_number(words):
        return web.Response(status=303, headers={"Location": f"/console/cases/{lines[0].case.number}"})
    nothing = mark(
        "Nothing was found. Search by the whole number, by the whole e-mail address, or by a part of the name."
    )
    return _page(
        request, view="", lines=lines, words=words, heading=translate(agent.language, "Found for “{words}”", words=words),
        nothing=translate(agent.language, nothing),
    )  # fmt: skip


def _page(request: web.Request, **context: Any) -> web.Response:
    query = f"?{request.query_string}" if request.query_string else ""
    views = [(code, translate(request[AGENT].language, heading)) for code, (heading, _, _) in VIEWS.items()]
    return desk_page(request, "cases.html", place="cases", views=views, query=query, **context)
