"""Killed programs, dropped lines, danger: with the real programs, nothing is lost and nothing comes twice."""

from __future__ import annotations

import pytest

from handoff.demo.people import OMID
from tests.support.customers import open_chat
from tests.support.desks import sign_in

STORY = "The lamp from order B-88012 came without its shade and the delivery was a week late."


@pytest.mark.scenario
async def test_killed_between_storing_and_answering_the_message_is_answered_once(world):
    async with open_chat(world.url, "en") as anna:
        greeting = await anna.hears(lambda message: message["author"] == "assistant")
        client_id = await anna.say(STORY)
        await anna.until(lambda: any(message["client_id"] == client_id for message in anna.messages))
        world.services[0].kill()
        await anna.disconnect()
        world.services[0].start()
        world.services[0].wait_until("/healthz")
        await anna.connect()
        await anna.send(type="post", client_id=client_id, body=STORY)  # as a browser does that got no answer
        reply = await anna.hears_button("Refund")
        assert greeting["id"] < reply["id"]
        said = [message["body"] for message in anna.messages]
        assert said.count(STORY) == 1
        assert said.count(reply["body"]) == 1


@pytest.mark.scenario
async def test_who_was_away_misses_neither_messages_nor_status(world):
    async with sign_in(world.other_url, OMID.email, OMID.password) as omid, open_chat(world.url, "en") as anna:
        await anna.hears(lambda message: message["author"] == "assistant")
        await anna.send(type="ask_person")
        await anna.until(lambda: anna.state["speaker"] in ("queue", "agent"))
        await anna.disconnect()
        await omid.do(f"/conversations/{anna.conversation}/taking")
        await omid.open_talk(anna.conversation)
        for number in range(5):
            await omid.say(f"Word {number}", client_id=f"w{number}")
        await omid.hears("Word 4")
        await anna.connect()
        await anna.hears(lambda message: message["body"] == "Word 4")
        bodies = [message["body"] for message in anna.messages if message["author"] == "agent"]
        assert bodies == [f"Word {number}" for number in range(5)]
        assert anna.state["speaker"] == "agent"
        assert sorted(anna.seen) == sorted(set(anna.seen))


@pytest.mark.scenario
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The heater you sold me caught fire and my son burnt his hand"),
        ("fa", "بخاری که از شما خریدم آتش گرفت و دست پسرم سوخت"),
    ],
    ids=["english", "persian"],
)
async def test_at_7_5_danger_goes_to_a_person_at_once(world, language, words):
    """AT-7.5: danger waits for no classifying."""
    async with sign_in(world.other_url, OMID.email, OMID.password), open_chat(world.url, language) as anna:
        await anna.hears(lambda message: message["author"] == "assistant")
        await anna.say(words)
        await anna.until(lambda: anna.state["speaker"] in ("queue", "agent"))
        line = await anna.hears(lambda message: "115" in message["body"] or "۱۱۵" in message["body"])
        receipt = await anna.hears(lambda message: message["kind"] == "receipt")
        assert receipt["card"]["number"]
        notice = await anna.hears(lambda message: message["kind"] == "notice")
        places = [anna.messages.index(message) for message in (line, receipt, notice)]
        assert places[0] == min(places), "the emergency line comes before anything else"
        assert sum(message["author"] == "customer" for message in anna.messages) == 1, "nothing was asked first"
