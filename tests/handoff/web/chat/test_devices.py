"""Taking the talk along to another device."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.handoff.conftest import ON_BOTH


@pytest.fixture
async def link(sara, conversation) -> str:
    made = await sara.post("/chat/devices")
    assert made.status == 201
    return "/continue/" + (await made.json())["url"].rpartition("/")[2]


async def current(browser) -> int | None:
    return (await (await browser.get("/chat/conversations/current")).json())["conversation"]


@ON_BOTH
async def test_the_talk_moves_to_the_device_that_opens_the_link(sara, client, conversation, link):
    assert await current(client) is None
    moved = await client.post(link, allow_redirects=False)
    assert (moved.status, moved.headers["Location"]) == (303, "/")
    assert await current(client) == conversation.id
    assert await current(sara) is None


async def test_looking_at_the_link_does_not_use_it_up(client, conversation, link):
    for _ in range(3):
        assert (await client.get(link)).status == 200
    await client.post(link, allow_redirects=False)
    assert await current(client) == conversation.id


async def test_a_link_works_once_and_for_a_quarter_of_an_hour(sara, client, clock, link):
    await client.post(link, allow_redirects=False)
    again = await client.post(link, headers={"Accept": "text/html"})
    assert again.status == 404
    assert "This link no longer works" in await again.text()
    late = "/continue/" + (await (await client.post("/chat/devices")).json())["url"].rpartition("/")[2]
    clock.advance(timedelta(minutes=16))
    assert (await sara.post(late)).status == 404


async def test_only_who_has_a_talk_can_make_a_link(client):
    assert (await client.post("/chat/devices")).status == 401
