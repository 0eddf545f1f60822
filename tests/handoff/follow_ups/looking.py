"""Look at what was scheduled, sent and said."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handoff.app import Services
from handoff.clock import FrozenClock
from handoff.conversations import Conversation, MessageView, read_messages
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.needing import Need
from handoff.follow_ups.wording_needs import needs_me
from handoff.staff import Agent
from handoff.worker import tick


async def prompts(services: Services, *kinds: str, audience: str | None = None) -> list[Prompt]:
    async with services.db.reading() as tx:
        rows = (await tx.scalars(select(Prompt).order_by(Prompt.id))).all()
    return [row for row in rows if row.kind in (kinds or (row.kind,)) and audience in (None, row.audience)]


async def talk(services: Services, conversation: Conversation) -> list[MessageView]:
    async with services.db.reading() as tx:
        return await read_messages(tx, await tx.get_one(Conversation, conversation.id), private=False)


async def said(services: Services, conversation: Conversation, *, kind: str) -> list[str]:
    return [message.body for message in await talk(services, conversation) if message.kind == kind]


async def needs(services: Services, agent: Agent) -> list[Need]:
    async with services.db.reading() as tx:
        return await needs_me(tx, await tx.get_one(Agent, agent.id))


async def pass_time(
    services: Services, clock: FrozenClock, length: timedelta, *, step: timedelta | None = None
) -> None:
    """Let time pass with the worker at its work, in steps of six hours unless told otherwise."""
    until = clock.now() + length
    step = step or timedelta(hours=6)
    while clock.now() < until:
        clock.move_to(min(clock.now() + step, until))
        await tick(services)
        await services.settle()
