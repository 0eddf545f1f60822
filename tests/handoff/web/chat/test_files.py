"""Files in the talk."""

from __future__ import annotations

import io

import pytest
from aiohttp import FormData
from PIL import Image

from tests.handoff.conftest import ON_BOTH


def picture(form: str = "PNG") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "#13727b").save(content, form)
    return content.getvalue()


def sending(content: bytes, name: str = "kettle.png", client_id: str = "f1") -> FormData:
    form = FormData()
    form.add_field("client_id", client_id)
    form.add_field("file", io.BytesIO(content), filename=name, content_type="application/octet-stream")
    return form


@pytest.fixture
def place(conversation):
    return f"/chat/{conversation.id}/files"


@ON_BOTH
async def test_a_picture_is_kept_and_shown_again(sara, place, conversation):
    sent = await sara.post(place, data=sending(picture()))
    assert sent.status == 201
    async with sara.ws_connect(f"/chat/{conversation.id}/socket") as socket:
        frame = await socket.receive_json(timeout=5)
        while frame.get("message", {}).get("kind") != "file":
            frame = await socket.receive_json(timeout=5)
    file = frame["message"]["file"]
    assert (file["name"], file["type"], frame["message"]["client_id"]) == ("kettle.png", "image/png", "f1")
    got = await sara.get(file["url"])
    assert got.headers["Content-Type"] == "image/png"
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(await got.read())).size == (40, 30)


async def test_the_same_upload_twice_is_one_message(sara, place):
    first, second = [await (await sara.post(place, data=sending(picture()))).json() for _ in range(2)]
    assert first == second


async def test_what_a_file_says_it_is_does_not_count(sara, place):
    refused = await sara.post(place, data=sending(b"<script>alert(1)</script>", name="kettle.png"))
    assert (refused.status, (await refused.json())["code"]) == (422, "file_type")


async def test_a_large_file_is_refused_kindly(sara, place):
    refused = await sara.post(place, data=sending(b"%PDF-" + b"0" * (10 * 1024 * 1024)))
    body = await refused.json()
    assert (refused.status, body["code"]) == (413, "file_large")
    assert "10 MB" in body["detail"]


async def test_no_file_and_no_form_are_answered_clearly(sara, place):
    assert (await (await sara.post(place, data={"client_id": "x"})).json())["code"] == "file_missing"
    broken = await sara.post(place, data=b"nonsense", headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert (broken.status, (await broken.json())["code"]) == (400, "bad_form")


async def test_nobody_else_gets_the_file(sara, client, place):
    await sara.post(place, data=sending(picture()))
    assert (await sara.get("/chat/files/1")).status == 200
    assert (await client.get("/chat/files/1")).status == 401
    await client.post("/chat/conversations", json={"language": "en"})
    assert (await client.get("/chat/files/1")).status == 404
    assert (await client.post(place, data=sending(picture()))).status == 404
