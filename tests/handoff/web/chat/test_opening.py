"""Opening the talk, and finding it again."""

from __future__ import annotations

from handoff.i18n import LANGUAGES
from handoff.web.chat.texts import TEXTS
from tests.handoff.conftest import ON_BOTH


@ON_BOTH
async def test_a_new_customer_gets_a_talk_and_a_cookie_that_no_script_can_read(client):
    answer = await client.post("/chat/conversations", json={"language": "fa"})
    assert answer.status == 201
    cookie = answer.cookies["pasokh_customer"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    again = await client.post("/chat/conversations", json={"language": "fa"})
    assert (await again.json())["conversation"] == (await answer.json())["conversation"]
    assert "pasokh_customer" not in again.cookies


async def test_the_assistant_greets_once_the_talk_is_open(client, services):
    opened = await (await client.post("/chat/conversations", json={"language": "en"})).json()
    await services.settle()
    async with client.ws_connect(f"/chat/{opened['conversation']}/socket") as socket:
        welcome = await socket.receive_json(timeout=5)
        events = [await socket.receive_json(timeout=5) for _ in range(welcome["last"])]
    assert [event["message"]["author"] for event in events if "message" in event] == ["assistant"]


async def test_a_browser_without_a_talk_is_told_so_without_an_error(client):
    answer = await client.get("/chat/conversations/current")
    assert (answer.status, await answer.json()) == (200, {"conversation": None})


async def test_a_stale_cookie_is_no_talk_but_opens_a_new_one(client):
    client.session.cookie_jar.update_cookies({"pasokh_customer": "long forgotten"})
    assert (await (await client.get("/chat/conversations/current")).json())["conversation"] is None
    assert (await client.post("/chat/conversations", json={"language": "en"})).status == 201


async def test_an_ended_talk_is_found_again_and_a_new_one_can_be_started(sara, conversation):
    async with sara.ws_connect(f"/chat/{conversation.id}/socket") as socket:
        await socket.send_json({"type": "end"})
        frame = await socket.receive_json(timeout=5)
        while frame.get("state", {}).get("open", True):  # the welcome may already tell that it has ended
            frame = await socket.receive_json(timeout=5)
    assert (await (await sara.get("/chat/conversations/current")).json())["conversation"] == conversation.id
    started = await (await sara.post("/chat/conversations", json={"language": "en"})).json()
    assert started["conversation"] != conversation.id


async def test_the_widgets_texts_come_in_both_languages(client):
    for language in LANGUAGES:
        answer = await (await client.get("/chat/texts", params={"language": language})).json()
        assert answer["texts"].keys() == TEXTS.keys()
        assert answer["direction"] == ("rtl" if language == "fa" else "ltr")
    assert answer["texts"]["opener"] == "گفتگو با ما"


async def test_a_wrong_language_or_body_is_answered_with_its_code(client):
    refused = await client.post("/chat/conversations", json={"language": "de"})
    assert (refused.status, (await refused.json())["code"]) == (422, "invalid")
    broken = await client.post("/chat/conversations", data=b"{", headers={"Content-Type": "application/json"})
    assert (broken.status, (await broken.json())["code"]) == (400, "not_json")
