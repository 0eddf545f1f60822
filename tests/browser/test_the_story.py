"""The whole story as two people see it, side by side in Chromium, with the real assistant behind: in both languages.

The screenshots stay in artefacts/.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from handoff.demo.people import MINA, OMID, Person
from tests.browser.desk_world import CHROMIUM, alive
from tests.support.project import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.scenario]
PICTURES = ROOT / "artefacts"
SLOWLY = 30_000  # milliseconds that real programs may take on a busy machine


@dataclass(frozen=True)
class Words:
    """What is read and said in one language."""

    language: str
    direction: str
    agent: Person
    opener: str
    box: str
    send: str
    person: str
    leave: str
    story: str
    refund: str
    register: str
    hello: str
    letter: str
    accept: str
    cannot_say: str
    skip: str
    no: str


ENGLISH = Words(
    language="en",
    direction="ltr",
    agent=OMID,
    opener="Chat with us",
    box="Message",
    send="Send",
    person="Talk to a person",
    leave="Leave the queue",
    story="The toaster from order B-77001 arrived with a cracked side, and nobody answered my two e-mails.",
    refund="Refund",
    register="Yes, register it",
    hello="Good morning, Omid here. I have read everything.",
    letter="You are right: it was broken when it left us. The money goes back to your card today.",
    accept="I accept this",
    cannot_say="Cannot say",
    skip="Skip",
    no="No",
)
PERSIAN = Words(
    language="fa",
    direction="rtl",
    agent=MINA,
    opener="گفتگو با ما",
    box="پیام",
    send="ارسال",
    person="صحبت با کارشناس",
    leave="خروج از صف",
    story="توستر سفارش B-77001 با بدنهٔ ترک‌خورده رسید و به دو ایمیلم هم کسی جواب نداد.",
    refund="بازگشت پول",
    register="بله، ثبت شود",
    hello="روز بخیر، مینا هستم. همه چیز را خوانده‌ام.",
    letter="حق با شماست؛ از انبار ما شکسته بیرون رفته بود. پول شما امروز به کارت‌تان برمی‌گردد.",
    accept="می‌پذیرم",
    cannot_say="نمی‌توانم بگویم",
    skip="رد شوم",
    no="خیر",
)


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
@pytest.mark.parametrize("words", [ENGLISH, PERSIAN], ids=["english", "persian"])
async def test_a_complaint_from_the_first_word_to_the_survey(world, words):
    wrong: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            customer = await _customer(browser, world.url, words, wrong)
            number = await _complain(customer, words)
            desk = await _desk(browser, world.url, words, wrong)
            await _talk(customer, desk, words)
            await _answer(desk, world.url, number, words)
            await _accept_and_rate(customer, desk, world.url, words)
            assert wrong == [], "the pages' own scripts complained"  # axe, next, puts styles of its own into the page
            await _everybody_can_read(customer, desk)
        finally:
            await browser.close()


async def _customer(browser: Browser, url: str, words: Words, wrong: list[str]) -> Page:
    page = await _page(await browser.new_context(viewport={"width": 1100, "height": 820}), wrong)
    await page.goto(f"{url}/?lang={words.language}")
    assert await page.evaluate("document.documentElement.dir") == words.direction
    await page.get_by_role("button", name=words.opener, exact=True).click()
    return page


async def _complain(page: Page, words: Words) -> str:
    log = page.get_by_role("log")
    await expect(log.locator("button").first).to_be_visible(timeout=SLOWLY)
    await _say(page, words, words.story)
    await _press(page, words.refund)
    await expect(log).to_contain_text("?" if words.language == "en" else "؟", timeout=SLOWLY)
    await page.wait_for_timeout(500)  # a person reads before answering
    await _say(page, words, "anna@customer.example")
    await _press(page, words.register)
    await expect(log).to_contain_text(re.compile(r"PA-\d{4}-\d{4}"), timeout=SLOWLY)
    found = re.search(r"PA-\d{4}-\d{4}", await log.inner_text())
    assert found is not None
    assert (
        await page.evaluate(
            "getComputedStyle(document.querySelector('pasokh-chat').shadowRoot.querySelector('[role=log]')).direction"
        )
        == words.direction
    )
    await page.screenshot(path=PICTURES / f"story-{words.language}-registered.png")
    return found[0]


async def _desk(browser: Browser, url: str, words: Words, wrong: list[str]) -> Page:
    page = await _page(await browser.new_context(viewport={"width": 1360, "height": 860}), wrong)
    await page.goto(f"{url}/console/sign-in")
    await page.locator("#email").fill(words.agent.email)
    await page.locator("#password").fill(words.agent.password)
    await page.locator("#password").press("Enter")
    await page.wait_for_url("**/console/")
    assert await page.evaluate("document.documentElement.dir") == words.direction
    return page


async def _talk(customer: Page, desk: Page, words: Words) -> None:
    conversation = await customer.evaluate("document.querySelector('pasokh-chat').conversation.id")
    await customer.get_by_role("button", name=words.person, exact=True).last.click()
    await expect(customer.get_by_role("button", name=words.leave, exact=True)).to_be_visible(timeout=SLOWLY)
    await desk.goto(re.sub(r"/console/.*", f"/console/conversations/{conversation}", desk.url))
    await alive(desk)
    await desk.locator("[data-talk-acts] .primary").click()
    box = desk.get_by_role("textbox", name=words.box, exact=True)
    await expect(box).to_be_visible(timeout=SLOWLY)
    await alive(desk)
    await expect(desk.get_by_role("log")).to_contain_text(words.story)
    await box.fill(words.hello)
    await box.press("Enter")
    await expect(desk.locator(".message.mine").last).to_contain_text(words.hello, timeout=SLOWLY)
    await expect(customer.get_by_role("log")).to_contain_text(words.hello, timeout=SLOWLY)
    await _say(customer, words, "B-77001")
    await expect(desk.get_by_role("log").locator(".message").last).to_contain_text("B-77001", timeout=SLOWLY)
    await desk.screenshot(path=PICTURES / f"story-{words.language}-desk.png")
    await customer.screenshot(path=PICTURES / f"story-{words.language}-talk.png")


async def _answer(desk: Page, url: str, number: str, words: Words) -> None:
    """Each topic confirmed, judged, each point answered, and the letter sent."""
    await desk.goto(f"{url}/console/cases/{number}")
    await alive(desk)
    unconfirmed = desk.locator("#issues form[data-act] button.primary")
    while count := await unconfirmed.count():
        await unconfirmed.first.click()
        await expect(unconfirmed).to_have_count(count - 1, timeout=SLOWLY)
    await desk.locator("#assessment form input[name=severity][value='2']").check()
    await desk.locator("#assessment form button.primary").click()
    form = desk.locator("#answer-form")
    await expect(form).to_be_visible(timeout=SLOWLY)
    await alive(desk)
    for outcome in await form.locator("input[value=upheld]").all():
        await outcome.check()
    for reason in await form.locator("textarea[name^=reason]").all():
        await reason.fill(words.letter)
    await form.locator("#remedy-1").select_option("")
    await form.locator("#letter").fill(words.letter)
    await desk.screenshot(path=PICTURES / f"story-{words.language}-answer.png", full_page=True)
    await form.locator("button[name=step][value=send]").click()
    await expect(desk.locator("#answer article.letter")).to_contain_text(words.letter, timeout=SLOWLY)


async def _accept_and_rate(customer: Page, desk: Page, url: str, words: Words) -> None:
    log = customer.get_by_role("log")
    await expect(log).to_contain_text(words.letter, timeout=SLOWLY)
    conversation = await customer.evaluate("document.querySelector('pasokh-chat').conversation.id")
    await desk.goto(f"{url}/console/conversations/{conversation}")
    await alive(desk)
    back = desk.locator(f"form[action='/console/conversations/{conversation}/hand-back'] button")
    await back.click()
    await expect(back).to_have_count(0, timeout=SLOWLY)
    await _press(customer, words.accept)
    for _question in range(4):
        buttons = (
            log.get_by_role("button", name=words.cannot_say, exact=True).last.locator("xpath=..").get_by_role("button")
        )
        await expect(log.get_by_role("button", name=words.cannot_say, exact=True).last).to_be_enabled(timeout=SLOWLY)
        await buttons.nth(4).click()
        await customer.wait_for_timeout(700)
    await _press(customer, words.skip)
    await _press(customer, words.no)
    await customer.wait_for_timeout(1500)
    await customer.screenshot(path=PICTURES / f"story-{words.language}-survey.png")


async def _everybody_can_read(*pages: Page) -> None:
    for page in pages:
        found = (await Axe().run(page)).response["violations"]
        assert [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")] == []


async def _say(page: Page, words: Words, text: str) -> None:
    box = page.get_by_role("textbox", name=words.box, exact=True)
    await box.fill(text)
    await page.get_by_role("button", name=words.send, exact=True).click()


async def _press(page: Page, title: str) -> None:
    button = page.get_by_role("log").get_by_role("button", name=title, exact=True).last
    await expect(button).to_be_visible(timeout=SLOWLY)
    await button.click()


async def _page(context: BrowserContext, wrong: list[str]) -> Page:
    page = await context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    return page
