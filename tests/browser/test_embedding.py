"""The chat on the page of an entirely different site, in a browser that keeps third-party cookies apart."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from playwright.async_api import BrowserContext, Page, async_playwright, expect
from yarl import URL

from tests.browser.desk_world import CHROMIUM, desk_world
from tests.support.project import ROOT

pytestmark = pytest.mark.browser
PICTURES = ROOT / "artefacts"
ORDINARY = '{"profile": {"cookie_controls_mode": 0, "block_third_party_cookies": false}}'

PAGE = """<!doctype html><html lang="{language}" dir="{direction}"><title>A shop</title>
<body><h1>A shop</h1><p>Kettles.</p><script src="{home}/widget.js" async></script></body></html>"""
WORDS = {
    "en": {"open": "Chat with us", "box": "Message", "send": "Send", "close": "Close the chat"},
    "fa": {"open": "گفتگو با ما", "box": "پیام", "send": "ارسال", "close": "بستن گفتگو"},
}


@asynccontextmanager
async def shop(home: str) -> AsyncIterator[str]:
    """A site of somebody else: `localhost`, while the desk is at 127.0.0.1. To a browser these are two sites."""

    async def show(request: web.Request) -> web.Response:
        language = request.query.get("language", "en")
        direction = "rtl" if language == "fa" else "ltr"
        html = PAGE.format(home=home, language=language, direction=direction)
        # The usual strict policy of a shop: our script, our frame, no inline style.
        policy = f"default-src 'self'; script-src {home}; frame-src {home}; style-src 'self'"
        return web.Response(text=html, content_type="text/html", headers={"Content-Security-Policy": policy})

    async def nothing(_request: web.Request) -> web.Response:
        return web.Response()

    app = web.Application()
    app.router.add_get("/", show)
    app.router.add_get("/favicon.ico", nothing)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    try:
        yield f"http://localhost:{server.port}"
    finally:
        await server.close()


@asynccontextmanager
async def browsing(cookies: str, folder: Path) -> AsyncIterator[BrowserContext]:
    """A context of its own is a private window, in which Chromium gives a stranger's frame no storage at all, and only a
    partitioned cookie. A profile that does not block strangers gives its frame storage for this one site."""
    looks = {"viewport": {"width": 1100, "height": 800}}
    async with async_playwright() as playwright:
        launch = {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}
        if cookies == "refused":
            settings = folder / "profile" / "Default"
            settings.mkdir(parents=True)
            (settings / "Preferences").write_text(ORDINARY)
            context = await playwright.chromium.launch_persistent_context(folder / "profile", **launch, **looks)
            yield context
            await context.close()
        else:
            browser = await playwright.chromium.launch(**launch)
            yield await browser.new_context(**looks)
            await browser.close()


@pytest.fixture
async def world(tmp_path):
    async with desk_world(tmp_path) as world:
        yield world


async def visit(page: Page, site: str, language: str = "en"):
    await page.goto(f"{site}/?language={language}")
    frame = page.frame_locator("iframe[data-pasokh]")
    await expect(frame.get_by_role("button", name=WORDS[language]["open"], exact=True)).to_be_visible()
    return frame


async def talk(page: Page, frame, language: str, text: str) -> None:
    words = WORDS[language]
    await frame.get_by_role("button", name=words["open"], exact=True).click()
    await frame.get_by_role("textbox", name=words["box"], exact=True).fill(text)
    await frame.get_by_role("button", name=words["send"], exact=True).click()
    await expect(frame.get_by_text(f"You said: {text}")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("cookies", ["kept apart", "refused", "refused with all storage"])
async def test_the_chat_works_on_a_foreign_site_and_goes_on_after_a_reload(world, language, cookies, tmp_path):
    async with shop(world.url) as site, browsing(cookies, tmp_path) as context:
        settings = world.services.settings
        object.__setattr__(settings, "allowed_origins", (site,))
        page = await context.new_page()
        if cookies != "kept apart":  # as where even a partitioned cookie is thrown away
            await context.route("**/chat/conversations", _without_cookie)
        frame = await visit(page, site, language)
        closed = await page.locator("iframe[data-pasokh]").bounding_box()
        assert closed["width"] < 320, "the frame covers no more of the shop than the button needs"
        await talk(page, frame, language, "kettle PA-4821-7731")
        number = frame.locator("bdi.whole", has_text="PA-4821-7731").first
        assert await number.evaluate("one => getComputedStyle(one).whiteSpace") == "nowrap"
        box = await page.locator("iframe[data-pasokh]").bounding_box()
        assert (box["width"], box["height"]) == (440, 720)
        assert (box["x"] == 16) == (language == "fa"), "in the corner where lines end"
        await page.screenshot(path=str(PICTURES / f"embedded-{language}-{cookies.replace(' ', '-')}.png"))
        kept = {cookie["name"]: cookie for cookie in await context.cookies()}
        if cookies == "kept apart":
            assert kept["pasokh_customer"].get("partitionKey"), "the cookie is for this one site"
        else:
            assert "pasokh_customer" not in kept
        assert await _holds_token(page) == (cookies != "kept apart"), "a token is held only where no cookie is kept"
        if "storage" in cookies:  # then the talk lasts as long as the page
            return
        await page.reload()
        frame = page.frame_locator("iframe[data-pasokh]")
        await frame.get_by_role("button", name=WORDS[language]["open"]).click()
        await expect(frame.get_by_text("You said: kettle PA-4821-7731")).to_be_visible()


async def test_a_site_that_is_not_allowed_gets_no_chat(world):
    async with shop(world.url) as site:
        context = await world.browser.new_context()
        page = await context.new_page()
        refused: list[str] = []
        page.on("console", lambda line: refused.append(line.text) if "frame-ancestors" in line.text else None)
        await page.goto(site)
        await expect(page.locator("iframe[data-pasokh]")).to_have_count(1)
        for _ in range(100):
            if refused:
                break
            await page.wait_for_timeout(50)
        assert refused
        assert await page.locator("iframe[data-pasokh]").evaluate("one => one.style.opacity") == "0"


async def _without_cookie(route) -> None:
    """Ask the service apart from the browser, so that the cookie that comes back stays with nobody."""
    asked = route.request
    async with ClientSession() as http:
        headers = {**await asked.all_headers(), "host": URL(asked.url).authority}
        async with http.request(asked.method, asked.url, headers=headers, data=asked.post_data) as answer:
            await route.fulfill(status=answer.status, body=await answer.read(), content_type="application/json")


async def _holds_token(page: Page) -> bool:
    frame = next(frame for frame in page.frames if "/chat/frame" in frame.url)
    return await frame.evaluate("import('/static/widget/holding.js').then((module) => module.holdsToken())")
