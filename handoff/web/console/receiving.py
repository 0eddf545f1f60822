"""Who is at a socket of the desk."""

from __future__ import annotations

from aiohttp import web

from handoff.errors import NotSignedIn
from handoff.staff import Agent
from handoff.web.console.show import DESK_ROLES
from handoff.web.identity import maybe_agent


async def signed_in(request: web.Request) -> Agent:
    """The agent behind a socket. Raises `NotSignedIn` also for who has no role at the desk."""
    agent = await maybe_agent(request)
    if agent is None or DESK_ROLES.isdisjoint(agent.roles):
        raise NotSignedIn
    return agent
