"""After the answer, in Chromium and both languages: rejected and reviewed; a remedy disputed, done again and confirmed."""

from __future__ import annotations

import pytest
from playwright.async_api import expect
from sqlalchemy import select

from handoff.cases import Actor, Case
from handoff.cases.looking_up import remedies_of
from handoff.cases.opening import tracking_secret
from handoff.cases.remedying import carry_out
from tests.browser.desk_world import desk_world
from tests.browser.test_public_pages import check
from tests.handoff.cases.roads import answered, refund

pytestmark = pytest.mark.browser
ARTEFACTS = "artefacts"
WORDS = {
    "en": {
        "number": "Number", "code": "Tracking code", "show": "Show it", "no": "I do not agree: somebody new should look at it",
        "reviewing": "Someone who was not involved before", "yes": "I accept the answer", "not": "It was not done",
        "missing": "What is missing", "done": "Yes, it was done", "closed": "This case is closed",
        "send": "Send the review decision", "changes": "What is different from the first decision, or why nothing is",
        "why": "Why? In words the complainant can follow", "letter": "The letter, in English", "upheld": "Upheld",
    },
    "fa": {
        "number": "شماره", "code": "کد پیگیری", "show": "نمایش", "no": "موافق نیستم؛ فرد تازه‌ای آن را ببیند",
        "reviewing": "فردی که پیش‌تر در این پرونده نقشی نداشته است", "yes": "پاسخ را می‌پذیرم", "not": "انجام نشده است",
        "missing": "چه چیزی مانده است", "done": "بله، انجام شد", "closed": "این پرونده مختومه شده است",
        "send": "ارسال نتیجهٔ بازنگری", "changes": "چه چیزی با تصمیم نخست تفاوت دارد، یا چرا تفاوتی ندارد",
        "why": "چرا؟ به زبانی که شاکی بفهمد", "letter": "نامه، به فارسی", "upheld": "وارد",
    },
}  # fmt: skip


async def look_up(world, page, language, number, secret):
    words = WORDS[language]
    await page.goto(f"{world.url}/track?lang={language}")
    await page.locator("#number").fill(number)
    await page.locator("#secret").fill(secret)
    await page.get_by_role("button", name=words["show"], exact=True).click()


async def made(world, mina, language, *, remedies):
    async with world.services.db.transaction() as tx:
        case = await answered(tx, mina, remedies=[refund(tx)] if remedies else [], language=language)
        return case, await tracking_secret(tx, case)


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_at_7_9_rejected_on_the_page_and_reviewed_by_somebody_new(tmp_path, language):
    """AT-7.9: one press brings a person who never dealt with it; their decision is on the page, as the last word."""
    words = WORDS[language]
    async with desk_world(tmp_path) as world:
        mina = await world.hire("Mina", "مینا", "agent", "investigator", language=language)
        shirin = await world.hire("Shirin", "شیرین", "reviewer", language=language)
        case, secret = await made(world, mina, language, remedies=False)
        page = await (await world.browser.new_context(viewport={"width": 900, "height": 1200})).new_page()
        await look_up(world, page, language, case.number, secret)
        await check(page, "the answer")
        await page.screenshot(path=f"{ARTEFACTS}/after-answer-{language}.png", full_page=True)
        await page.get_by_role("button", name=words["no"]).click()
        await expect(page.locator(".card .lead")).to_contain_text(words["reviewing"])
        desk = await world.desk(shirin, viewport={"width": 1360, "height": 1600})
        await desk.goto(f"{world.url}/console/cases/{case.number}")
        await desk.locator("#review-form").wait_for()
        await desk.screenshot(path=f"{ARTEFACTS}/after-review-{language}.png", full_page=True)
        form = desk.locator("#review-form")
        for fieldset in await form.locator(".walk li").all():
            await fieldset.locator('input[value="upheld"]').check()
            await fieldset.locator("textarea").fill("The photo shows it.")
        await form.locator("#changes").fill("The photo was not looked at before.")
        await form.locator("#review-letter").fill("I looked at everything again, and you are right.")
        await form.get_by_role("button", name=words["send"]).click()
        await desk.wait_for_url(f"**/console/cases/{case.number}**")
        await expect(desk.locator("#review")).to_contain_text("The photo was not looked at before.")
        await look_up(world, page, language, case.number, secret)
        await expect(page.locator("main")).to_contain_text("I looked at everything again")
        assert world.wrong == []


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_at_7_9_a_remedy_is_verified_with_the_complainant_before_it_closes(tmp_path, language):
    """AT-7.9: done, disputed, done again, confirmed; only then is the case closed."""
    words = WORDS[language]
    async with desk_world(tmp_path) as world:
        mina = await world.hire("Mina", "مینا", "agent", "investigator", language=language)
        case, secret = await made(world, mina, language, remedies=True)
        page = await (await world.browser.new_context(viewport={"width": 900, "height": 1200})).new_page()
        await look_up(world, page, language, case.number, secret)
        await page.get_by_role("button", name=words["yes"]).click()
        await carried_out(world, case, mina)
        await look_up(world, page, language, case.number, secret)
        await check(page, "was it done")
        await page.screenshot(path=f"{ARTEFACTS}/after-verify-{language}.png", full_page=True)
        await page.get_by_label(words["missing"]).fill("No money came.")
        await page.get_by_role("button", name=words["not"]).click()
        assert await state(world, case) == "implementing"
        await carried_out(world, case, mina)
        await look_up(world, page, language, case.number, secret)
        await page.get_by_role("button", name=words["done"]).click()
        await expect(page.locator(".card .lead")).to_contain_text(words["closed"])


async def carried_out(world, case, mina):
    async with world.services.db.transaction() as tx:
        found = await tx.get_one(Case, case.id)
        (item,) = await remedies_of(tx, found)
        await carry_out(tx, found, item, proof="Transfer", actor=Actor.agent(mina.id))


async def state(world, case):
    async with world.services.db.reading() as tx:
        return await tx.scalar(select(Case.state).where(Case.id == case.id))
