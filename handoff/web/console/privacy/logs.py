"""The audit log of a case, and a picture as it was sent."""

from __future__ import annotations

from aiohttp import web

from handoff import events
from handoff.cases import Case
from handoff.conversations.attaching import read_file
from handoff.conversations.filing import read_original
from handoff.errors import NotFound
from handoff.events import verify_case
from handoff.insights.people import people_by_id
from handoff.insights.seen_messages import check_readable
from handoff.insights.sight import case_for, file_for
from handoff.privacy.unmasking import note_seen
from handoff.web.access import id_in
from handoff.web.chat.files import file_answer
from handoff.web.console.show import at_desk, desk_page, words_for
from handoff.web.console.timeline import sentence
from handoff.web.keys import AGENT, SERVICES


@at_desk("read_log")
async def show(request: web.Request) -> web.StreamResponse:
    """Every event of the case with its number and the beginning of its hash, and whether the chain holds."""
    async with request.app[SERVICES].db.reading() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        rows = await events.of_case(tx, case.id)
        broken = await verify_case(tx, case.id)
        ids = {int(row.actor.partition(":")[2]) for row in rows if row.actor.startswith("agent:")}
        ids |= {row.data["agent_id"] for row in rows if row.data.get("agent_id")}
        people = await people_by_id(tx, ids)
    words = words_for(request)
    lines = [(row, sentence(row, words, people), words.actor(row.actor, people)) for row in reversed(rows)]
    return desk_page(request, "privacy/log.html", case=case, lines=lines, broken=broken)


@at_desk("open_original")
async def original(request: web.Request) -> web.StreamResponse:
    """With the place and time that the camera wrote into it. That somebody looked is on the record first."""
    async with request.app[SERVICES].db.transaction() as tx:
        attachment = await file_for(tx, request[AGENT], id_in(request, "file"))
        await check_readable(tx, request[AGENT], attachment)
        content = await read_original(tx, attachment)
        if content is None:
            raise NotFound
        name, _shown = await read_file(tx, attachment)
        case_id = attachment.case_id
        if case_id is not None:
            await note_seen(tx, await tx.get_one(Case, case_id), agent=request[AGENT], classes=("original",))
    return file_answer(name, "application/octet-stream", content)
