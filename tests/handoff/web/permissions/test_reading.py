"""Every cell of the table of permissions.yaml, over HTTP: who may read it reads it, who may not does not.

What a level means is said here once more, in plain words and apart from the code, so that the two can disagree.
"""

from __future__ import annotations

import pytest

from handoff.policy.permissions import Scope
from handoff.staff.roles import ROLES
from handoff.web.identity import door_of
from tests.handoff.conftest import make_agent, packaged_policy
from tests.handoff.web.console.conftest import JSON, PAGE
from tests.handoff.web.permissions.cases import MARKS, person, told

PERMISSIONS = packaged_policy().permissions
# What is redacted shows its words; that names and numbers are taken out is seen by the cells of identity and numbers.
# level -> in clear on: a colleague's case, their own case. Everything else is reached by a reason, or not at all.
CLEAR = {
    "no": (False, False), "extract": (False, False), "redacted": (True, True), "masked": (False, False),
    "reason": (False, False), "named": (False, True), "assigned": (False, True), "at_hand": (False, True),
    "deciding": (False, True), "stage_2": (False, True), "safety": (False, True), "clear": (True, True),
}  # fmt: skip
ON_REASON = {"masked", "reason", "assigned", "at_hand", "deciding", "stage_2", "safety"}


def comes_to(role: str, *, own: bool) -> bool:
    scopes = PERMISSIONS.roles[role].scopes
    return Scope.ALL in scopes or (own and Scope.OWN in scopes)


def expected(role: str, content: str, *, own: bool, flag: str = "") -> bool:
    """Whether somebody with this role reads this class in clear."""
    level = PERMISSIONS.roles[role].level(content).value
    clear = comes_to(role, own=own) and CLEAR[level][own]
    if content == "numbers":  # they stand inside the story
        clear = clear and expected(role, "narrative", own=own)
    if flag:
        clear = clear and CLEAR[PERMISSIONS.roles[role].level(flag).value][own]
    return clear


async def pages_of(desk, services, case) -> str:
    """Everything that the desk shows this person at any address, as one text."""
    fill = {
        "{number}": case.case.number, "{conversation}": str(case.talk.id), "{file}": str(case.file),
        "{issue}": "1", "{item}": "1", "{task}": "1", "{offer}": "1",
    }  # fmt: skip
    texts = []
    for route in desk.server.app.router.routes():
        door = door_of(route.handler)
        if route.method != "GET" or door is None or door.kind != "staff":
            continue
        path = route.resource.canonical
        for name, value in fill.items():
            path = path.replace(name, value)
        for query in ("", "?view=all", "?view=closed", "?q=sara@example.com", f"?talk={case.talk.id}", "?q=Ahmadi"):
            answer = await desk.get(path + query, headers=PAGE)
            if answer.status == 200 and answer.content_type in ("text/html", "application/json"):
                # what somebody searched for stands in the page: it gives nothing away
                texts.append(
                    (await answer.text()).replace(query.removeprefix("?q="), "")
                    if "?q=" in query
                    else await answer.text()
                )
    return "\n".join(texts)


@pytest.mark.parametrize("own", [False, True], ids=["a colleague's case", "their own case"])
@pytest.mark.parametrize("role", ROLES)
async def test_each_class_is_read_in_clear_by_exactly_those_who_may(services, desk_of, role, own):
    someone, colleague = (
        await person(services, role),
        await make_agent(
            services, name="Omid", name_fa="امید", email="omid@example.com", roles=["agent", "investigator"]
        ),
    )
    case = await told(services, owner=someone if own else colleague, key="a case")
    shown = await pages_of(await desk_of(someone), services, case)
    found = {content: any(mark in shown for mark in marks) for content, marks in MARKS.items()}
    assert found == {content: expected(role, content, own=own) for content in MARKS}


@pytest.mark.parametrize("flag", ["special", "staff_subject"])
@pytest.mark.parametrize("own", [False, True], ids=["a colleague's case", "their own case"])
@pytest.mark.parametrize("role", ROLES)
async def test_a_protected_file_is_read_by_who_may_read_both_the_class_and_such_a_file(
    services, desk_of, role, own, flag
):
    someone, colleague = (
        await person(services, role),
        await make_agent(services, name="Omid", name_fa="امید", email="omid@example.com", roles=["investigator"]),
    )
    case = await told(
        services, owner=someone if own else colleague, key="a case", flags=[flag], staff_subject=flag == "staff_subject"
    )
    shown = await pages_of(await desk_of(someone), services, case)
    contents = ("identity", "narrative", "needs", "notes")
    found = {content: any(mark in shown for mark in MARKS[content]) for content in contents}
    assert found == {content: expected(role, content, own=own, flag=flag) for content in contents}


@pytest.mark.parametrize("content", ["identity", "narrative", "numbers", "needs", "notes"])
@pytest.mark.parametrize("role", ROLES)
async def test_a_reason_opens_exactly_what_the_table_says(services, desk_of, role, content):
    someone = await person(services, role, manager_id=None)
    colleague = await make_agent(services, name="Omid", name_fa="امید", email="omid@example.com", roles=["agent"])
    case = await told(services, owner=colleague, key="a case")
    desk = await desk_of(someone)
    answer = await desk.post(
        f"/console/cases/{case.case.number}/unmasking",
        data={"class": content, "reason": "The complainant is on the telephone."}, headers=JSON,
    )  # fmt: skip
    level = PERMISSIONS.roles[role].level(content).value
    opens = comes_to(role, own=False) and level in ON_REASON and PERMISSIONS.allows([role], "unmask")
    assert (answer.status == 200) == opens, await answer.text()


async def test_a_file_itself_is_for_who_reads_the_story_in_clear(services, desk_of):
    owner = await make_agent(services, name="Omid", name_fa="امید", email="omid@example.com", roles=["agent"])
    auditor = await person(services, "auditor")
    case = await told(services, owner=owner, key="a case")
    assert (await (await desk_of(owner)).get(f"/console/files/{case.file}")).status == 200
    answer = await (await desk_of(auditor)).get(f"/console/files/{case.file}", headers=JSON)
    assert (answer.status, (await answer.json())["code"]) == (403, "hidden")
