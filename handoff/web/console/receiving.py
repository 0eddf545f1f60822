"""Who is at a socket of the desk."""

from __future__ import annotations

from aiohttp import web

from handoff.errors import NotSignedIn
from handoff.staff import Agent
from handoff.web.identity import SecondFactorFirst, check_factor, maybe_agent
from handoff.web.keys import SERVICES


async def signed_in(request: web.Request, act: str) -> Agent:
    """The agent behind a socket. Raises `NotSignedIn` also for who may not do `act`."""
    agent = await maybe_agent(request)
    if agent is None or not request.app[SERVICES].policy.permissions.allows(agent.roles, act):
        raise NotSignedIn
    try:
        await check_factor(request, agent)
    except SecondFactorFirst as first:
        raise NotSignedIn from first
    return agent
