"""Every act of every role, over HTTP: a role that may comes past the door, one that may not is told so."""

from __future__ import annotations

import re

import pytest
from aiohttp import WSMsgType

from handoff.staff.roles import ROLES
from handoff.web.console.show import at_desk
from handoff.web.identity import door_of
from handoff.web.routes import routes
from tests.handoff.conftest import packaged_policy
from tests.handoff.web.console.conftest import JSON
from tests.handoff.web.permissions.cases import person

PERMISSIONS = packaged_policy().permissions
STAFF = [
    (route.method, route.path, door.act)
    for route in routes(demo=True)
    if (door := door_of(route.handler)) and door.kind == "staff"
]


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_comes_through_exactly_the_doors_the_table_opens(services, desk_of, role):
    desk = await desk_of(await person(services, role))
    wrong = []
    for method, path, act in STAFF:
        if "sign-out" in path:
            continue
        answer = await desk.request(
            method,
            re.sub(r"{\w+}", "1", path),
            data={} if method == "POST" else None,
            headers=JSON,
            allow_redirects=False,
        )
        body = await answer.json() if answer.status == 403 else {}
        refused = body.get("code") == "not_your_role"
        if refused == PERMISSIONS.allows([role], act):
            wrong.append((method, path, act, answer.status, body))
    assert wrong == []


def test_every_handler_of_the_desk_names_an_act_of_the_table_and_every_act_is_needed_somewhere():
    needed = {act for _method, _path, act in STAFF}
    assert needed <= set(PERMISSIONS.acts)
    inside = {"see_queue", "read_restricted"}  # asked within a page, and of what is locked
    assert set(PERMISSIONS.acts) - needed == inside


def test_a_handler_that_names_no_act_cannot_be_written():
    async def handler(request):
        return None

    with pytest.raises(TypeError, match="say what this handler needs"):
        at_desk(handler)


@pytest.mark.parametrize("role", ["any_employee", "action_owner", "admin", "analyst"])
async def test_a_talks_socket_is_closed_to_roles_that_read_no_talk(services, desk_of, conversation, role):
    desk = await desk_of(await person(services, role))
    socket = await desk.ws_connect(f"/console/conversations/{conversation.id}/socket")
    message = await socket.receive()
    assert (message.type, message.data) == (WSMsgType.CLOSE, 4401)
