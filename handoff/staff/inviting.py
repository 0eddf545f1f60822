"""Bring a person to the desk."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from handoff.db import Transaction
from handoff.errors import Invalid
from handoff.staff.models import Agent
from handoff.staff.passwords import hash_password
from handoff.staff.roles import ROLES


async def add_agent(
    tx: Transaction,
    *,
    name: str,
    name_fa: str,
    email: str,
    password: str,
    roles: Sequence[str],
    languages: Sequence[str] = ("en", "fa"),
    skills: Sequence[str] = (),
    capacity: int = 4,
    manager: Agent | None = None,
    language: str = "en",
) -> Agent:
    """Add a person. Raises `Invalid` for an unknown role, a short password, or an address that is taken."""
    if unknown := set(roles) - set(ROLES):
        raise Invalid("There is no role {role}.", role=", ".join(sorted(unknown)))
    if len(password) < 10:
        raise Invalid("A password needs at least 10 characters.", code="password_short")
    if await tx.scalar(select(Agent.id).where(Agent.email == email.strip().lower())):
        raise Invalid("Someone with this e-mail address is here already.", code="email_taken")
    agent = Agent(
        name=name,
        name_fa=name_fa,
        email=email.strip().lower(),
        password_hash=await hash_password(password),
        roles=list(roles),
        languages=list(languages),
        skills=list(skills),
        capacity=capacity,
        manager_id=manager.id if manager else None,
        language=language,
    )
    tx.add(agent)
    await tx.flush()
    return agent
