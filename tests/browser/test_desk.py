"""The desk as people use it: by keyboard, live, in both languages."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from handoff.conversations import Conversation, read_messages
from tests.browser.desk_world import alive, desk_world

pytestmark = pytest.mark.browser


@pytest.fixture
async def world(tmp_path):
    async with desk_world(tmp_path) as world:
        yield world
        assert world.wrong == []


@pytest.fixture
async def mina(world):
    return await world.hire("Mina", "مینا", "agent", "investigator")


@pytest.fixture
async def omid(world):
    return await world.hire("Omid", "امید", "agent", "investigator", language="fa")


async def said(world, talk, *, private=True):
    async with world.services.db.reading() as tx:
        talk = await tx.get_one(Conversation, talk.id)
        return [(view.kind, view.body) for view in await read_messages(tx, talk, private=private)]


async def test_a_talk_is_taken_answered_and_noted_without_a_mouse(world, mina):
    talk = await world.customer_waits("My kettle has no lid.")
    desk = await world.desk(mina)
    await desk.keyboard.press("j")
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("log")).to_contain_text("My kettle has no lid.")
    await alive(desk)
    await desk.get_by_role("button", name="Take this talk").press("Enter")
    box = desk.get_by_role("textbox", name="Message", exact=True)
    await expect(box).to_be_visible()
    await alive(desk)
    await desk.keyboard.press("r")
    await expect(box).to_be_focused()
    await desk.keyboard.type("I am looking into it.")
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".message.mine").last).to_contain_text("Sent")
    await desk.keyboard.press("Escape")
    await desk.keyboard.press("n")
    await expect(desk.get_by_role("textbox", name="Private note")).to_be_focused()
    await desk.keyboard.type("Second complaint this week.")
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".message.note[data-number]")).to_contain_text("Second complaint this week.")
    assert ("text", "I am looking into it.") in await said(world, talk, private=False)
    assert ("note", "Second complaint this week.") in await said(world, talk)
    assert "note" not in {kind for kind, _ in await said(world, talk, private=False)}


async def test_what_sounds_like_a_note_is_asked_about_before_it_goes_to_the_customer(world, mina):
    talk = await world.customer_waits("My kettle has no lid.")
    desk = await world.desk(mina)
    box = await world.take(desk, talk)
    await box.fill("FYI: the customer is right.")
    await box.press("Enter")
    await expect(desk.get_by_role("dialog", name="Is this for the customer?")).to_be_visible()
    assert ("text", "FYI: the customer is right.") not in await said(world, talk)
    await desk.get_by_role("button", name="Keep it as a private note").click()
    await expect(desk.locator(".message.note[data-number]")).to_contain_text("FYI: the customer is right.")
    assert ("note", "FYI: the customer is right.") in await said(world, talk)


async def test_a_note_never_slips_into_a_reply_when_the_box_is_switched(world, mina):
    talk = await world.customer_waits("My kettle has no lid.")
    desk = await world.desk(mina)
    await world.take(desk, talk)
    await desk.get_by_role("radio", name="Private note").check()
    await desk.get_by_role("textbox", name="Private note").fill("half a note")
    await desk.get_by_role("radio", name="Reply to the customer").check()
    await expect(desk.get_by_role("textbox", name="Message")).to_have_value("")
    await desk.reload()
    await alive(desk)
    await desk.get_by_role("radio", name="Private note").check()
    await expect(desk.get_by_role("textbox", name="Private note")).to_have_value("half a note")


async def test_a_taken_talk_vanishes_for_the_other_with_the_name_of_who_took_it(world, mina, omid):
    talk = await world.customer_waits("My kettle has no lid.")
    omids, minas = await world.desk(omid), await world.desk(mina)
    item = omids.locator(f"[data-list='queue'] [data-key='talk-{talk.id}']")
    await expect(item).to_be_visible()
    await world.take(minas, talk)
    await expect(item).to_contain_text("مینا برداشت")
    await expect(item).to_have_count(0, timeout=10_000)


async def test_new_talks_wait_behind_a_button_while_somebody_is_in_the_list(world, mina):
    first = await world.customer_waits("The first.")
    desk = await world.desk(mina)
    await desk.locator(f"[data-key='talk-{first.id}'] .item-link").hover()
    box = await desk.locator(f"[data-key='talk-{first.id}']").bounding_box()
    second = await world.customer_waits("Danger, it smokes.", reason="safety")
    await expect(desk.get_by_role("button", name="1 new")).to_be_visible()
    await expect(desk.locator(f"[data-list='queue'] [data-key='talk-{second.id}']")).to_have_count(0)
    assert (await desk.locator(f"[data-key='talk-{first.id}']").bounding_box())["x"] == box["x"]
    await desk.get_by_role("button", name="1 new").click()
    await expect(desk.locator("[data-list='queue'] .item").first).to_contain_text("Danger, it smokes.")


async def test_what_the_customer_writes_appears_at_once_and_survives_a_dropped_line(world, mina):
    talk = await world.customer_waits("My kettle has no lid.")
    desk = await world.desk(mina)
    await world.take(desk, talk)
    await world.customer_says(talk, "Are you there?")
    await expect(desk.get_by_role("log")).to_contain_text("Are you there?")
    await desk.context.set_offline(True)
    await world.customer_says(talk, "Said while the line was down.")
    await desk.context.set_offline(False)
    await desk.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(desk.get_by_role("log")).to_contain_text("Said while the line was down.", timeout=20_000)
    text = await desk.get_by_role("log").inner_text()
    assert text.count("Said while the line was down.") == 1
    world.wrong.clear()  # the browser itself notes the dropped line


async def test_a_ready_made_reply_goes_into_the_box_and_not_out(world, omid):
    talk = await world.customer_waits("کتری من در ندارد.", language="fa")
    desk = await world.desk(omid)
    box = await world.take(desk, talk, button="برداشتن این گفتگو", box="پیام")
    await box.press_sequentially("/he")
    await expect(desk.get_by_role("option").first).to_contain_text("/hello")
    await box.press("Enter")
    await expect(box).to_have_value(re.compile("امید هستم"))
    assert not any(kind == "text" and "امید هستم" in body for kind, body in await said(world, talk))


async def test_a_complaint_is_answered_at_the_front_line_from_the_first_click_to_the_last(world, mina):
    case = await world.complaint()
    desk = await world.desk(mina)
    await desk.goto(f"{world.url}/console/cases/{case.number}")
    await alive(desk)
    await desk.get_by_role("button", name="Take charge").click()
    await desk.get_by_role("button", name="Confirm").click()
    await expect(desk.get_by_text("confirmed", exact=True)).to_be_visible()
    await desk.get_by_role("button", name="Save the judgement").click()
    await desk.get_by_role("radio", name=re.compile("^Upheld")).check()
    await desk.get_by_label("Why? In words the complainant can follow").fill("The lid was broken when it left us.")
    await desk.get_by_label(re.compile("^Amount")).first.fill("450,000")
    await desk.get_by_label("Done by").first.fill("2027-01-15")
    await desk.get_by_role("button", name="Write it from the findings").click()
    letter = desk.get_by_label("The letter, in English")
    await expect(letter).to_have_value(re.compile("450,000 tomans, by Friday 15 January"))
    await desk.get_by_role("button", name="Send the answer").click()
    await expect(desk.locator(".next-what")).to_have_text("Wait for what the complainant says to the answer")


async def test_a_change_by_somebody_else_is_said_and_nothing_typed_is_lost(world, mina):
    nasrin = await world.hire("Nasrin", "نسرین", "supervisor", "approver")
    case = await world.complaint()
    minas = await world.desk(mina)
    await minas.goto(f"{world.url}/console/cases/{case.number}")
    await alive(minas)
    await minas.get_by_role("button", name="Take charge").click()
    await expect(minas.get_by_text("Mina answers for it")).to_be_visible()
    await alive(minas)
    thought = minas.get_by_label("A note that only colleagues see")
    await thought.fill("Half a thought")
    other = await world.desk(nasrin)
    await other.goto(f"{world.url}/console/cases/{case.number}")
    await alive(other)
    await other.get_by_label("A note that only colleagues see").fill("Please be quick.")
    await other.get_by_role("button", name="Save the note").click()
    await expect(minas.get_by_text("This case has changed in the meantime.")).to_be_visible()
    await expect(thought).to_have_value("Half a thought")
    await minas.reload()
    await expect(minas.get_by_text("Please be quick.")).to_be_visible()
    await expect(thought).to_have_value("Half a thought")
