"""The page behind the link in the letter, and the form that is kept for another day."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from handoff.cases import Case, Party
from handoff.cases.drafting import read_draft
from handoff.cases.resuming import link_draft
from handoff.conversations import Conversation
from handoff.db import keys
from tests.handoff.conftest import ON_BOTH
from tests.handoff.follow_ups.looking import pass_time
from tests.handoff.follow_ups.test_unfinished import leave, token_in

BEGUN = {
    "form": "a-token-of-this-form",
    "narrative": "The sofa is three weeks late.",
    "email": "Sara@Example.com",
    "wanted_code": "R14",
    "incident_date": "2026-11-20",
    "acting_for": "Ali",
    "name": "Sara",
    "later": "yes",
}


async def link_to(services, conversation) -> str:
    async with services.db.transaction() as tx:
        return "/unfinished/" + await link_draft(tx, conversation.id)


async def talk_of(browser) -> int | None:
    return (await (await browser.get("/chat/conversations/current")).json())["conversation"]


@ON_BOTH
async def test_looking_changes_nothing_and_going_on_opens_the_talk_where_it_stood(
    services, client, sara, conversation, rasa
):
    await leave(services, conversation)
    link = await link_to(services, conversation)
    for _ in range(2):
        page = await (await client.get(link)).text()
        assert "The kettle came broken." in page
    assert await talk_of(client) is None
    gone_on = await client.post(link, data={"act": "talk"}, allow_redirects=False)
    assert (gone_on.status, gone_on.headers["Location"]) == (303, "/?lang=en")
    assert await talk_of(client) == conversation.id
    await services.settle()
    assert rasa.asked[-1][1] == "/greet", "the assistant says where it stood"
    async with services.db.reading() as tx:
        assert (await read_draft(tx, conversation.id))["narrative"] == "The kettle came broken."


async def test_in_their_own_browser_the_cookie_stays(services, sara, conversation):
    await leave(services, conversation)
    gone_on = await sara.post(await link_to(services, conversation), data={"act": "talk"}, allow_redirects=False)
    assert "Set-Cookie" not in gone_on.headers
    assert await talk_of(sara) == conversation.id


@ON_BOTH
async def test_in_the_form_everything_stands_as_it_was_told_and_becomes_the_talks_case(services, client, conversation):
    await leave(services, conversation)
    link = await link_to(services, conversation)
    page = await (await client.post(link, data={"act": "form"})).text()
    assert "The kettle came broken.</textarea>" in page
    assert 'value="sara@example.com"' in page
    token = re.search(r'name="form" value="([\w-]+)"', page)[1]
    sent = {"form": token, "narrative": "The kettle came broken.", "email": "sara@example.com"}
    assert (await client.post("/complain", data=sent)).status == 201
    assert (await client.post("/complain", data=sent)).status == 200, "sent twice it is one complaint"
    async with services.db.reading() as tx:
        (case,) = await tx.scalars(select(Case))
        assert case.conversation_id == conversation.id
        assert (await tx.get_one(Conversation, conversation.id)).case_id == case.id
        assert await read_draft(tx, conversation.id) == {}
    assert (await client.get(link)).status == 404


@pytest.mark.parametrize("act", ["delete", "refuse"])
async def test_deleted_at_once_with_the_words_of_the_talk(services, client, conversation, act):
    await leave(services, conversation)
    link = await link_to(services, conversation)
    done = await client.post(link, data={"act": act})
    assert done.status == 200
    assert "It is deleted" in await done.text()
    async with services.db.reading() as tx:
        assert await keys.destroyed(tx, f"conversation:{conversation.id}")
    assert (await client.get(link)).status == 404
    assert (await client.post(link, data={"act": act})).status == 404


async def test_anything_else_is_refused(services, client, conversation):
    await leave(services, conversation)
    link = await link_to(services, conversation)
    assert (await client.post(link, data={"act": "register"})).status == 422
    assert (await client.get("/unfinished/of-nobody-at-all")).status == 404


@ON_BOTH
async def test_a_form_is_kept_for_another_day_and_finished_by_the_letters_link(services, client, clock):
    kept = await client.post("/complain", data=BEGUN)
    assert kept.status == 201
    assert "It is not registered yet" in await kept.text()
    await client.post("/complain", data={**BEGUN, "narrative": "The sofa is four weeks late."})
    await services.settle()
    await pass_time(services, clock, timedelta(hours=30))
    (mail,) = services.mailer.sent
    assert mail.to == "sara@example.com"
    page = await (await client.post(f"/unfinished/{token_in(services)}", data={"act": "form"})).text()
    assert "The sofa is four weeks late.</textarea>" in page
    for value in ("2026-11-20", "Ali", "Sara"):
        assert f'value="{value}"' in page
    sent = {**BEGUN, "form": token_in(services)}
    del sent["later"]
    assert (await client.post("/complain", data=sent)).status == 201
    async with services.db.reading() as tx:
        assert set(await tx.scalars(select(Party.role))) == {"complainant", "representative"}


@pytest.mark.parametrize("lacks", ["narrative", "email"])
async def test_a_form_without_a_story_or_an_address_cannot_be_kept(services, client, lacks):
    answer = await client.post("/complain", data={**BEGUN, lacks: ""})
    assert answer.status == 422
    assert f'id="{lacks}-wrong"' in await answer.text()
