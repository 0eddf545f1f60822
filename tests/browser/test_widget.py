"""The chat in the corner as customers use it: by keyboard, over bad lines, in both languages."""

from __future__ import annotations

import re

import pytest
from PIL import Image
from playwright.async_api import Page, expect

from handoff.assistant.replies import Button, Reply
from handoff.cases import Complaint, Contact, open_case
from handoff.cases.moving import ASSISTANT
from handoff.conversations import Conversation, mark_read, post_message, take
from handoff.web.live.passing import tell_read, tell_typing
from tests.browser.desk_world import desk_world

pytestmark = pytest.mark.browser

WORDS = {
    "en": {
        "open": "Chat with us",
        "box": "Message",
        "send": "Send",
        "close": "Close the chat",
        "person": "Talk to a person",
    },
    "fa": {"open": "گفتگو با ما", "box": "پیام", "send": "ارسال", "close": "بستن گفتگو", "person": "صحبت با کارشناس"},
}


@pytest.fixture
async def world(tmp_path):
    async with desk_world(tmp_path) as world:
        yield world
        assert world.wrong == []


async def visit(world, language: str = "en", **looks: object) -> Page:
    context = await world.browser.new_context(**{"viewport": {"width": 1000, "height": 800}, **looks})
    page = await context.new_page()
    page.on("pageerror", lambda error: world.wrong.append(str(error)))
    page.on("console", lambda line: world.wrong.append(line.text) if line.type in ("error", "warning") else None)
    await page.goto(f"{world.url}/?lang={language}")
    return page


async def opened(page: Page, language: str = "en"):
    """The panel, opened; its message box."""
    await page.get_by_role("button", name=WORDS[language]["open"], exact=True).click()
    box = page.get_by_role("textbox", name=WORDS[language]["box"], exact=True)
    await expect(box).to_be_visible()
    return box


async def talk_of(world, page: Page) -> int:
    return await page.evaluate("document.querySelector('pasokh-chat').conversation.id")


def focused(page: Page):
    return page.evaluate("document.querySelector('pasokh-chat').shadowRoot.activeElement?.getAttribute('aria-label')")


async def test_it_opens_only_when_asked_and_gives_the_focus_back(world):
    page = await visit(world)
    opener = page.get_by_role("button", name="Chat with us", exact=True)
    await expect(opener).to_be_visible()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    kept = {cookie["name"] for cookie in await page.context.cookies()}
    assert "pasokh_customer" not in kept, "a visitor who does not chat is nobody"
    await opener.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await focused(page) == "Message"
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(opener).to_be_focused()


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_a_story_is_answered_a_choice_is_made_and_a_reload_keeps_it_all(world, language):
    words = WORDS[language]
    world.services.rasa.answers["My kettle"] = [Reply("What would help?", (Button("Refund", "/refund"),))]
    page = await visit(world, language)
    box = await opened(page, language)
    await box.fill("My kettle")
    await page.get_by_role("button", name=words["send"], exact=True).click()
    await page.get_by_role("button", name="Refund").click()
    log = page.get_by_role("log")
    await expect(log).to_contain_text("You said: /refund")
    await expect(log.locator(".message.customer")).to_have_count(2)
    await expect(log.locator(".message.customer .mark[data-state=sent]")).to_have_count(2)
    before = await log.inner_text()
    await page.reload()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await opened(page, language)
    await expect(log.locator(".message.customer")).to_have_count(2)
    assert await log.inner_text() == before
    direction = await page.get_by_role("dialog").get_attribute("dir")
    assert direction == ("rtl" if language == "fa" else "ltr")


async def test_what_is_said_without_a_line_is_kept_over_a_reload_and_arrives_once(world):
    page = await visit(world)
    box = await opened(page)
    await expect(page.locator("pasokh-chat .message.assistant")).to_have_count(1)
    await page.evaluate("document.querySelector('pasokh-chat').conversation.connection.send = () => false")
    await box.fill("Said on the train")
    await box.press("Enter")
    await expect(page.locator("pasokh-chat .mark[data-state=sending]")).to_have_count(1)
    await page.reload()
    await opened(page)
    said = page.locator("pasokh-chat .message.customer", has_text="Said on the train")
    await expect(said.locator(".mark[data-state=sent]")).to_have_count(1)
    await expect(said).to_have_count(1)


async def test_a_lost_line_says_so_and_mends_itself(world):
    page = await visit(world)
    box = await opened(page)
    await expect(page.locator("pasokh-chat .message.assistant")).to_have_count(1)
    await page.evaluate(
        """() => {
            const { connection } = document.querySelector('pasokh-chat').conversation;
            connection.reallyOpen = connection.open;
            connection.open = () => connection.lost(0);
            connection.drop();
        }"""
    )
    await expect(page.locator("pasokh-chat .line")).to_have_text("Reconnecting…")
    await box.fill("Still here")
    await box.press("Enter")
    await page.evaluate(
        """() => {
            const { connection } = document.querySelector('pasokh-chat').conversation;
            connection.open = connection.reallyOpen;
            window.dispatchEvent(new Event('online'));
        }"""
    )
    await expect(page.locator("pasokh-chat .line")).to_have_text("")
    await expect(page.get_by_role("log")).to_contain_text("You said: Still here")
    await expect(page.locator("pasokh-chat .message.customer")).to_have_count(1)


async def test_a_refused_message_says_why_and_can_be_sent_again(world):
    page = await visit(world)
    box = await opened(page)
    await expect(page.locator("pasokh-chat .message.assistant")).to_have_count(1)
    await page.evaluate(
        """() => {
            const { connection } = document.querySelector('pasokh-chat').conversation;
            for (let n = 0; n < 140; n += 1) connection.send({ type: 'leave_queue' });
        }"""
    )
    await box.fill("One too many")
    await box.press("Enter")
    failed = page.locator("pasokh-chat .message.failed")
    await expect(failed).to_contain_text("Not sent")
    await expect(failed).to_contain_text("too often")
    await failed.get_by_role("button", name="Resend").click()
    await expect(page.get_by_role("log")).to_contain_text("You said: One too many")
    await expect(failed).to_have_count(0)


async def test_the_queue_the_person_who_comes_and_what_they_have_seen(world):
    mina = await world.hire("Mina", "مینا", "agent")
    page = await visit(world)
    await opened(page)
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Talk to a person").last.click()
    await expect(dialog.get_by_role("button", name="Leave the queue")).to_be_visible()
    await expect(dialog).to_contain_text("You are next.")
    services, talk_id = world.services, await talk_of(world, page)
    async with services.db.transaction() as tx:
        talk = await tx.get_one(Conversation, talk_id)
        await take(tx, talk, agent=mina)
        await post_message(tx, talk, author="agent", agent_id=mina.id, body="I have read everything.")
    await expect(page.get_by_role("log")).to_contain_text("I have read everything.")
    await expect(dialog).to_contain_text("With Mina")
    await expect(dialog.get_by_role("button", name="Leave the queue")).to_have_count(0)
    await page.get_by_role("textbox", name="Message").fill("Thank you")
    await page.keyboard.press("Enter")
    await expect(page.locator("pasokh-chat .mark[data-state=sent]")).to_have_count(1)
    async with services.db.transaction() as tx:
        await mark_read(tx, await tx.get_one(Conversation, talk_id), by="agent", number=1000)
    await tell_read(services.bus, talk_id, by="agent", number=1000)
    await expect(page.locator("pasokh-chat .mark[data-state=seen]")).to_have_count(1)
    await tell_typing(services.bus, talk_id, who="agent", agent_id=mina.id)
    await expect(dialog).to_contain_text("Mina is writing…")


async def test_the_receipt_is_large_and_can_be_copied(world):
    page = await visit(world)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await opened(page)
    async with world.services.db.transaction() as tx:
        complaint = Complaint(
            narrative="Broken", channel="chat", language="en", contact=Contact(email="s@example.com"),
            conversation_id=await talk_of(world, page),
        )  # fmt: skip
        case, _ = await open_case(tx, complaint, actor=ASSISTANT, idempotency_key="w")
    card = page.get_by_role("region", name="Your complaint is registered")
    await expect(card).to_contain_text(case.number)
    await card.get_by_role("button", name="Copy the number").click()
    assert await page.evaluate("navigator.clipboard.readText()") == case.number
    await expect(card).to_contain_text(re.compile("by \\w+day"))


async def test_a_picture_goes_with_progress_and_anything_else_is_refused_kindly(world, tmp_path):
    page = await visit(world)
    await opened(page)
    Image.new("RGB", (60, 40), "#13727b").save(tmp_path / "lid.png")
    (tmp_path / "notes.txt").write_text("x")
    chooser = page.locator("pasokh-chat input[type=file]").first
    await chooser.set_input_files(tmp_path / "notes.txt")
    await expect(page.get_by_role("alert")).to_contain_text("up to 10 MB, pictures and PDF")
    await chooser.set_input_files(tmp_path / "lid.png")
    await expect(page.locator("pasokh-chat .message.customer img")).to_be_visible()
    picture = page.locator("pasokh-chat .message.customer img")
    assert await picture.evaluate("(img) => img.decode().then(() => img.naturalWidth)") == 60


async def test_words_are_only_ever_words(world):
    page = await visit(world)
    box = await opened(page)
    await box.fill("<img src=x onerror=alert(1)> https://example.com/a, تست فارسی")
    await box.press("Enter")
    log = page.get_by_role("log")
    await expect(log).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(log.locator("img")).to_have_count(0)
    link = log.locator(".message.assistant a").last
    await expect(link).to_have_attribute("href", "https://example.com/a")
    await expect(link).to_have_attribute("rel", re.compile("noopener"))


async def test_the_language_can_be_switched_in_the_middle_and_nothing_is_lost(world):
    page = await visit(world, reduced_motion="reduce")  # where it stands is compared: it must not be sliding in
    box = await opened(page)
    await box.fill("Hello")
    await box.press("Enter")
    await expect(page.get_by_role("log")).to_contain_text("You said: Hello")
    await box.fill("not sent yet")
    place = await page.get_by_role("dialog").bounding_box()
    await page.get_by_role("button", name="فارسی", exact=True).click()
    persian = page.get_by_role("textbox", name="پیام", exact=True)
    await expect(persian).to_have_value("not sent yet")
    await expect(page.get_by_role("log")).to_contain_text("You said: Hello")
    assert await page.get_by_role("dialog").bounding_box() == place


async def test_news_while_it_is_closed_are_counted_and_wait(world):
    page = await visit(world)
    await opened(page)
    await expect(page.locator("pasokh-chat .message.assistant")).to_have_count(1)
    talk_id = await talk_of(world, page)
    await page.keyboard.press("Escape")
    async with world.services.db.transaction() as tx:
        await post_message(tx, await tx.get_one(Conversation, talk_id), author="assistant", body="One more thing")
    await expect(page.locator("pasokh-chat .badge")).to_have_text("1")
    await page.goto(f"{world.url}/how")
    await expect(page.locator("pasokh-chat .badge")).to_have_text("1")
    await opened(page)
    await expect(page.get_by_role("log")).to_contain_text("One more thing")
    await page.keyboard.press("Escape")
    await expect(page.locator("pasokh-chat .badge")).to_be_hidden()
