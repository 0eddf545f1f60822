"""The customer's socket: listen first, then read what was missed, then pass on what happens.

The log is the truth and the bus a bell: whatever rings, the socket reads the log from the number it has sent last.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import web

from handoff.app import Services
from handoff.bus import LOST, Note
from handoff.conversations import Conversation
from handoff.errors import NotFound, NotSignedIn
from handoff.web.access import conversation_of_customer, id_in
from handoff.web.chat.hearing import Hearing
from handoff.web.chat.showing import frames_since
from handoff.web.chat.standing import standing
from handoff.web.identity import known_customer, public
from handoff.web.keys import LIMITS, SERVICES
from handoff.web.live.connection import Connection, open_socket
from handoff.web.live.passing import is_passing
from handoff.web.live.receiving import IDENTITY_GONE, NOT_YOURS, after_in, both

LOOK_AGAIN = 15.0  # seconds


@public  # a browser learns nothing from a refused handshake: who is not let in is told by the closing code
async def chat_socket(request: web.Request) -> web.WebSocketResponse:
    socket = await open_socket(request)
    try:
        customer_id, conversation_id, language = await _whose(request)
    except NotSignedIn:
        await socket.close(code=IDENTITY_GONE)
        return socket
    except NotFound:
        await socket.close(code=NOT_YOURS)
        return socket
    services = request.app[SERVICES]
    async with Connection(socket, side="customer") as connection:
        talk = Talk(services, connection, conversation_id, after=after_in(request))
        hearing = Hearing(services, request.app[LIMITS], connection, customer_id, conversation_id, language)
        async with services.bus.listen(f"conversation:{conversation_id}") as notes:
            await both(socket, connection, talk.tell(notes), hearing.take)
    return socket


async def _whose(request: web.Request) -> tuple[int, int, str]:
    """Ids only: a socket lasts for hours and should not hold rows."""
    customer = await known_customer(request)
    conversation_id = id_in(request, "conversation")
    async with request.app[SERVICES].db.reading() as tx:
        conversation = await conversation_of_customer(tx, customer.id, conversation_id)
        return customer.id, conversation.id, conversation.language


class Talk:
    """What one socket has been told of one talk."""

    __slots__ = ("_connection", "_id", "_last_author", "_seen", "_services", "_state")

    def __init__(self, services: Services, connection: Connection, conversation_id: int, *, after: int) -> None:
        self._services, self._connection, self._id = services, connection, conversation_id
        self._seen = after
        self._state: dict[str, Any] = {}
        self._last_author: str | None = None

    async def tell(self, notes: AsyncIterator[tuple[str, Note]]) -> None:
        """What was missed, and then what happens."""
        await self.catch_up(first=True)
        await self.forward(notes)

    async def catch_up(self, *, first: bool = False) -> None:
        async with self._services.db.reading() as tx:
            conversation = await tx.get_one(Conversation, self._id)  # whose it is was checked at the door
            frames = await frames_since(tx, conversation, self._seen)
            spoken = [frame["message"]["author"] for frame in frames if "message" in frame]
            self._last_author = spoken[-1] if spoken else self._last_author
            state = await standing(tx, conversation, customer_spoke_last=self._last_author == "customer")
        if first:
            last = frames[-1]["number"] if frames else self._seen
            welcome = {
                "type": "welcome",
                "conversation": self._id,
                "language": conversation.language,
                "last": last,
                "read": conversation.customer_read,
                "seen": conversation.agent_read,
                "state": state,
            }
            await self._connection.deliver(welcome)
            self._state = state
        for frame in frames:
            await self._connection.deliver(frame)
            self._seen = frame["number"]
        if state != self._state:
            await self._connection.deliver({"type": "state", "state": state})
            self._state = state

    async def forward(self, notes: AsyncIterator[tuple[str, Note]]) -> None:
        """Pass on what the bus rings for. Whoever waits in the queue is also told when only others moved."""
        while True:
            waiting = self._state.get("speaker") == "queue"
            try:
                async with asyncio.timeout(LOOK_AGAIN if waiting else None):
                    _topic, note = await anext(notes)
            except StopAsyncIteration:
                return
            except TimeoutError:
                note = LOST
            if note is LOST or (note.get("public") and (note.get("number") or 0) > self._seen):
                await self.catch_up()
            elif is_passing(note):
                self._pass_on(note)
            del note

    def _pass_on(self, note: Note) -> None:
        """Of what passes by, only what the other side does."""
        if note["who"] == "customer":
            return
        elif note["passing"] == "typing":
            name = (self._state.get("agent") or {}).get("name") if note["who"] == "agent" else None
            self._connection.send({"type": "typing", "who": note["who"], "name": name})
        elif note["passing"] == "read":
            self._connection.send({"type": "read", "number": note["number"]})
