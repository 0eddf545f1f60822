"""Files at the desk."""

from __future__ import annotations

import io

import pytest
from aiohttp import FormData
from PIL import Image

from handoff.conversations import Conversation, take
from tests.handoff.web.console.conftest import JSON


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    return out.getvalue()


def form(content: bytes, name: str = "lid.png") -> FormData:
    data = FormData()
    data.add_field("client_id", "f1")
    data.add_field("file", content, filename=name, content_type="application/octet-stream")
    return data


@pytest.fixture
async def taken(services, conversation, mina):
    async with services.db.transaction() as tx:
        await take(tx, await tx.get_one(Conversation, conversation.id), agent=mina)
    return conversation


async def test_a_picture_goes_to_the_customer_and_back_to_the_desk(minas_desk, sara, taken):
    place = f"/console/conversations/{taken.id}"
    assert (await minas_desk.post(f"{place}/files", data=form(picture()), headers=JSON)).status == 201
    page = await (await minas_desk.get(place)).text()
    address = page.partition('href="/console/files/')[2].partition('"')[0]
    answer = await minas_desk.get(f"/console/files/{address}")
    assert answer.content_type == "image/png"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert (await sara.get(f"/chat/files/{address}")).status == 200


async def test_what_is_no_picture_and_no_pdf_is_refused_kindly(minas_desk, taken):
    answer = await minas_desk.post(f"/console/conversations/{taken.id}/files", data=form(b"MZ evil"), headers=JSON)
    assert (answer.status, (await answer.json())["code"]) == (422, "file_type")


async def test_only_the_one_who_speaks_sends_files_and_strangers_see_none(minas_desk, omids_desk, nasrins_desk, taken):
    place = f"/console/conversations/{taken.id}/files"
    assert (await nasrins_desk.post(place, data=form(picture()), headers=JSON)).status == 409
    assert (await omids_desk.post(place, data=form(picture()), headers=JSON)).status == 404
    await minas_desk.post(place, data=form(picture()), headers=JSON)
    assert (await nasrins_desk.get("/console/files/1")).status == 200
    assert (await omids_desk.get("/console/files/1", headers=JSON)).status == 404
