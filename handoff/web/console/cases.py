"""Lists of cases, and the search among them."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from handoff.cases.numbering import read_number
from handoff.i18n import mark, translate
from handoff.insights.case_lines import CaseLine
from handoff.insights.case_lists import list_cases
from handoff.insights.finding import Sought, find_cases
from handoff.insights.paging import Page, read_place
from handoff.insights.people import everybody
from handoff.staff import Agent, may_lead
from handoff.web.console.show import at_desk, desk_page
from handoff.web.console.sought import FIELDS, address, read_sought
from handoff.web.keys import AGENT, SERVICES

VIEWS = {
    "mine": (mark("My cases"), mark("You answer for no open case.")),
    "unowned": (mark("Without an owner"), mark("Somebody answers for every open case.")),
    "overdue": (mark("Late"), mark("No promise is late.")),
    "approval": (mark("Waiting for approval"), mark("No decision waits for approval.")),
    "all": (mark("All open cases"), mark("There is no open case.")),
    "closed": (mark("Closed"), mark("No case was closed yet.")),
}
CAME_BY = ("chat", "form", "phone", "in_person", "email", "post")
NOTHING_FOUND = mark(
    "Nothing was found. Search by the whole number, address, telephone or order, or by whole words of the name."
)


@at_desk("read_cases")
async def show(request: web.Request) -> web.StreamResponse:
    agent, policy = request[AGENT], request.app[SERVICES].policy
    sought, place = read_sought(request.query, policy), read_place(request.query.get("after", ""))
    view = request.query.get("view", "all" if may_lead(agent.roles) else "mine")
    view = "" if sought else view if view in VIEWS else "mine"
    async with request.app[SERVICES].db.reading() as tx:
        page = await (find_cases(tx, agent, sought, place) if sought else list_cases(tx, agent, view, place))
        people = await everybody(tx)
    if len(page.lines) == 1 and place is None and _is_number_alone(sought):
        return web.Response(status=303, headers={"Location": f"/console/cases/{page.lines[0].case.number}"})
    return _page(request, agent, sought, view, page, people)


def _is_number_alone(sought: Sought) -> bool:
    return sought == Sought(words=sought.words) and read_number(sought.words) is not None


def _page(
    request: web.Request, agent: Agent, sought: Sought, view: str, page: Page[CaseLine], people: list[Agent]
) -> web.Response:
    heading, nothing = VIEWS[view] if view else (mark("Found"), NOTHING_FOUND)
    if sought.words:
        heading = mark("Found for “{words}”")
    typed = {name: request.query.get(name, "") for name in FIELDS}
    context: dict[str, Any] = {
        "view": view, "lines": page.lines, "words": sought.words, "typed": typed, "people": people, "channels": CAME_BY,
        "heading": translate(agent.language, heading, words=sought.words), "nothing": translate(agent.language, nothing),
        "narrowed": bool(sought) and sought != Sought(words=sought.words),
        "further": address(request.query, after=str(page.next)) if page.next else "",
        "from_start": address(request.query) if request.query.get("after") else "",
        "query": f"?{request.query_string}" if request.query_string else "",
        "views": [(code, translate(agent.language, text)) for code, (text, _) in VIEWS.items()],
    }  # fmt: skip
    return desk_page(request, "cases.html", place="cases", **context)
