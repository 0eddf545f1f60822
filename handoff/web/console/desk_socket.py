"""The socket of an open desk: what happens anywhere that its lists should know of, and the sign of life behind presence."""

from __future__ import annotations

from collections.abc import AsyncIterator

from aiohttp import web
from pydantic import TypeAdapter

from handoff.app import Services
from handoff.bus import LOST, Note
from handoff.errors import NotSignedIn
from handoff.insights.people import people_by_id
from handoff.insights.sight import closed_to
from handoff.staff import Agent
from handoff.web.console.presence import seen
from handoff.web.console.receiving import signed_in
from handoff.web.identity import STAFF_COOKIE, public
from handoff.web.keys import SERVICES
from handoff.web.live.connection import Connection, open_socket
from handoff.web.live.frames import Ping
from handoff.web.live.receiving import IDENTITY_GONE, both, do_frame

NEWLY_CLOSED = ("case.opened", "case.staff_subject_named", "case.stake_declared")
PING: TypeAdapter[Ping] = TypeAdapter(Ping)


@public  # who is not let in is told by the closing code
async def desk_socket(request: web.Request) -> web.WebSocketResponse:
    services = request.app[SERVICES]
    socket = await open_socket(request)
    try:
        agent = await signed_in(request, "enter_desk")
    except NotSignedIn:
        await socket.close(code=IDENTITY_GONE)
        return socket
    async with Connection(socket, side="staff") as connection:
        token = request.cookies.get(STAFF_COOKIE, "")
        desk = Desk(services, connection, agent, token)
        async with services.bus.listen("staff") as notes:
            connection.send({"type": "welcome"})
            await seen(services, agent, token)
            await both(socket, connection, desk.forward(notes), desk.take)
    return socket


class Desk:
    def __init__(self, services: Services, connection: Connection, agent: Agent, token: str) -> None:
        self._services, self._connection, self._agent, self._token = services, connection, agent, token
        self._closed: dict[int, bool] = {}

    async def take(self, data: str | bytes) -> None:
        await do_frame(self._connection, data, PING, self._answer, language=self._agent.language)

    async def _answer(self, _ping: Ping) -> None:
        await seen(self._services, self._agent, self._token)
        self._connection.send({"type": "pong"})

    async def forward(self, notes: AsyncIterator[tuple[str, Note]]) -> None:
        async for _topic, note in notes:
            if note is LOST:
                self._connection.send({"type": "lost"})
            elif not await self._kept_from(note):
                self._connection.send(await self._told(note))

    async def _kept_from(self, note: Note) -> bool:
        """Not even that something happened is told of a case in which this person has a stake."""
        case_id = note.get("case")
        if case_id is None:
            return False
        if case_id not in self._closed or note.get("event") in NEWLY_CLOSED:
            async with self._services.db.reading() as tx:
                agent = await tx.get_one(Agent, self._agent.id)
                self._closed[case_id] = await closed_to(tx, agent, case_id)
        return self._closed[case_id]

    async def _told(self, note: Note) -> dict[str, object]:
        """Ids only, and the name of whoever took a talk: what it means stands in the parts of the page that are read anew."""
        told: dict[str, object] = {
            "type": "note",
            "event": note.get("event"),
            "conversation": note.get("conversation"),
            "case": note.get("case"),
            "author": note.get("author"),
            "agent": note.get("agent_id"),
            "mine": note.get("actor") == f"agent:{self._agent.id}",
            "by_itself": note.get("actor") == "system",
        }
        if note.get("event") == "conversation.taken" and note.get("agent_id"):
            async with self._services.db.reading() as tx:
                people = await people_by_id(tx, [note["agent_id"]])
            told["name"] = next((other.display_name(self._agent.language) for other in people.values()), None)
        return told
