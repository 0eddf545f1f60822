"""Read what was sent: JSON as a model, forms with their files. Nothing larger than allowed is ever held in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from aiohttp import BodyPartReader, web
from pydantic import BaseModel, ValidationError

from handoff.errors import Invalid, Problem, TooLarge

JSON_LIMIT = 256 * 1024
FIELD_LIMIT = 128 * 1024
FIELDS = 80
CHUNK = 64 * 1024

Model = TypeVar("Model", bound=BaseModel)


class NotJson(Problem):
    code = "not_json"
    status = 400
    message = "The body is not JSON in UTF-8."


class NotAForm(Problem):
    code = "bad_form"
    status = 400
    message = "The form could not be read."


@dataclass(frozen=True)
class SentFile:
    name: str
    content: bytes


@dataclass(frozen=True)
class SentForm:
    """A form's fields, all values of each, and its files."""

    fields: Mapping[str, list[str]]
    files: list[SentFile] = field(default_factory=list)

    def get(self, name: str) -> str:
        """The field's first value without outer blanks; empty when it was not sent."""
        return self.fields.get(name, [""])[0].strip()


async def read_json(request: web.Request, model: type[Model]) -> Model:
    """The body as `model`. Raises `NotJson`, `TooLarge`, or `Invalid` naming the first field that is wrong."""
    if (request.content_length or 0) > JSON_LIMIT:
        raise TooLarge
    body = await _up_to(request, JSON_LIMIT)
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        if first["type"] == "json_invalid":
            raise NotJson from error
        where = ".".join(str(part) for part in first["loc"]) or "body"
        raise Invalid(
            "“{field}” is not as expected: {reason}.", code="invalid", field=where, reason=first["msg"]
        ) from error


async def read_form(request: web.Request, *, file_limit: int = 0, files: int = 0) -> SentForm:
    """The form that was sent, with at most `files` files of `file_limit` bytes each (else `TooLarge`)."""
    if request.content_type == "multipart/form-data":
        try:
            return await _read_multipart(request, file_limit, files)
        except (ValueError, AssertionError, LookupError, web.RequestPayloadError) as error:
            raise NotAForm from error
    else:
        if (request.content_length or 0) > FIELD_LIMIT:
            raise TooLarge
        sent = await request.post()
        return SentForm({name: [str(value) for value in sent.getall(name)] for name in sent})


async def _read_multipart(request: web.Request, file_limit: int, files: int) -> SentForm:
    form = SentForm({}, [])
    fields: dict[str, list[str]] = {}
    parts = await request.multipart()
    while (part := await parts.next()) is not None:
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise NotAForm
        if part.filename:
            content = await _read_part(part, file_limit)
            if len(form.files) >= files:
                raise TooLarge("Up to {files} files can be sent at once.", code="files_many", files=files)
            form.files.append(SentFile(part.filename, content))
        elif part.filename is None:
            values = fields.setdefault(part.name, [])
            if len(fields) > FIELDS or len(values) > FIELDS:
                raise TooLarge
            values.append((await _read_part(part, FIELD_LIMIT)).decode("utf-8"))
        else:  # a file field in which nothing was chosen
            await part.release()
    return SentForm(fields, form.files)


async def _read_part(part: BodyPartReader, limit: int) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(CHUNK):
        content += chunk
        if len(content) > limit:
            if limit == FIELD_LIMIT:
                raise TooLarge
            raise TooLarge("A file may have up to {megabytes} MB.", code="file_large", megabytes=limit // (1024 * 1024))
    return bytes(content)


async def _up_to(request: web.Request, limit: int) -> bytes:
    content = bytearray()
    async for chunk in request.content.iter_chunked(CHUNK):
        content += chunk
        if len(content) > limit:
            raise TooLarge
    return bytes(content)
