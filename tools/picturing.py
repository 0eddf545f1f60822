"""Take the README's pictures anew from a running demonstration: `python -m tools.picturing [http://127.0.0.1:8080]`.

It complains, asks for a person and answers at the desk, as people do, in each language. Start from a fresh demonstration
(`make demo-reset`), since what stands on the desk stands in the pictures. Look at them before they are committed.
"""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import sys
from dataclasses import dataclass

from PIL import Image
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from tools.places import ROOT

FOLDER = ROOT / "docs" / "pictures"
PHONE = ViewportSize(width=400, height=860)
DESK = ViewportSize(width=1360, height=860)
MARGIN, PAPER = 24, "#d9dfe0"
COLOURS = 128  # the pages use few, and the file becomes a third
SUPERVISOR = ("nasrin@baran.example", "nasrin-leads-the-desk")


@dataclass(frozen=True)
class Story:
    """What is said in one language, and the names of what is pressed."""

    language: str
    agent: tuple[str, str]
    opener: str
    box: str
    says: tuple[str, ...]  # words, or with a line before them the name of a button
    reply: str
    ends: str


STORIES = (
    Story(
        "en",
        ("omid@baran.example", "omid-at-the-desk"),
        "Chat with us",
        "Message",
        (
            "The kettle from order A-10423 came with a broken lid, and two e-mails had no answer.",
            "|Refund",
            "sara@customer.example",
            "|Yes, register it",
            "|Talk to a person",
        ),
        "Good morning, Omid here. I have read everything. A new kettle can leave today, or the money goes back to your "
        "card: which do you prefer?",
        "A new kettle, please.",
    ),
    Story(
        "fa",
        ("mina@baran.example", "mina-at-the-desk"),
        "گفتگو با ما",
        "پیام",
        (
            "کتری سفارش A-10423 با درِ شکسته رسید و دو ایمیلم بی‌جواب ماند.",
            "|بازگشت پول",
            "sara@customer.example",
            "|بله، ثبت شود",
            "|صحبت با کارشناس",
        ),
        "سلام، مینا هستم. همه را خواندم. می‌توانیم همین امروز کتری نو بفرستیم یا پول را برگردانیم؛ کدام را ترجیح می‌دهید؟",
        "کتری نو، لطفاً.",
    ),
)


async def take(address: str) -> None:
    """Write the pictures into docs/pictures/."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    # Chromium refuses to start for root unless its sandbox is off; only our own pages are opened here.
    unboxed = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=unboxed)
        for story in STORIES:
            _side_by_side(await _both_sides(browser, address, story), f"both-sides-{story.language}.png")
        await take_desk(browser, address)
        await browser.close()


async def take_desk(browser: Browser, address: str) -> None:
    """What one sees at the desk without a talk: the board, and the page of a case in which somebody may be in danger."""
    desk = await _at_the_desk(browser, address, SUPERVISOR)
    await desk.goto(f"{address}/console/board")
    _side_by_side([await desk.screenshot()], "board.png")
    await desk.goto(f"{address}/console/cases")
    await desk.locator("tr", has=desk.locator(".flag.urgent")).first.locator("a").first.click()
    await desk.locator(".case-page").wait_for()
    _side_by_side([await desk.screenshot()], "case.png")


async def _both_sides(browser: Browser, address: str, story: Story) -> list[bytes]:
    """The customer's telephone and the agent's desk, in the middle of their talk."""
    desk = await _at_the_desk(browser, address, story.agent)
    phone = await (await browser.new_context(viewport=PHONE, timezone_id="Asia/Tehran")).new_page()
    await phone.goto(f"{address}/?lang={story.language}")
    await phone.get_by_role("button", name=story.opener).click()
    box = phone.get_by_role("textbox", name=story.box, exact=True)
    await _heard(phone, 1)
    for words in story.says:
        before = await _messages(phone)
        if words.startswith("|"):
            await phone.get_by_role("button", name=words[1:], exact=True).last.click()
        else:
            await box.fill(words)
            await box.press("Enter")
        # One's own words and an answer; asking for a person brings one line of the service.
        await _heard(phone, before + (1 if words == story.says[-1] else 2))
    await desk.locator("form[action$='/acceptance'] button").first.click()
    await desk.wait_for_url("**/console/conversations/*")
    await desk.locator("textarea").first.fill(story.reply)
    await desk.locator("textarea").first.press("Enter")
    await phone.get_by_text(story.reply).wait_for()
    await box.fill(story.ends)
    await box.press("Enter")
    await desk.get_by_role("log").get_by_text(story.ends).wait_for()
    await phone.get_by_role("log").get_by_text(story.ends).wait_for()
    await desk.wait_for_timeout(1500)  # lists and "seen" come to rest
    pictures = [await phone.screenshot(), await desk.screenshot()]
    await asyncio.gather(phone.context.close(), desk.context.close())
    return pictures if story.language == "en" else pictures[::-1]


async def _at_the_desk(browser: Browser, address: str, who: tuple[str, str]) -> Page:
    page = await (await browser.new_context(viewport=DESK, timezone_id="Asia/Tehran")).new_page()
    await page.goto(f"{address}/console/sign-in")
    await page.locator("input[name=email]").fill(who[0])
    await page.locator("input[name=password]").fill(who[1])
    await page.locator("input[name=password]").press("Enter")
    await page.wait_for_url("**/console/")
    await page.wait_for_timeout(1000)  # its socket says that somebody is there
    return page


async def _messages(page: Page) -> int:
    return await page.get_by_role("log").locator(".message").count()


async def _heard(page: Page, at_least: int) -> None:
    """Wait until so much stands in the talk, and until nothing more comes."""
    for _ in range(60):
        before = await _messages(page)
        await page.wait_for_timeout(1000)
        if before >= at_least and await _messages(page) == before:
            return


def _side_by_side(pictures: list[bytes], name: str) -> None:
    shots = [Image.open(io.BytesIO(picture)).convert("RGB") for picture in pictures]
    width = sum(shot.width for shot in shots) + MARGIN * (len(shots) + 1)
    sheet = Image.new("RGB", (width, max(shot.height for shot in shots) + 2 * MARGIN), PAPER)
    across = MARGIN
    for shot in shots:
        sheet.paste(shot, (across, MARGIN))
        across += shot.width + MARGIN
    FOLDER.mkdir(parents=True, exist_ok=True)
    sheet.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / name, optimize=True)
    print(f"docs/pictures/{name}: {(FOLDER / name).stat().st_size // 1024} kB")


if __name__ == "__main__":
    asyncio.run(take((sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080").rstrip("/")))
