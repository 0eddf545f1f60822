"""The one screen: what needs me, the talk, the facts. And its parts, for a page that keeps itself fresh."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from handoff.conversations import Conversation
from handoff.db import Transaction
from handoff.insights.people import colleagues, people_by_id
from handoff.insights.seen_messages import seen_messages
from handoff.insights.sight import talk_for
from handoff.insights.talks import other_talks, talk_line, talks_of, waiting_talks
from handoff.staff import Agent, may_lead
from handoff.web.access import id_in
from handoff.web.console.facts import facts
from handoff.web.console.needs import needs_of
from handoff.web.console.offers import offers_for
from handoff.web.console.show import at_desk, desk_page
from handoff.web.console.standing import speaker_name, standing_words, talk_title
from handoff.web.keys import AGENT, SERVICES

NEWEST = 300  # messages shown of a talk


@at_desk("enter_desk")
async def slash(_request: web.Request) -> web.Response:
    return web.Response(status=303, headers={"Location": "/console/"})


@at_desk("enter_desk")
async def show(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.reading() as tx:
        parts = {**await _lists(tx, request[AGENT]), **await offers_for(tx, request[AGENT])}
    return desk_page(request, "desk.html", place="desk", line=None, **parts)


@at_desk("read_talks")
async def show_talk(request: web.Request) -> web.Response:
    agent = request[AGENT]
    async with request.app[SERVICES].db.reading() as tx:
        conversation = await talk_for(tx, agent, id_in(request, "conversation"))
        parts = {**await _lists(tx, agent), **await offers_for(tx, agent)}
        talk = await _talk(tx, agent, conversation)
        known = await facts(tx, agent, conversation)
    return desk_page(request, "desk.html", place="desk", **{**parts, **talk, **known})


@at_desk("enter_desk")
async def lists(request: web.Request) -> web.Response:
    """The left column alone."""
    agent, line = request[AGENT], None
    async with request.app[SERVICES].db.reading() as tx:
        parts = await _lists(tx, agent)
        if request.query.get("talk", "").isdigit():
            conversation = await tx.get(Conversation, int(request.query["talk"][:9]))
            line = await talk_line(tx, agent, conversation) if conversation else None
    return desk_page(request, "lists.html", line=line, **parts)


@at_desk("enter_desk")
async def offers(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.reading() as tx:
        parts = await offers_for(tx, request[AGENT])
    return desk_page(request, "offers.html", **parts)


@at_desk("read_talks")
async def show_facts(request: web.Request) -> web.Response:
    """The right column alone."""
    async with request.app[SERVICES].db.reading() as tx:
        conversation = await talk_for(tx, request[AGENT], id_in(request, "conversation"))
        line = await talk_line(tx, request[AGENT], conversation)
        known = await facts(tx, request[AGENT], conversation)
    return desk_page(request, "facts.html", line=line, **known)


async def _lists(tx: Transaction, agent: Agent) -> dict[str, Any]:
    mine = await talks_of(tx, agent)
    needs, needs_more = await needs_of(tx, agent, mine)
    return {
        "mine": mine,
        "waiting": await waiting_talks(tx, agent) if tx.policy.permissions.allows(agent.roles, "see_queue") else [],
        "others": await other_talks(tx, agent) if may_lead(agent.roles) else [],
        "needs": needs,
        "needs_more": needs_more,
    }


async def _talk(tx: Transaction, agent: Agent, conversation: Conversation) -> dict[str, Any]:
    line = await talk_line(tx, agent, conversation)
    messages = await seen_messages(tx, agent, conversation, limit=NEWEST)
    people = await people_by_id(tx, {view.agent_id for view in messages if view.agent_id})
    title = talk_title(line, agent)
    return {
        "line": line,
        "talk_title": title,
        "messages": messages,
        "last": messages[-1].number if messages else 0,
        "speaker_name": lambda view: speaker_name(view, title, people, agent.language),
        "standing_words": lambda of: standing_words(of, agent),
        "colleagues": await colleagues(tx, agent),
    }
