"""What the sockets of the desk have in common: who is at it, one frame after the other, and an end to both directions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

import structlog
from aiohttp import WSMsgType, web
from pydantic import TypeAdapter, ValidationError

from handoff.errors import Invalid, NotSignedIn, Problem, TooLarge
from handoff.i18n import mark, translate
from handoff.staff import Agent
from handoff.web.console.show import DESK_ROLES
from handoff.web.identity import maybe_agent
from handoff.web.live.connection import FRAME_LIMIT, Connection, TooSlow

Incoming = TypeVar("Incoming")
UNEXPECTED = mark("Something went wrong on our side. Please send it again.")

log = structlog.get_logger()


async def signed_in(request: web.Request) -> Agent:
    """The agent behind a socket. Raises `NotSignedIn` also for who has no role at the desk."""
    agent = await maybe_agent(request)
    if agent is None or DESK_ROLES.isdisjoint(agent.roles):
        raise NotSignedIn
    return agent


async def receive(
    socket: web.WebSocketResponse, connection: Connection, agent: Agent, known: TypeAdapter[Incoming],
    take: Callable[[Incoming], Awaitable[None]],
) -> None:  # fmt: skip
    """Do what each frame asks, or answer with an error frame. The socket stays in any case."""
    async for message in socket:
        if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
            continue
        frame = None
        try:
            frame = _parse(known, message.data)
            await take(frame)
        except Problem as problem:
            detail = translate(agent.language, problem.text, **problem.values)
            _refuse(connection, problem.stable_code, detail, frame)
        except TooSlow:
            raise
        except Exception:
            log.exception("a frame of the desk could not be done")
            _refuse(connection, "unexpected", translate(agent.language, UNEXPECTED), frame)


async def both(forwarding: Coroutine[Any, Any, None], receiving: Coroutine[Any, Any, None]) -> None:
    """Run both until one ends, and let its failure be heard: a socket without its reader would wait for ever."""
    tasks = [asyncio.create_task(forwarding), asyncio.create_task(receiving)]
    try:
        finished, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in finished:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError, Exception):
                await task


def _parse(known: TypeAdapter[Incoming], data: str | bytes) -> Incoming:
    if len(data) > FRAME_LIMIT:
        raise TooLarge("This is more than one message can hold.", code="frame_large")
    try:
        return known.validate_json(data)
    except ValidationError as error:
        raise Invalid("This frame was not understood.", code="invalid_frame") from error


def _refuse(connection: Connection, code: str, detail: str, frame: object) -> None:
    client_id = getattr(frame, "client_id", None)
    answer = {"type": "error", "code": code, "detail": detail}
    connection.send({**answer, "client_id": client_id} if client_id else answer)
