"""Whole talks through the real Rasa and the real action server; only the service behind them is the stand-in."""

from __future__ import annotations

import pytest

from tests.support.asking import Customer

pytestmark = [pytest.mark.scenario, pytest.mark.asyncio]


async def test_at_4_11_a_complaint_in_english(anna: Customer) -> None:
    """AT-4.11: the customer never says that this is a complaint, and is offered to register it."""
    assert "A person decides, not me." in (await anna.say("/greet"))[0]
    understood, question = await anna.say(
        "My kettle from order A-10423 came with a broken lid and two e-mails had no answer."
    )
    assert "A-10423" in understood
    assert "I'm sorry" in understood
    assert question == "What would put it right for you?"
    answer, question = await anna.say("is it free?")
    assert (answer, question) == ("Complaining is free.", "What would put it right for you?")
    await anna.press("Refund")
    await anna.say("Anna Berg, anna@example.org")
    await anna.say("no, the order was A-12")
    assert await anna.press("Yes, register it") == ["You can add to it or ask how it stands here at any time."]
    (status,) = await anna.say("what is the status of my complaint?")
    assert "It is registered." in status
    cases = [case for case in (await anna.state())["cases"].values() if case["conversation"] == anna.conversation]
    assert [case["answers"]["order_ref"] for case in cases] == ["A-12"]


async def test_at_4_11_a_complaint_in_persian(mina: Customer) -> None:
    """AT-4.11: the same in Persian."""
    understood, question = await mina.say("کتری سفارش A-10423 سه روز پیش با در شکسته رسید و به ایمیلم جواب ندادید")
    assert "شنبه ۳۰ آبان" in understood
    assert question == "چه کاری مشکل را برای شما حل می‌کند؟"
    await mina.say("پولم را پس بدهید")
    await mina.say("مینا رضایی ۰۹۱۲۱۲۳۴۵۶۷")
    assert (await mina.press("بله، ثبت شود"))[0].startswith("هر وقت خواستید")
    (case,) = [case for case in (await mina.state())["cases"].values() if case["conversation"] == mina.conversation]
    assert case["answers"]["phone"] == "09121234567"
    assert case["answers"]["remedy_code"] == "R14"


async def test_at_4_5_a_person_takes_over_and_gives_back(anna: Customer) -> None:
    """AT-4.5: asking for a person hands over, in the middle of anything."""
    await anna.say("the zip of my jacket broke")
    assert await anna.say("I want to talk to a person") == []  # the service tells the customer, not the assistant
    assert [anna.conversation, "asked"] in (await anna.state())["handovers"]
    assert await anna.say("hello?") == []
    await anna.post_to_rasa("tracker/events", {"event": "resume"})
    assert await anna.say("thank you") == ["You're welcome."]
    assert len(await anna.say("yes")) > 0


async def test_danger_stops_everything_else(mina: Customer) -> None:
    await mina.say("می‌خواهم شکایت کنم")
    assert await mina.say("بخاری پسرم را برق گرفت") == []
    ((_, line),) = [line for line in (await mina.state())["lines"] if line[0] == mina.conversation]
    assert "۱۱۵" in line
    assert [mina.conversation, "safety"] in (await mina.state())["handovers"]
    assert await mina.say("الو؟") == []


async def test_a_lost_tracker_goes_on_with_the_kept_draft(anna: Customer) -> None:
    await anna.say("The sofa from order B-500 is late by three weeks")
    await anna.press("Apology")
    anna.session = "2"  # another day, another tracker
    said = await anna.say("hello")
    assert said[0].startswith("Welcome back.")
    assert said[1].startswith("Where can we write to you?")
    await anna.say("anna@example.org")
    assert (await anna.press("Yes, register it"))[0].startswith("You can add to it")


async def test_persian_on_an_english_page_is_answered_in_persian(anna: Customer) -> None:
    assert (await anna.say("سلام، سفارشم نرسیده است"))[0].startswith("پس")
    assert (await anna.state())["languages"][str(anna.conversation)] == "fa"


async def test_two_misunderstandings_offer_a_person(anna: Customer) -> None:
    assert (await anna.say("qwxz vbnm"))[0].startswith("I didn't follow that.")
    assert (await anna.say("plmk ijbn"))[0].startswith("I'm sorry, I still don't follow.")
    assert [anna.conversation, "misunderstood"] not in (await anna.state())["handovers"]
    assert await anna.press("Talk to a person") == []
    assert [anna.conversation, "misunderstood"] in (await anna.state())["handovers"]


async def test_the_survey_is_asked_and_can_be_left(mina: Customer) -> None:
    await mina.say("سلام")
    answer = await mina.post_to_rasa(
        "trigger_intent?output_channel=latest", {"name": "EXTERNAL_survey", "entities": {"language": "fa"}}
    )
    assert [message["text"] for message in answer["messages"]][-1] == "Question Q1"
    assert await mina.say("۴") == ["Question Q2"]
    assert {"answers": {"Q1": 4}} in (await mina.state())["survey_answers"]
    assert (await mina.say("خداحافظ"))[0].startswith("اشکالی ندارد")
    assert (await mina.say("ممنون")) == ["خواهش می‌کنم."]
