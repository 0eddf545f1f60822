"""The customer's socket: nothing lost, nothing twice, nothing foreign."""

from __future__ import annotations

import asyncio

import pytest

from handoff.assistant.replies import Button, Reply
from handoff.cases import Complaint, Contact, open_case
from handoff.cases.moving import ASSISTANT
from handoff.cases.opening import tracking_secret
from handoff.conversations import Conversation, ask_for_person, mark_read, post_message, take
from handoff.web.live.passing import tell_read, tell_typing
from tests.handoff.conftest import ON_BOTH
from tests.handoff.web.chat.talking import frames_until, is_state, of_kind, says, welcomed


@pytest.fixture
def place(conversation):
    return f"/chat/{conversation.id}/socket"


@ON_BOTH
async def test_what_the_customer_says_comes_back_numbered_and_is_answered(sara, place, rasa):
    rasa.answers["The kettle is broken"] = [
        Reply("I am sorry."),
        Reply("What would help?", (Button("Refund", "/refund"),)),
    ]
    async with sara.ws_connect(place) as socket:
        await welcomed(socket)
        await socket.send_json({"type": "post", "client_id": "a", "body": "The kettle is broken"})
        frames = await frames_until(socket, says("What would help?"))
    events = [frame for frame in frames if frame["type"] == "event"]
    assert [event["number"] for event in events] == sorted({event["number"] for event in events})
    assert [event["message"]["body"] for event in events] == ["The kettle is broken", "I am sorry.", "What would help?"]
    assert events[0]["message"]["client_id"] == "a"
    assert events[-1]["message"]["buttons"] == [{"title": "Refund"}]


async def test_the_answering_assistant_is_shown_as_writing(sara, place, rasa):
    asked, answer = rasa.ask, asyncio.Event()

    async def ask_slowly(*turn):
        await answer.wait()
        return await asked(*turn)

    rasa.ask = ask_slowly
    async with sara.ws_connect(place) as socket:
        await welcomed(socket)
        await socket.send_json({"type": "post", "client_id": "a", "body": "Hello"})
        await frames_until(socket, lambda frame: frame["type"] == "state" and frame["state"]["answering"])
        answer.set()
        await frames_until(socket, lambda frame: frame["type"] == "state" and not frame["state"]["answering"])


@ON_BOTH
async def test_who_was_away_catches_up_with_messages_and_with_what_changed(sara, place, services, conversation, mina):
    async with sara.ws_connect(place) as socket:
        welcome, _ = await welcomed(socket)
    async with services.db.transaction() as tx:
        conversation = await tx.get_one(Conversation, conversation.id)
        await ask_for_person(tx, conversation, reason="asked", actor="customer")
    async with services.db.transaction() as tx:
        conversation = await tx.get_one(Conversation, conversation.id)
        await take(tx, conversation, agent=mina)
        await post_message(tx, conversation, author="agent", agent_id=mina.id, body="I am here.")
        await post_message(tx, conversation, author="agent", agent_id=mina.id, body="Between us", kind="note")
    async with sara.ws_connect(place, params={"after": welcome["last"]}) as socket:
        again, missed = await welcomed(socket)
    assert again["state"]["speaker"] == "agent"
    assert again["state"]["agent"] == {"name": "Mina"}
    said = [frame["message"] for frame in missed if "message" in frame]
    assert said[-1]["body"] == "I am here."
    assert said[-1]["name"] == "Mina"
    assert all(message["kind"] != "note" for message in said)
    assert {"conversation.queued", "conversation.taken"} <= {frame["event"] for frame in missed}


@ON_BOTH
async def test_eight_identical_retries_at_once_are_one_message(sara, place):
    async with sara.ws_connect(place) as socket:
        await welcomed(socket)
        for _ in range(8):
            await socket.send_json({"type": "post", "client_id": "same", "body": "Once only"})
        await socket.send_json({"type": "ping"})
        await frames_until(socket, of_kind("pong"))
    async with sara.ws_connect(place) as socket:
        _, everything = await welcomed(socket)
    assert [frame["message"]["body"] for frame in everything if "message" in frame].count("Once only") == 1


async def test_two_devices_of_one_customer_see_the_same(sara, place):
    async with sara.ws_connect(place) as one, sara.ws_connect(place) as other:
        await welcomed(one)
        await welcomed(other)
        await one.send_json({"type": "post", "client_id": "a", "body": "From the telephone"})
        await frames_until(one, says("From the telephone"))
        await frames_until(other, says("From the telephone"))


async def test_a_strangers_talk_is_closed_at_once_and_a_missing_one_looks_the_same(client, sara, place):
    await client.post("/chat/conversations", json={"language": "en"})
    for address in (place, "/chat/999999/socket", "/chat/abc/socket"):
        async with client.ws_connect(address) as socket:
            await socket.receive(timeout=5)
        assert socket.close_code == 4404
    async with sara.ws_connect(place) as socket:
        assert (await socket.receive_json(timeout=5))["type"] == "welcome"


async def test_without_a_cookie_the_socket_says_that_the_identity_is_gone(client, place):
    async with client.ws_connect(place) as socket:
        await socket.receive(timeout=5)
    assert socket.close_code == 4401


async def test_another_sites_page_gets_no_socket(sara, place):
    refused = await sara.get(
        place,
        headers={
            "Origin": "https://elsewhere.example",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        },
    )
    assert (refused.status, (await refused.json())["code"]) == (403, "foreign_origin")


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("not json", "invalid_frame"),
        ('{"type": "post", "client_id": "a", "body": ""}', "message_empty"),
        ('{"type": "post", "client_id": "a", "body": " \\n "}', "message_empty"),
        ('{"type": "post", "client_id": "a", "body": "' + "x" * 4001 + '"}', "message_long"),
        ('{"type": "post", "client_id": "a", "body": "' + "x" * 70_000 + '"}', "frame_large"),
        ('{"type": "dance"}', "invalid_frame"),
        ('{"type": "choose", "client_id": "a", "message": 1, "button": 7}', "no_such_choice"),
        ('{"type": "language", "language": "tlh"}', "invalid_frame"),
    ],
)
async def test_a_frame_that_cannot_be_taken_is_answered_and_the_socket_stays(sara, place, frame, code):
    async with sara.ws_connect(place) as socket:
        await welcomed(socket)
        await socket.send_str(frame)
        refused = (await frames_until(socket, of_kind("error")))[-1]
        assert refused["code"] == code
        await socket.send_json({"type": "ping"})
        await frames_until(socket, of_kind("pong"))


async def test_errors_speak_the_language_of_the_talk(sara, place):
    async with sara.ws_connect(place) as socket:
        await socket.send_json({"type": "language", "language": "fa"})
        await frames_until(socket, lambda frame: frame.get("event") == "conversation.language_changed")
        await socket.send_json({"type": "post", "client_id": "a", "body": "x" * 4001})
        refused = (await frames_until(socket, of_kind("error")))[-1]
    assert (refused["client_id"], refused["code"]) == ("a", "message_long")
    assert "۴٬۰۰۰" in refused["detail"]


async def test_a_frame_too_large_to_be_taken_still_tells_which_message_failed(sara, place):
    async with sara.ws_connect(place) as socket:
        await welcomed(socket)
        await socket.send_json({"type": "post", "body": '{"client_id": "not this"} ' + "x" * 70_000, "client_id": "a"})
        refused = (await frames_until(socket, of_kind("error")))[-1]
    assert (refused["client_id"], refused["code"]) == ("a", "frame_large")


async def test_a_choice_is_the_customers_words_and_its_meaning_stays_with_us(sara, place, rasa):
    rasa.answers["Hello"] = [Reply("What would help?", (Button("Refund", "/inform{}"), Button("Repair", "/other")))]
    async with sara.ws_connect(place) as socket:
        await welcomed(socket)
        await socket.send_json({"type": "post", "client_id": "a", "body": "Hello"})
        asked = (await frames_until(socket, says("What would help?")))[-1]["message"]
        await socket.send_json({"type": "choose", "client_id": "b", "message": asked["id"], "button": 0})
        chosen = (await frames_until(socket, says("Refund")))[-1]["message"]
        await frames_until(socket, says("You said: /inform{}"))
    assert (chosen["author"], chosen["client_id"]) == ("customer", "b")
    assert "payload" not in str(chosen)


async def test_the_way_to_a_person_and_back(sara, place):
    async with sara.ws_connect(place) as socket:
        await welcomed(socket)
        await socket.send_json({"type": "ask_person"})
        waiting = (await frames_until(socket, is_state("queue")))[-1]["state"]
        await socket.send_json({"type": "leave_queue", "write": True})
        frames = await frames_until(socket, is_state("assistant"))
    assert waiting["place"] == 1
    assert any("how we can reach you" in frame["message"]["body"] for frame in frames if "message" in frame)


async def test_typing_and_reading_pass_both_ways_and_are_not_kept(sara, place, services, conversation, mina):
    async with services.db.transaction() as tx:
        conversation = await tx.get_one(Conversation, conversation.id)
        await take(tx, conversation, agent=mina)
    heard = []
    async with services.bus.listen(f"conversation:{conversation.id}") as notes, sara.ws_connect(place) as socket:
        welcome, _ = await welcomed(socket)
        await socket.send_json({"type": "typing"})
        await socket.send_json({"type": "read", "number": welcome["last"]})
        async with asyncio.timeout(5):
            while len(heard) < 2:
                _, note = await anext(notes)
                heard.append(note)
        await tell_typing(services.bus, conversation.id, who="agent", agent_id=mina.id)
        await tell_read(services.bus, conversation.id, by="agent", number=1, agent_id=mina.id)
        typing = (await frames_until(socket, of_kind("typing")))[-1]
        read = (await frames_until(socket, of_kind("read")))[-1]
    assert [(note["passing"], note["who"]) for note in heard] == [("typing", "customer"), ("read", "customer")]
    assert typing == {"type": "typing", "who": "agent", "name": "Mina"}
    assert read == {"type": "read", "number": 1}


async def test_what_both_sides_have_seen_is_told_at_the_welcome(sara, place, services, conversation):
    async with sara.ws_connect(place) as socket:
        welcome, _ = await welcomed(socket)
        await socket.send_json({"type": "read", "number": welcome["last"]})
        await socket.send_json({"type": "ping"})
        await frames_until(socket, of_kind("pong"))
    async with services.db.transaction() as tx:
        await mark_read(tx, await tx.get_one(Conversation, conversation.id), by="agent", number=1)
    async with sara.ws_connect(place) as socket:
        again, _ = await welcomed(socket)
    assert (welcome["read"], again["read"], again["seen"]) == (0, welcome["last"], 1)


async def test_a_person_who_writes_too_fast_is_slowed_down_not_cut_off(sara, place):
    async with sara.ws_connect(place) as socket:
        await welcomed(socket)
        for n in range(110):
            await socket.send_json({"type": "leave_queue", "n": n})
        slowed = (await frames_until(socket, of_kind("error")))[-1]
        await socket.send_json({"type": "ping"})
        await frames_until(socket, of_kind("pong"))
    assert slowed["code"] == "too_many"


async def test_a_registered_complaint_brings_its_receipt(sara, place, services, conversation):
    complaint = Complaint(
        narrative="Broken",
        channel="chat",
        language="en",
        contact=Contact(email="s@example.com"),
        conversation_id=conversation.id,
    )
    async with sara.ws_connect(place) as socket:
        await welcomed(socket)
        async with services.db.transaction() as tx:
            case, _ = await open_case(tx, complaint, actor=ASSISTANT, idempotency_key="r")
            secret = await tracking_secret(tx, case)
        frames = await frames_until(socket, lambda frame: frame.get("message", {}).get("kind") == "receipt")
    card = frames[-1]["message"]["card"]
    assert (card["number"], card["secret"]) == (case.number, secret)
    assert card["promises"]
    assert all(promise["text"].startswith("by ") for promise in card["promises"])


async def test_an_open_window_is_noticed_and_a_closed_one_is_not(sara, place, services, conversation, clock):
    async def seen_at():
        async with services.db.reading() as tx:
            return (await tx.get_one(Conversation, conversation.id)).customer_seen_at

    async with sara.ws_connect(place) as socket:
        await welcomed(socket)
        await socket.send_json({"type": "ping"})
        await frames_until(socket, of_kind("pong"))
        assert await seen_at() is None
        await socket.send_json({"type": "ping", "open": True})
        await socket.send_json({"type": "ping"})
        await frames_until(socket, of_kind("pong"))
        await frames_until(socket, of_kind("pong"))
        assert await seen_at() == clock.now()
