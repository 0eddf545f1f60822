"""What a camera writes into a picture is not shown; what was sent is kept apart, sealed; what is no picture is refused."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from handoff.conversations import Conversation
from handoff.conversations.attaching import attach, inspect_file, read_file
from handoff.conversations.filing import read_original
from handoff.conversations.models import Attachment, Original
from handoff.errors import Invalid, TooLarge

PLACE = b"51.5007N 0.1246W"
LIMIT = 10_000_000


def picture(form: str) -> bytes:
    """A picture with a place, a camera and a comment in it; it lies on its side."""
    image, out = Image.new("RGB", (40, 20), "red"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera of Sara"
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = PLACE.decode()
    exif.get_ifd(0x8825)[1] = "N"
    more = {}
    if form == "PNG":
        more["pnginfo"] = PngInfo()
        more["pnginfo"].add_text("Comment", PLACE.decode())
    elif form == "JPEG":
        more["comment"] = PLACE
    image.save(out, form, exif=exif, **more)
    return out.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
async def test_place_camera_and_comment_are_gone_and_the_picture_stands_upright(form):
    sent = picture(form)
    assert PLACE in sent, "it is in there, else this test means nothing"
    kind, kept = await inspect_file(sent, limit=LIMIT)
    assert kind == f"image/{form.lower()}"
    assert PLACE not in kept
    assert b"Camera" not in kept
    with Image.open(io.BytesIO(kept)) as shown:
        assert dict(shown.getexif()) == {}
        assert shown.size == (20, 40)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg onload='alert(1)'/>",
        b"<html><script>1</script>",
        b"MZ\x90\x00",
        b"#!/bin/sh\n",
        b"\xff\xd8\xff broken",
        b"",
    ],
)
async def test_what_is_neither_picture_nor_pdf_is_refused_whatever_it_is_called(content):
    with pytest.raises(Invalid):
        await inspect_file(content, limit=LIMIT)


async def test_a_moving_picture_loses_its_comment_and_still_moves():
    frames, out = [Image.new("RGB", (8, 8), shade) for shade in ("red", "blue")], io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=PLACE)
    assert PLACE in out.getvalue()
    _kind, kept = await inspect_file(out.getvalue(), limit=LIMIT)
    assert PLACE not in kept
    with Image.open(io.BytesIO(kept)) as shown:
        assert shown.n_frames == 2


async def test_what_is_too_large_is_refused_before_it_is_looked_at():
    with pytest.raises(TooLarge):
        await inspect_file(b"%PDF-" + b"x" * 100, limit=50)


async def test_the_original_is_kept_sealed_beside_what_is_shown(services, conversation):
    sent = picture("JPEG")
    kind, kept = await inspect_file(sent, limit=LIMIT)
    async with services.db.transaction() as tx:
        talk = await tx.get_one(Conversation, conversation.id)
        message = await attach(
            tx, talk, name="lid.jpg", kind=kind, content=kept, author="customer", original=sent, client_id="one"
        )
        again = await attach(
            tx, talk, name="lid.jpg", kind=kind, content=kept, author="customer", original=sent, client_id="one"
        )
        assert again.id == message.id
    async with services.db.reading() as tx:
        file = await tx.get_one(Attachment, message.data["file"])
        assert (await read_file(tx, file))[1] == kept
        assert await read_original(tx, file) == sent
        row = await tx.get_one(Original, file.id)
        assert PLACE not in row.content


async def test_a_pdf_is_kept_as_it_is_and_has_no_second_copy(services, conversation):
    content = b"%PDF-1.7 as it is"
    kind, kept = await inspect_file(content, limit=LIMIT)
    async with services.db.transaction() as tx:
        talk = await tx.get_one(Conversation, conversation.id)
        message = await attach(tx, talk, name="a.pdf", kind=kind, content=kept, author="customer", original=content)
        assert await read_original(tx, await tx.get_one(Attachment, message.data["file"])) is None
