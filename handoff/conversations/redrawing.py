"""Write a picture anew: what it shows stays, and places, cameras and other hidden facts go."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from handoff.errors import Invalid

PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
NEEDED_TO_DRAW = ("transparency",)  # of what stands beside the picture itself
Image.MAX_IMAGE_PIXELS = 60_000_000  # beyond it a small file may unpack to gigabytes


def redraw(content: bytes) -> tuple[str, bytes]:
    """The picture's media type and its new bytes. Raises `Invalid` (code file_type) for what is no picture of these kinds."""
    try:
        with Image.open(io.BytesIO(content), formats=list(PICTURES)) as picture:
            form = picture.format or ""
            picture.load()
            out = io.BytesIO()
            if form == "GIF":
                picture.save(out, form, save_all=True, comment=b"")
            else:
                # Which way is up stands among the facts that are dropped: it is turned first.
                upright = ImageOps.exif_transpose(picture)
                upright.info = {name: upright.info[name] for name in NEEDED_TO_DRAW if name in upright.info}
                upright.save(out, form, quality=90) if form in ("JPEG", "WEBP") else upright.save(out, form)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Invalid("Pictures (JPEG, PNG, WebP, GIF) and PDF files can be sent.", code="file_type") from error
    return PICTURES[form], out.getvalue()
