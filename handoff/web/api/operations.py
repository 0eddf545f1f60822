"""An operation: a handler with the shape of what it takes and of what it answers, from which the description is made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import web
from pydantic import BaseModel

from handoff.web.bodies import read_json
from handoff.web.identity import api

OPERATIONS: dict[Any, Operation] = {}


@dataclass(frozen=True)
class Operation:
    """`takes` and `answers` are pydantic models; `takes` is None for an operation without a body."""

    summary: str
    takes: type[BaseModel] | None
    answers: type[BaseModel]
    description: str


class Handler(Protocol):
    async def __call__(self, request: web.Request, body: Any) -> tuple[int, BaseModel]: ...


def operation(
    summary: str, *, takes: type[BaseModel] | None = None, answers: type[BaseModel]
) -> Callable[[Handler], Callable[[web.Request], Awaitable[web.StreamResponse]]]:
    """Make a handler of the API: the body is checked before, status and answer are written after."""

    def wrap(handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            body = await read_json(request, takes) if takes is not None else None
            status, said = await handler(request, body)
            return web.Response(status=status, text=said.model_dump_json(), content_type="application/json")

        marked = api(answer)
        OPERATIONS[marked] = Operation(summary, takes, answers, (handler.__doc__ or "").strip())
        return marked

    return wrap
