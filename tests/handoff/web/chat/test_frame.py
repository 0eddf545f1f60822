"""The chat in a frame on another site's page: who may frame it, and how a customer is known without our usual cookie."""

from __future__ import annotations

from dataclasses import replace
from http.cookies import SimpleCookie

import pytest

from handoff.web.identity import CUSTOMER_COOKIE
from handoff.web.server import make_web_app

SHOP = "https://shop.example"
PAGE = {"Accept": "text/html"}


@pytest.fixture
async def embedded(services, aiohttp_client):
    allowed = replace(services, settings=services.settings.model_copy(update={"allowed_origins": (SHOP,)}))
    return await aiohttp_client(make_web_app(allowed))


async def test_only_allowed_sites_may_frame_the_chat_and_nothing_else_can_be_framed(embedded):
    frame = await embedded.get("/chat/frame", params={"site": SHOP}, headers=PAGE)
    assert f"frame-ancestors 'self' {SHOP};" in frame.headers["Content-Security-Policy"]
    assert f'data-site="{SHOP}"' in await frame.text()
    for path in ("/complain", "/track", "/console/sign-in", "/"):
        policy = (await embedded.get(path, headers=PAGE)).headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy, path
    other = await embedded.get("/chat/frame", params={"site": "https://evil.example"}, headers=PAGE)
    assert 'data-site=""' in await other.text(), "the frame says nothing to a stranger"


async def test_without_allowed_sites_only_our_own_pages_may_frame_it(client):
    policy = (await client.get("/chat/frame", headers=PAGE)).headers["Content-Security-Policy"]
    assert "frame-ancestors 'self';" in policy


async def test_in_a_frame_the_cookie_is_partitioned_and_the_token_is_told_once(embedded):
    answer = await embedded.post("/chat/conversations", json={"language": "en", "framed": True})
    cookie = answer.headers["Set-Cookie"]
    assert all(part in cookie for part in ("Partitioned", "SameSite=None", "Secure", "HttpOnly"))
    told = await answer.json()
    embedded.session.cookie_jar.clear()
    held = {"Authorization": f"Bearer {told['token']}"}
    current = await (await embedded.get("/chat/conversations/current", headers=held)).json()
    assert current["conversation"] == told["conversation"]
    again = await (await embedded.post("/chat/conversations", json={"framed": True}, headers=held)).json()
    assert again["conversation"] == told["conversation"]
    assert "token" not in again


async def test_on_our_own_pages_no_token_is_told_and_the_cookie_stays_lax(embedded):
    answer = await embedded.post("/chat/conversations", json={"language": "en"})
    assert "token" not in await answer.json()
    cookie = SimpleCookie(answer.headers["Set-Cookie"])[CUSTOMER_COOKIE]
    assert (cookie["samesite"], "Partitioned" in answer.headers["Set-Cookie"]) == ("Lax", False)


async def test_a_socket_is_opened_with_the_token_and_refused_with_a_wrong_one(embedded):
    told = await (await embedded.post("/chat/conversations", json={"framed": True})).json()
    embedded.session.cookie_jar.clear()
    path = f"/chat/{told['conversation']}/socket"
    async with embedded.ws_connect(path, protocols=("pasokh", f"token.{told['token']}")) as socket:
        assert socket.protocol == "pasokh", "the token is never echoed"
        assert (await socket.receive_json())["type"] == "welcome"
    async with embedded.ws_connect(path, protocols=("pasokh", "token.wrong")) as socket:
        assert (await socket.receive()).data == 4401


async def test_a_customers_token_opens_nothing_but_the_chat(embedded):
    told = await (await embedded.post("/chat/conversations", json={"framed": True})).json()
    embedded.session.cookie_jar.clear()
    held = {"Authorization": f"Bearer {told['token']}"}
    assert (await embedded.get(f"/api/conversations/{told['conversation']}/draft", headers=held)).status == 401
    assert (await embedded.get("/console/cases", headers=held)).status == 401
