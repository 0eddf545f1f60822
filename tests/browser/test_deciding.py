"""Assess, investigate, decide with approval, in Chromium and in both languages: the desk's pages as two people use them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from handoff.cases import Case
from handoff.cases.opening import tracking_secret
from tests.browser.desk_world import World, alive, desk_world
from tests.support.project import ROOT

pytestmark = [pytest.mark.browser]
PICTURES = ROOT / "artefacts"
SLOWLY = 20_000  # milliseconds


@dataclass(frozen=True)
class Words:
    language: str
    story: str
    result: str
    claim: str
    reason: str
    letter: str
    due: str
    comment: str


ENGLISH = Words(
    language="en",
    story="The kettle from order A-10423 came with a broken lid and leaked over my kitchen.",
    result="The packing list and the photographs were compared.",
    claim="The lid of the kettle was broken on arrival.",
    reason="The photographs were taken on the day of delivery, and our own packing list has no check of the lid.",
    letter="Thank you for your patience. We have looked into everything you told us, and you were right.",
    due="2027-01-20",
    comment="Please say when the refund will arrive.",
)
PERSIAN = Words(
    language="fa",
    story="کتری سفارش A-10423 با در شکسته رسید و آب آن آشپزخانه‌ام را خیس کرد.",
    result="فهرست بسته‌بندی و عکس‌ها با هم مقایسه شد.",
    claim="در کتری هنگام تحویل شکسته بود.",
    reason="عکس‌ها در روز تحویل گرفته شده است و در فهرست بسته‌بندی ما نشانی از بررسی در کتری نیست.",
    letter="از شکیبایی شما سپاسگزاریم. همهٔ آنچه را گفتید بررسی کردیم و حق با شما بود.",
    due="۱۴۰۵/۱۰/۳۰",
    comment="لطفاً بنویسید پول چه روزی می‌رسد.",
)


@pytest.mark.parametrize("words", [ENGLISH, PERSIAN], ids=["english", "persian"])
async def test_a_case_is_assessed_investigated_and_decided_by_two_people(tmp_path, words):
    async with desk_world(tmp_path) as world:
        mina = await world.hire("Mina", "مینا", "agent", "investigator", language=words.language)
        nasrin = await world.hire("Nasrin", "نسرین", "supervisor", "approver", language=words.language)
        case = await world.complaint(narrative=words.story, language=words.language)
        desk, lead = await world.desk(mina), await world.desk(nasrin)
        where = f"{world.url}/console/cases/{case.number}"
        await _assess(desk, where)
        await _investigate(desk, where, words)
        await _decide(desk, where, words)
        await _return_and_approve(desk, lead, where, words)
        await _read(world, case, words)
        for page in (desk, lead):
            await _everybody_can_read(page)
        assert world.wrong == [], "the pages' own scripts complained"


async def _assess(desk: Page, where: str) -> None:
    await desk.goto(where)
    await alive(desk)
    await desk.locator("form[action$='/owner'] button.primary").click()
    await expect(desk.locator("#issues form button.primary")).to_have_count(1, timeout=SLOWLY)
    await desk.locator("#issues form button.primary").click()
    await expect(desk.locator("#issues form button.primary")).to_have_count(0, timeout=SLOWLY)
    form = desk.locator("#assessment form")
    await form.locator("input[name=severity][value='3']").check()
    await form.locator("input[name=compensation_likely]").check()
    await form.locator("button.primary").click()
    declared = desk.locator("form[action$='/investigation'] input[name=no_stake]")
    await expect(declared).to_be_visible(timeout=SLOWLY)
    await declared.check()
    await desk.locator("form[action$='/investigation'] button").click()
    await expect(desk.locator("a[href$='/examination']").first).to_be_visible(timeout=SLOWLY)


async def _investigate(desk: Page, where: str, words: Words) -> None:
    await desk.goto(f"{where}/examination")
    await alive(desk)
    await desk.screenshot(path=PICTURES / f"examination-{words.language}.png", full_page=True)
    steps = desk.locator("#plan form button[value=done]")
    while count := await steps.count():
        await desk.locator("#plan li form textarea").first.fill(words.result)
        await steps.first.click()
        await expect(steps).to_have_count(count - 1, timeout=SLOWLY)
        await alive(desk)
    await desk.locator("#evidence-words").fill(words.reason)
    await desk.locator("#evidence-source").fill("A-10423")
    await desk.locator("#evidence form button.primary").click()
    await expect(desk.locator("#evidence .found")).to_have_count(1, timeout=SLOWLY)


async def _decide(desk: Page, where: str, words: Words) -> None:
    await desk.goto(f"{where}/decision")
    await alive(desk)
    await expect(desk.locator(".lacking li")).not_to_have_count(0)
    await desk.locator("textarea[name=claim]").fill(words.claim)
    await desk.locator("input[name=outcome][value=upheld]").check()
    await desk.locator("textarea[name=reason]").fill(words.reason)
    await desk.locator("select[name=cause]").select_option("K05")
    await desk.locator("form[action$='/finding'] button").click()
    await expect(desk.locator(".letter-points")).to_contain_text(words.reason, timeout=SLOWLY)
    await alive(desk)
    point = desk.locator(".walk > li").first
    await point.locator("details summary").click()
    remedy = point.locator("form[action$='/remedies']")
    await remedy.locator("select[name=code]").select_option("R14")
    await remedy.locator("input[name=amount]").fill("450000")
    await remedy.locator("input[name=due]").fill(words.due)
    await remedy.locator("button").click()
    await expect(point.locator(".planned")).to_have_count(1, timeout=SLOWLY)
    await alive(desk)
    await desk.locator("#words").fill(words.letter)
    await desk.locator("button[formaction$='preview#letter']").click()
    await expect(desk.locator(".letter-words")).to_contain_text(words.letter, timeout=SLOWLY)
    await alive(desk)
    await desk.screenshot(path=PICTURES / f"decision-{words.language}.png", full_page=True)
    await _everybody_can_read(desk)
    await desk.locator("form[action$='/decision'] button.primary").click()
    await expect(desk.locator("#letter a[href$='/decision/letter']")).to_be_visible(timeout=SLOWLY)


async def _return_and_approve(desk: Page, lead: Page, where: str, words: Words) -> None:
    await lead.goto(f"{where}/decision")
    await alive(lead)
    await expect(lead.locator(".letter-of-answer")).to_contain_text(words.letter)
    await lead.locator("#comment").fill(words.comment)
    await lead.locator("form[action$='/return'] button").click()
    await expect(lead.locator("form[action$='/return']")).to_have_count(0, timeout=SLOWLY)
    await desk.goto(f"{where}/decision")
    await alive(desk)
    await expect(desk.locator(".say.warn")).to_contain_text(words.comment)
    await desk.locator("#words").fill(words.letter)
    await desk.locator("form[action$='/decision'] button.primary").click()
    await expect(desk.locator("#letter a[href$='/decision/letter']")).to_be_visible(timeout=SLOWLY)
    await lead.goto(f"{where}/decision")
    await alive(lead)
    await lead.screenshot(path=PICTURES / f"approval-{words.language}.png", full_page=True)
    await lead.locator("form[action$='/approval'] button").click()
    await expect(lead.locator("form[action$='/approval']")).to_have_count(0, timeout=SLOWLY)


async def _read(world: World, case: Case, words: Words) -> None:
    """The complainant opens the page of the case with number and secret."""
    async with world.services.db.reading() as tx:
        secret = await tracking_secret(tx, await tx.get_one(Case, case.id))
    page = await (await world.browser.new_context(viewport={"width": 900, "height": 900})).new_page()
    await page.goto(f"{world.url}/track?lang={words.language}&number={case.number}")
    await page.locator("#secret").fill(secret or "")
    await page.locator("main form button[type=submit]").first.click()
    letter = page.locator(".letter-of-answer")
    await expect(letter).to_contain_text(words.reason, timeout=SLOWLY)
    await expect(letter).to_contain_text(re.compile("450,000|۴۵۰"))
    await page.screenshot(path=PICTURES / f"letter-{words.language}.png", full_page=True)
    await _everybody_can_read(page)


async def _everybody_can_read(page: Page) -> None:
    found = (await Axe().run(page)).response["violations"]
    assert [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")] == []
