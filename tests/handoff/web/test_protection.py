"""What every answer carries, and what no request gets past."""

from __future__ import annotations

import re

import pytest
from aiohttp import web

from handoff.web import server
from handoff.web.identity import door_of
from handoff.web.server import DoorMissing, make_web_app

PAGES = ("/", "/how", "/complain", "/track", "/nothing-here")


async def test_every_handler_says_whom_it_lets_in(app):
    assert all(door_of(route.handler) for route in app.router.routes())


async def test_a_handler_without_a_door_stops_the_service_from_starting(services, monkeypatch):
    async def careless(_request: web.Request) -> web.Response:
        return web.Response()

    monkeypatch.setattr(server, "routes", lambda demo: [web.get("/careless", careless)])
    with pytest.raises(DoorMissing, match="careless"):
        make_web_app(services)


@pytest.mark.parametrize("path", [*PAGES, "/chat/conversations/current", "/static/tokens.css", "/widget.js"])
async def test_every_answer_tells_the_browser_what_to_refuse(client, path):
    headers = (await client.get(path)).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert re.fullmatch(r"[0-9a-f]{16}", headers["X-Request-ID"])


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("path", PAGES)
async def test_pages_have_a_title_one_heading_landmarks_and_no_inline_code(client, path, language):
    answer = await client.get(path, params={"lang": language}, headers={"Accept": "text/html"})
    page = await answer.text()
    assert f'<html lang="{language}" dir="{"rtl" if language == "fa" else "ltr"}">' in page
    assert len(re.findall("<h1", page)) == 1
    assert re.search(r"<title>\S", page)
    assert all(f"<{landmark}" in page for landmark in ("header", "main", "footer"))
    assert 'class="skip" href="#content"' in page
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)", page)


async def test_the_chosen_language_is_kept(client):
    await client.get("/how", params={"lang": "fa"})
    assert 'dir="rtl"' in await (await client.get("/track")).text()


async def test_a_browsers_own_preference_counts_until_somebody_chooses(client):
    answer = await client.get("/how", headers={"Accept-Language": "fa-IR,fa;q=0.9,en;q=0.5"})
    assert answer.headers["Content-Language"] == "fa"


async def test_problems_are_pages_for_people_and_json_for_programs(client):
    page = await client.get("/nothing", headers={"Accept": "text/html"}, params={"lang": "fa"})
    assert page.status == 404
    assert "این صفحه اینجا نیست" in await page.text()
    plain = await client.get("/nothing")
    assert (plain.status, (await plain.json())["code"]) == (404, "not_found")
    wrong = await client.post("/how", headers={"Accept": "application/json"})
    assert (wrong.status, (await wrong.json())["code"]) == (405, "wrong_method")


async def test_nobody_climbs_out_of_the_static_folder(client):
    for path in (
        "/static/../server.py",
        "/static/%2e%2e/server.py",
        "/static/..%2fserver.py",
        "/static//etc/passwd",
        "/static/widget",
    ):
        assert (await client.get(path)).status == 404


async def test_the_widget_may_be_fetched_by_other_sites_but_not_the_talk(client):
    assert (await client.get("/widget.js")).headers["Access-Control-Allow-Origin"] == "*"
    current = await client.get("/chat/conversations/current", headers={"Origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in current.headers


async def test_an_allowed_sites_page_may_use_the_chat_and_nothing_else(settings, services, aiohttp_client):
    services.settings = settings.model_copy(update={"allowed_origins": ("https://shop.example",)})
    client = await aiohttp_client(make_web_app(services))
    foreign = {"Origin": "https://shop.example", "Sec-Fetch-Site": "same-site"}
    opened = await client.post("/chat/conversations", json={"language": "en"}, headers=foreign)
    assert opened.status == 201
    assert opened.headers["Access-Control-Allow-Origin"] == "https://shop.example"
    assert opened.headers["Access-Control-Allow-Credentials"] == "true"
    asked = await client.options("/chat/conversations", headers={**foreign, "Access-Control-Request-Method": "POST"})
    assert (asked.status, asked.headers["Access-Control-Allow-Headers"]) == (204, "Content-Type")
    assert (await client.post("/complain", data={}, headers=foreign)).status == 403


async def test_over_tls_cookies_are_secure_and_the_browser_remembers(settings, services, aiohttp_client):
    services.settings = settings.model_copy(update={"public_url": "https://desk.example"})
    client = await aiohttp_client(make_web_app(services))
    answer = await client.post("/chat/conversations", json={"language": "en"})
    assert answer.cookies["pasokh_customer"]["secure"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]


async def test_an_unexpected_failure_is_told_without_details(client, services, monkeypatch):
    async def broken(*_given: object) -> None:
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr("handoff.web.chat.opening.current_conversation", broken)
    await client.post("/chat/conversations", json={"language": "en"})
    client.session.cookie_jar.update_cookies({"pasokh_customer": "x"})
    answer = await client.post("/chat/conversations", json={"language": "en"})
    body = await answer.json()
    assert (answer.status, body["code"]) == (500, "unexpected")
    assert "secret" not in body["detail"]
