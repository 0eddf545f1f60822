"""What is learnt from a complaint, in Chromium and both languages: a corrective action, and the review pack by one button."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.async_api import expect

from handoff.i18n import format_date_short
from tests.browser.desk_world import desk_world
from tests.browser.test_public_pages import check

pytestmark = pytest.mark.browser
ARTEFACTS = "artefacts"
WORDS = {
    "en": ("Cards charged twice", "The payment page answers late.", "The harm is contained", "The cause is known"),
    "fa": ("برداشت دوباره از کارت", "صفحهٔ پرداخت دیر پاسخ می‌دهد.", "زیان مهار شد", "علت روشن شد"),
}


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_at_8_7_a_corrective_action_is_opened_explained_and_planned_and_the_review_pack_is_one_button(
    tmp_path, language
):
    """AT-8.7: somebody leads an action through harm, cause and plan; the pack is a page and a PDF, frozen with a hash."""
    title, words, contained, known = WORDS[language]
    async with desk_world(tmp_path) as world:
        roya = await world.hire("Roya", "رویا", "supervisor", "management_rep", language=language)
        omid = await world.hire("Omid", "امید", "agent", "investigator", language=language)
        desk = await world.desk(roya)
        await desk.goto(f"{world.url}/console/improvement")
        form = await opened(desk, "/console/improvement")
        await form.locator("#title").fill(title)
        await form.locator("#what").fill(words)
        await send(desk, form)
        await desk.wait_for_url("**/console/improvement/1")
        await desk.locator("#containment").fill(words)
        await send(desk, desk.locator('form[action$="/problem"]'))
        await press(desk, contained)
        people = await opened(desk, "/people")
        await people.locator("#owner").select_option(str(omid.id))
        await people.locator("#checker").select_option(str(roya.id))
        await send(desk, people)
        cause = await opened(desk, "/cause")
        await cause.locator("#cause-words").fill(words)
        await cause.locator("#evidence").fill(words)
        await send(desk, cause)
        await press(desk, known)
        step = await opened(desk, "/steps")
        await step.locator("#step-what").fill(words)
        due = world.services.clock.now() + timedelta(days=9)
        await step.locator("#step-due").fill(format_date_short(due, "fa") if language == "fa" else f"{due:%Y-%m-%d}")
        await send(desk, step)
        await expect(desk.locator("section[aria-labelledby=steps] tbody tr")).to_have_count(1)
        await check(desk, "the action")
        await desk.screenshot(path=f"{ARTEFACTS}/action-{language}.png", full_page=True)
        await desk.goto(f"{world.url}/console/insights/reviews")
        await send(desk, desk.locator('form[action="/console/insights/reviews"]'))
        await desk.wait_for_url("**/console/insights/reviews/1")
        await send(desk, desk.locator('form[action$="/freezing"]'))
        await expect(desk.locator("main")).to_contain_text("SHA-256")
        await check(desk, "the review pack")
        await desk.screenshot(path=f"{ARTEFACTS}/review-pack-{language}.png", full_page=True)
        paper = await desk.request.get(f"{world.url}/console/insights/reviews/1/pdf")
        assert (await paper.body()).startswith(b"%PDF-")
        assert world.wrong == []


async def opened(desk, action):
    """The form that goes there, unfolded."""
    form = desk.locator(f'form[action$="{action}"]').first
    await form.evaluate("form => form.closest('details')?.setAttribute('open', '')")
    return form


async def send(desk, form):
    await press_and_wait(desk, form.locator("button").last)


async def press(desk, name):
    await press_and_wait(desk, desk.get_by_role("button", name=name, exact=True).first)


async def press_and_wait(desk, button):
    """Until the page has come anew: what was done changes its address first, and then it is fetched."""
    await desk.evaluate("document.documentElement.dataset.before = 'yes'")
    await button.click()
    await desk.locator("html.live:not([data-before])").wait_for(state="attached")
