"""The customers' pages for everybody: nothing serious for axe in either language, light or dark, nothing wider than a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.browser.desk_world import desk_world

pytestmark = pytest.mark.browser

PLACES = ("/", "/how", "/complain", "/track", "/continue/x", "/survey/x", "/nothing")
LOOKS = {
    "wide": {"viewport": {"width": 1100, "height": 800}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
}


@pytest.mark.parametrize("looks", LOOKS)
@pytest.mark.parametrize("language", ["en", "fa"])
async def test_at_4_5_every_page_can_be_read_and_used_by_everybody(tmp_path, language, looks):
    """AT-4.5: an automatic check finds nothing serious, in both languages, on every page that complainants use."""
    async with desk_world(tmp_path) as world:
        context = await world.browser.new_context(reduced_motion="reduce", **LOOKS[looks])
        page = await context.new_page()
        for place in PLACES:
            await page.goto(f"{world.url}{place}?lang={language}")
            await check(page, place)
        await page.goto(f"{world.url}/complain?lang={language}")
        await page.locator("main form button.primary").click()
        await expect(page.locator("#errors")).to_be_focused()
        await check(page, "the form with what is missing")
        await page.goto(f"{world.url}/?lang={language}")
        await page.locator("pasokh-chat .opener").click()
        await page.locator("pasokh-chat .message.assistant").wait_for()
        await check(page, "the chat")


async def check(page, place):
    found = (await Axe().run(page)).response["violations"]
    serious = [
        (rule["id"], rule["nodes"][0]["html"][:120]) for rule in found if rule["impact"] in ("serious", "critical")
    ]
    assert serious == [], place
    assert await page.locator("h1").count() == 1, place
    width = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{place} is wider than the screen"


async def test_at_4_5_without_scripts_a_complaint_is_made_looked_up_and_added_to(tmp_path):
    """AT-4.5: the whole way in works with the plainest browser."""
    async with desk_world(tmp_path) as world:
        context = await world.browser.new_context(java_script_enabled=False)
        page = await context.new_page()
        await page.goto(f"{world.url}/complain?lang=fa")
        await page.get_by_label("شرح ماجرا").fill("کتری سفارش A-10423 با درِ شکسته رسید.")
        await page.get_by_label("ایمیل").fill("sara@example.com")
        await page.get_by_label("بازگشت پول").check()
        await page.get_by_role("button", name="شکایت مرا ثبت کنید").click()
        number = await page.locator("#number").inner_text()
        secret = await page.locator("#secret").inner_text()
        await page.goto(f"{world.url}/track?lang=fa")
        await page.get_by_label("شماره", exact=True).fill(number)
        await page.get_by_label("کد پیگیری").fill(secret.lower())
        await page.get_by_role("button", name="نمایش").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text(number)
        await page.get_by_label("چه چیز دیگری باید بدانیم").fill("جعبه هم پاره بود.")
        await page.get_by_role("button", name="اضافه شود").click()
        await expect(page.get_by_role("status")).to_contain_text("اضافه شد")
