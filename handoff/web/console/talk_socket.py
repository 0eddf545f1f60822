"""The desk's socket of one talk: listen first, read what was missed, then pass on what happens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from aiohttp import web

from handoff.app import Services
from handoff.bus import LOST, Note
from handoff.conversations import mark_read
from handoff.errors import NotFound, NotSignedIn
from handoff.insights.people import people_by_id
from handoff.insights.sight import talk_for
from handoff.staff import Agent
from handoff.web.access import id_in
from handoff.web.console import frames
from handoff.web.console.looking import tell_looking, topic
from handoff.web.console.receiving import signed_in
from handoff.web.console.talk_acts import say
from handoff.web.console.talk_frames import frames_since, standing
from handoff.web.identity import public
from handoff.web.keys import LIMITS, SERVICES
from handoff.web.limits import Limits
from handoff.web.live.connection import Connection, open_socket
from handoff.web.live.frames import Ping, Read, Typing
from handoff.web.live.passing import is_passing, tell_read, tell_typing
from handoff.web.live.receiving import IDENTITY_GONE, NOT_YOURS, after_in, both, do_frame


@public  # who is not let in is told by the closing code: a browser learns nothing from a refused handshake
async def talk_socket(request: web.Request) -> web.WebSocketResponse:
    services = request.app[SERVICES]
    socket = await open_socket(request)
    try:
        agent = await signed_in(request, "read_talks")
        conversation_id = id_in(request, "conversation")
        async with services.db.reading() as tx:
            await talk_for(tx, agent, conversation_id)
    except NotSignedIn:
        await socket.close(code=IDENTITY_GONE)
        return socket
    except NotFound:
        await socket.close(code=NOT_YOURS)
        return socket
    async with Connection(socket, side="staff") as connection:
        talk = Talk(services, request.app[LIMITS], connection, agent, conversation_id, after=after_in(request))
        try:
            async with services.bus.listen(f"conversation:{conversation_id}", topic(conversation_id)) as notes:
                await both(socket, connection, talk.tell(notes), talk.take)
        finally:
            await talk.look("gone")
    return socket


class Talk:
    """What one desk has been told of one talk, and what it says."""

    def __init__(
        self,
        services: Services,
        limits: Limits,
        connection: Connection,
        agent: Agent,
        conversation_id: int,
        *,
        after: int,
    ) -> None:
        self._services, self._limits, self._connection = services, limits, connection
        self._agent, self._id, self._seen = agent, conversation_id, after
        self._state: dict[str, Any] = {}

    async def tell(self, notes: AsyncIterator[tuple[str, Note]]) -> None:
        """What was missed, and then what happens."""
        await self.catch_up(first=True)
        await self.look("come")
        await self.forward(notes)

    async def catch_up(self, *, first: bool = False) -> None:
        """Raises `NotFound` once this person may not see the talk any more."""
        async with self._services.db.reading() as tx:
            conversation = await talk_for(tx, self._agent, self._id)
            missed = await frames_since(tx, self._agent, conversation, self._seen)
            state = await standing(tx, self._agent, conversation)
        if first:
            last = missed[-1]["number"] if missed else self._seen
            await self._connection.deliver({
                "type": "welcome", "conversation": self._id, "language": conversation.language, "last": last,
                "seen": conversation.customer_read, "read": conversation.agent_read, "state": state,
            })  # fmt: skip
        for frame in missed:
            await self._connection.deliver(frame)
            self._seen = frame["number"]
        if not first and state != self._state:
            await self._connection.deliver({"type": "state", "state": state})
        self._state = state

    async def forward(self, notes: AsyncIterator[tuple[str, Note]]) -> None:
        async for _topic, note in notes:
            if note is LOST or (note.get("number") or 0) > self._seen:
                await self.catch_up()
            elif "looking" in note:
                await self._tell_looker(note)
            elif is_passing(note) and note["who"] != "agent":
                passed = {"type": note["passing"], "who": note["who"], "number": note.get("number")}
                self._connection.send(passed)

    async def take(self, data: str | bytes) -> None:
        await do_frame(self._connection, data, frames.INCOMING, self._do, language=self._agent.language)

    async def _do(self, frame: frames.Incoming) -> None:
        match frame:
            case Ping():
                self._connection.send({"type": "pong"})
            case Typing():
                self._limits.take("typing", f"agent:{self._agent.id}")
                await self.look("writing")
                if self._state.get("mine"):
                    await tell_typing(self._services.bus, self._id, who="agent", agent_id=self._agent.id)
            case Read():
                await self._mark_read(frame.number)
            case frames.Say():
                self._limits.take("post", f"agent:{self._agent.id}")
                async with self._services.db.transaction() as tx:
                    conversation = await talk_for(tx, self._agent, self._id)
                    await say(
                        tx, conversation, self._agent, kind=frame.kind, body=frame.body, client_id=frame.client_id
                    )

    async def look(self, doing: str) -> None:
        await tell_looking(self._services.bus, self._id, agent_id=self._agent.id, doing=doing)

    async def _mark_read(self, number: int) -> None:
        """Only the one who speaks has read for the customer: a supervisor who looks on does not."""
        if not self._state.get("mine"):
            return
        async with self._services.db.transaction() as tx:
            conversation = await talk_for(tx, self._agent, self._id)
            moved = await mark_read(tx, conversation, by="agent", number=number)
        if moved:
            await tell_read(self._services.bus, self._id, by="agent", number=number, agent_id=self._agent.id)

    async def _tell_looker(self, note: Note) -> None:
        if note["looking"] == self._agent.id:
            return
        async with self._services.db.reading() as tx:
            people = await people_by_id(tx, [note["looking"]])
        for other in people.values():
            name = other.display_name(self._agent.language)
            self._connection.send({"type": "looking", "agent": other.id, "name": name, "doing": note["doing"]})
        if note["doing"] == "come":
            await self.look("here")
