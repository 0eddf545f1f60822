"""Both directions of a socket: what the client says, one frame after the other, and what it is told meanwhile."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

import structlog
from aiohttp import WSCloseCode, WSMsgType, web
from pydantic import TypeAdapter, ValidationError

from handoff.errors import Invalid, NotFound, Problem, TooLarge
from handoff.i18n import mark, translate
from handoff.web.access import LARGEST_ID
from handoff.web.live.connection import FRAME_LIMIT, Connection, TooSlow

Incoming = TypeVar("Incoming")
IDENTITY_GONE = 4401
NOT_YOURS = 4404
_CLIENT_ID = re.compile(r'"client_id"\s*:\s*"([^"\\]{1,64})"')
UNEXPECTED = mark("Something went wrong on our side. Please send it again.")

log = structlog.get_logger()


def after_in(request: web.Request) -> int:
    """The number up to which the client has seen the log."""
    text = request.query.get("after", "0")
    return min(int(text), LARGEST_ID) if text.isascii() and text.isdigit() else 0


async def both(
    socket: web.WebSocketResponse,
    connection: Connection,
    forwarding: Coroutine[Any, Any, None],
    take: Callable[[str | bytes], Awaitable[None]],
) -> None:
    """Listen to both sides until the client has gone, or is too slow, or may not hear any more, or the bus closes.

    Only the forwarding has a task of its own; when it ends, the socket is closed and so the receiving ends too.
    """

    async def forward() -> None:
        try:
            await forwarding
            await socket.close(code=WSCloseCode.GOING_AWAY)
        except TooSlow:
            await connection.let_go()
        except NotFound:
            await socket.close(code=NOT_YOURS)
        except Exception:
            log.exception("a socket cannot be told any more")
            await socket.close(code=WSCloseCode.INTERNAL_ERROR)

    told = asyncio.create_task(forward())
    try:
        async for message in socket:
            if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                await take(message.data)
    except TooSlow:
        await connection.let_go()
    finally:
        told.cancel()
        with suppress(asyncio.CancelledError):
            await told


async def do_frame(
    connection: Connection,
    data: str | bytes,
    known: TypeAdapter[Incoming],
    do: Callable[[Incoming], Awaitable[None]],
    *,
    language: str,
) -> None:
    """Do what the frame asks, or answer with an error frame. The socket stays in any case, unless it is too slow."""
    try:
        await do(_parse(known, data))
    except Problem as problem:
        _refuse(connection, problem.stable_code, translate(language, problem.text, **problem.values), data)
    except TooSlow:
        raise
    except Exception:
        log.exception("a frame could not be done")
        _refuse(connection, "unexpected", translate(language, UNEXPECTED), data)


def _parse(known: TypeAdapter[Incoming], data: str | bytes) -> Incoming:
    if len(data) > FRAME_LIMIT:
        raise TooLarge("This is more than one message can hold.", code="frame_large")
    try:
        return known.validate_json(data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        if first["type"] in ("string_too_long", "string_too_short") and first["loc"][-1] == "body":
            _refuse_body(first["type"])
        raise Invalid("This frame was not understood.", code="invalid_frame") from error


def _refuse_body(kind: str) -> None:
    if kind == "string_too_long":
        raise Invalid("A message may have up to {longest} characters.", code="message_long", longest=4000)
    raise Invalid("An empty message cannot be sent.", code="message_empty")


def _refuse(connection: Connection, code: str, detail: str, data: str | bytes) -> None:
    """With the frame's client_id, so that the client knows which message failed."""
    frame = {"type": "error", "code": code, "detail": detail}
    client_id = _client_id_in(data)
    connection.send({**frame, "client_id": client_id} if client_id else frame)


def _client_id_in(data: str | bytes) -> str | None:
    """The frame's client_id, also when the rest of it cannot be taken."""
    if len(data) > FRAME_LIMIT:
        return _client_id_in_large(data)
    try:
        found = json.loads(data).get("client_id")
    except (ValueError, AttributeError, RecursionError):
        return None
    return found if isinstance(found, str) and len(found) <= 64 else None


def _client_id_in_large(data: str | bytes) -> str | None:
    """Looked for as letters, since nobody's megabyte is parsed. Inside the customer's own words its quotes would be escaped."""
    text = data if isinstance(data, str) else data.decode(errors="replace")
    found = _CLIENT_ID.search(text)
    return found[1] if found else None
