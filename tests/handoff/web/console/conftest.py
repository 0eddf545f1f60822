"""Desks of the people of the tests, and a case on them."""

from __future__ import annotations

import pytest

from handoff.cases import Actor, Complaint, Contact, open_case
from handoff.cases.opening import SuggestedTopic
from handoff.conversations import Conversation
from handoff.conversations.opening import link_case
from handoff.staff import sign_in
from handoff.web.identity import STAFF_COOKIE
from tests.handoff.conftest import PASSWORD

PAGE = {"Accept": "text/html"}
JSON = {"Accept": "application/json"}


@pytest.fixture
def desk_of(services, app, aiohttp_client):
    """The browser of an agent who has signed in."""

    async def signed_in(agent):
        _, token = await sign_in(services.db, email=agent.email, password=PASSWORD, device="a test")
        return await aiohttp_client(app, cookies={STAFF_COOKIE: token})

    return signed_in


@pytest.fixture
async def minas_desk(desk_of, mina):
    return await desk_of(mina)


@pytest.fixture
async def omids_desk(desk_of, omid):
    return await desk_of(omid)


@pytest.fixture
async def nasrins_desk(desk_of, nasrin):
    return await desk_of(nasrin)


@pytest.fixture
def complain(services):
    """Register a complaint, in a talk or without one."""

    async def registered(conversation=None, **values):
        told = {
            "narrative": "The lid of the kettle was broken.",
            "language": "en",
            "channel": "chat" if conversation else "form",
            "contact": Contact("Sara Ahmadi", "sara@example.com", "+98 912 555 0145"),
            "topics": [SuggestedTopic("C02.1", 0.81)],
            "conversation_id": conversation.id if conversation else None,
            **values,
        }
        async with services.db.transaction() as tx:
            case, _ = await open_case(
                tx, Complaint(**told), actor=Actor("customer", "complainant"), idempotency_key=told["narrative"]
            )
            if conversation:
                talk = await tx.get_one(Conversation, conversation.id)
                await link_case(tx, talk, case_id=case.id, actor="customer")
        await services.settle()
        return case

    return registered


@pytest.fixture
async def case(complain):
    """Sara's kettle, told by the form."""
    return await complain()


@pytest.fixture
async def minas_case(case, minas_desk):
    """The same, and Mina answers for it."""
    answer = await minas_desk.post(f"/console/cases/{case.number}/owner", headers=JSON)
    assert answer.status == 200, await answer.text()
    return case
