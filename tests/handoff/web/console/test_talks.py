"""Talks at the desk: taken by one, written in by that one, noted in by all who see them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from handoff.conversations import Conversation, ask_for_person, post_message, read_messages
from tests.handoff.conftest import ON_BOTH
from tests.handoff.web.chat.talking import frames_until, of_kind, says, welcomed
from tests.handoff.web.console.conftest import JSON, PAGE


@pytest.fixture
async def waiting(services, conversation):
    """Sara's talk, which waits for a person."""
    async with services.db.transaction() as tx:
        talk = await tx.get_one(Conversation, conversation.id)
        await post_message(tx, talk, author="customer", body="My kettle has no lid.")
        await ask_for_person(tx, talk, reason="asked", actor="customer")
    await services.settle()
    return conversation


@pytest.fixture
async def taken(waiting, minas_desk):
    """The same, and Mina speaks."""
    answer = await minas_desk.post(f"/console/conversations/{waiting.id}/taking", headers=JSON)
    assert answer.status == 200, await answer.text()
    return waiting


def place(talk):
    return f"/console/conversations/{talk.id}"


async def test_a_waiting_talk_stands_in_everybodys_queue(minas_desk, omids_desk, waiting):
    for desk in (minas_desk, omids_desk):
        page = await (await desk.get("/console/lists")).text()
        assert f'data-key="talk-{waiting.id}"' in page
        assert "My kettle has no lid." in page


@ON_BOTH
async def test_of_two_who_take_a_talk_at_once_one_gets_it_and_the_other_is_told_kindly(
    services, minas_desk, omids_desk, waiting
):
    answers = await asyncio.gather(
        *(desk.post(f"{place(waiting)}/taking", headers=JSON) for desk in (minas_desk, omids_desk))
    )
    assert sorted(answer.status for answer in answers) in ([200, 404], [200, 409])
    async with services.db.reading() as tx:
        assert (await tx.get_one(Conversation, waiting.id)).speaker == "agent"


async def test_a_taken_talk_is_gone_from_the_queue_of_others(minas_desk, omids_desk, taken):
    assert f'data-key="talk-{taken.id}"' not in await (await omids_desk.get("/console/lists")).text()
    assert f'data-key="talk-{taken.id}"' in await (await minas_desk.get("/console/lists")).text()
    assert (await omids_desk.get(place(taken), headers=PAGE)).status == 404


async def test_who_leads_sees_the_talks_of_all(nasrins_desk, taken):
    page = await (await nasrins_desk.get(place(taken), headers=PAGE)).text()
    assert "My kettle has no lid." in page
    assert "Reply to the customer" not in page.partition("data-composer")[2].partition("</form>")[0]


async def test_a_reply_over_the_socket_reaches_the_customer_once(minas_desk, sara, taken):
    async with (
        sara.ws_connect(f"/chat/{taken.id}/socket") as customer,
        minas_desk.ws_connect(f"{place(taken)}/socket") as desk,
    ):
        await welcomed(desk)
        for _ in range(3):
            await desk.send_json({"type": "post", "client_id": "a", "body": "I am looking into it."})
        frames = await frames_until(customer, says("I am looking into it."))
        assert frames[-1]["message"]["name"] == "Mina"
        mine = (await frames_until(desk, says("I am looking into it.")))[-1]
        assert mine["message"]["mine"]
        assert mine["message"]["client_id"] == "a"
    async with sara.ws_connect(f"/chat/{taken.id}/socket") as customer:
        _, caught_up = await welcomed(customer)
    assert [frame["message"]["body"] for frame in caught_up if "message" in frame].count("I am looking into it.") == 1


async def test_a_note_reaches_colleagues_and_never_the_customer(minas_desk, nasrins_desk, sara, taken):
    async with (
        sara.ws_connect(f"/chat/{taken.id}/socket") as customer,
        minas_desk.ws_connect(f"{place(taken)}/socket") as desk,
        nasrins_desk.ws_connect(f"{place(taken)}/socket") as colleague,
    ):
        await desk.send_json({"type": "post", "client_id": "n", "kind": "note", "body": "She is right."})
        note = (await frames_until(colleague, says("She is right.")))[-1]
        assert note["message"]["kind"] == "note"
        await desk.send_json({"type": "post", "client_id": "r", "body": "You are right."})
        heard = await frames_until(customer, says("You are right."))
    assert not any(says("She is right.")(frame) for frame in heard)


async def test_who_does_not_speak_in_a_talk_may_note_but_not_reply(nasrins_desk, services, taken):
    async with nasrins_desk.ws_connect(f"{place(taken)}/socket") as desk:
        await desk.send_json({"type": "post", "client_id": "x", "body": "Hello"})
        refused = (await frames_until(desk, of_kind("error")))[-1]
        assert (refused["code"], refused["client_id"]) == ("not_yours", "x")
        await desk.send_json({"type": "post", "client_id": "y", "kind": "note", "body": "Well done"})
        await frames_until(desk, says("Well done"))


async def test_typing_and_reading_pass_to_the_other_side(minas_desk, sara, taken):
    async with (
        sara.ws_connect(f"/chat/{taken.id}/socket") as customer,
        minas_desk.ws_connect(f"{place(taken)}/socket") as desk,
    ):
        await welcomed(desk)
        await customer.send_json({"type": "typing"})
        assert (await frames_until(desk, of_kind("typing")))[-1]["who"] == "customer"
        await desk.send_json({"type": "typing"})
        assert (await frames_until(customer, of_kind("typing")))[-1]["name"] == "Mina"
        await desk.send_json({"type": "read", "number": 2})
        assert (await frames_until(customer, of_kind("read")))[-1]["number"] == 2


async def test_a_supervisor_who_looks_on_does_not_mark_the_talk_as_read(nasrins_desk, services, taken):
    async with nasrins_desk.ws_connect(f"{place(taken)}/socket") as desk:
        await desk.send_json({"type": "read", "number": 2})
        await desk.send_json({"type": "ping"})
        await frames_until(desk, of_kind("pong"))
    async with services.db.reading() as tx:
        assert (await tx.get_one(Conversation, taken.id)).agent_read == 0


async def test_two_people_in_one_talk_see_each_other_and_the_customer_sees_neither(
    minas_desk, nasrins_desk, sara, taken
):
    async with (
        sara.ws_connect(f"/chat/{taken.id}/socket") as customer,
        minas_desk.ws_connect(f"{place(taken)}/socket") as desk,
    ):
        await welcomed(desk)
        async with nasrins_desk.ws_connect(f"{place(taken)}/socket") as other:
            looking = (await frames_until(desk, of_kind("looking")))[-1]
            assert (looking["name"], looking["doing"]) == ("Nasrin", "come")
            assert (await frames_until(other, of_kind("looking")))[-1]["name"] == "Mina"
            await other.send_json({"type": "typing"})
            assert (await frames_until(desk, of_kind("looking")))[-1]["doing"] == "writing"
        assert (await frames_until(desk, of_kind("looking")))[-1]["doing"] == "gone"
        await desk.send_json({"type": "post", "client_id": "z", "body": "Still here"})
        assert not any(frame["type"] == "looking" for frame in await frames_until(customer, says("Still here")))


async def test_a_desk_that_was_away_gets_what_it_missed_and_nothing_twice(minas_desk, services, taken):
    async with minas_desk.ws_connect(f"{place(taken)}/socket") as desk:
        welcome, _ = await welcomed(desk)
    async with services.db.transaction() as tx:
        talk = await tx.get_one(Conversation, taken.id)
        await post_message(tx, talk, author="customer", body="Are you there?")
    async with minas_desk.ws_connect(f"{place(taken)}/socket?after={welcome['last']}") as desk:
        _, caught_up = await welcomed(desk)
    assert [frame["message"]["body"] for frame in caught_up if "message" in frame] == ["Are you there?"]


async def test_giving_back_passing_on_and_ending_are_the_speakers_own(minas_desk, nasrins_desk, services, taken, omid):
    refused = await nasrins_desk.post(f"{place(taken)}/hand-back", headers=JSON)
    assert (refused.status, (await refused.json())["code"]) == (409, "not_yours")
    passed = await minas_desk.post(f"{place(taken)}/transfer", data={"to": str(omid.id)}, headers=JSON)
    assert passed.status == 200
    async with services.db.reading() as tx:
        assert (await tx.get_one(Conversation, taken.id)).agent_id == omid.id


async def test_an_ended_talk_says_so_and_a_second_ending_changes_nothing(minas_desk, services, taken):
    for _ in range(2):
        assert (await minas_desk.post(f"{place(taken)}/ending", headers=JSON)).status == 200
    async with services.db.reading() as tx:
        talk = await tx.get_one(Conversation, taken.id)
        assert talk.speaker == "nobody"
        notices = [view.body for view in await read_messages(tx, talk, private=False) if view.kind == "notice"]
    assert len(notices) == len(set(notices))


async def test_without_script_a_reply_is_a_form(minas_desk, services, taken):
    answer = await minas_desk.post(
        f"{place(taken)}/messages", data={"kind": "text", "body": "By form"}, headers=PAGE, allow_redirects=False
    )
    assert answer.status == 303
    assert "By form" in await (await minas_desk.get(place(taken))).text()


async def test_a_text_that_cannot_go_is_shown_again(minas_desk, omids_desk, taken):
    text = "A long and careful reply that must not be lost."
    await minas_desk.post(f"{place(taken)}/hand-back", headers=JSON)
    answer = await minas_desk.post(f"{place(taken)}/messages", data={"kind": "text", "body": text}, headers=PAGE)
    assert answer.status in (404, 409)
    assert text in await answer.text()


async def test_what_customers_write_is_text_and_never_markup(minas_desk, services, taken):
    async with services.db.transaction() as tx:
        talk = await tx.get_one(Conversation, taken.id)
        await post_message(tx, talk, author="customer", body="<script>alert(1)</script><b>bold</b>")
    for path in (place(taken), "/console/lists"):
        page = await (await minas_desk.get(path)).text()
        assert "<script>alert" not in page
        assert "<b>bold" not in page
        assert "&lt;script&gt;" in page


async def test_the_socket_tells_strangers_nothing_but_a_closing_code(client, sara, omids_desk, taken):
    for browser, code in ((client, 4401), (sara, 4401), (omids_desk, 4404)):
        async with browser.ws_connect(f"{place(taken)}/socket") as socket:
            assert (await socket.receive(timeout=5)).data == code


async def test_an_open_desk_hears_that_a_talk_was_taken_and_by_whom(omids_desk, minas_desk, waiting):
    async with omids_desk.ws_connect("/console/socket") as socket:
        assert (await socket.receive_json(timeout=5))["type"] == "welcome"
        await minas_desk.post(f"{place(waiting)}/taking", headers=JSON)
        frames = await frames_until(socket, lambda frame: frame.get("event") == "conversation.taken")
    assert frames[-1]["name"] == "Mina"
    assert not frames[-1]["mine"]


async def test_an_open_desk_keeps_its_session_alive(minas_desk, clock):
    for _ in range(3):
        clock.advance(timedelta(hours=8))
        async with minas_desk.ws_connect("/console/socket") as socket:
            await socket.send_json({"type": "ping"})
            await frames_until(socket, of_kind("pong"))
    assert (await minas_desk.get("/console/", headers=PAGE, allow_redirects=False)).status == 200


async def test_an_open_desk_is_the_sign_of_life_behind_here(services, desk_of, omid):
    from handoff.staff import Agent

    async with services.db.transaction() as tx:
        (await tx.get_one(Agent, omid.id)).presence = "offline"
    desk = await desk_of(omid)
    async with desk.ws_connect("/console/socket") as socket:
        await socket.send_json({"type": "ping"})
        await frames_until(socket, of_kind("pong"))
    async with services.db.reading() as tx:
        assert (await tx.get_one(Agent, omid.id)).presence == "online"
    await desk.post("/console/presence", data={"presence": "away"}, headers=JSON)
    async with services.db.reading() as tx:
        assert (await tx.get_one(Agent, omid.id)).presence == "away"
