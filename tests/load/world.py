"""People and talks, put into a database before the measuring begins: through the product's own acts, without the programs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from pydantic import SecretStr

from handoff.app import Services, build
from handoff.conversations import Conversation, open_conversation, take
from handoff.customers import welcome
from handoff.db import Transaction
from handoff.settings import Settings
from handoff.staff import Agent, add_agent, sign_in
from handoff.web.identity import CUSTOMER_COOKIE, STAFF_COOKIE
from tests.support.programs import SECRET, TOKEN

PASSWORD = "a password for the desk under load"


@dataclass(frozen=True)
class Talk:
    """An open talk and the cookies of those in it; `desk` is empty while the assistant speaks."""

    conversation: int
    customer: str
    desk: str = ""


def put_in(database: str, *, talks: int, people: int = 0, language: str = "en") -> list[Talk]:
    """So many talks, greeted already. With people at the desk each talk is held by one of them, in turn."""
    return asyncio.run(_put_in(database, talks, people, language))


async def _put_in(database: str, talks: int, people: int, language: str) -> list[Talk]:
    settings = Settings(  # what is told here wins over the surroundings
        _env_file=None, database_url=database, redis_url=None, secret_key=SecretStr(SECRET), api_token=SecretStr(TOKEN),
        mail_url="memory:",
    )  # fmt: skip
    services = build(settings, reacting_after=False)
    try:
        desk = [await _person(services, number) for number in range(people)]
        async with services.db.transaction() as tx:
            return [await _talk(tx, language, desk[place % people] if people else None) for place in range(talks)]
    finally:
        await services.close()


async def _person(services: Services, number: int) -> tuple[int, str]:
    """Somebody at the desk: their id and their cookie."""
    email = f"desk{number}@load.example"
    async with services.db.transaction() as tx:
        name = f"Desk {number}"
        await add_agent(tx, name=name, name_fa=name, email=email, password=PASSWORD, roles=["agent"])
    agent, token = await sign_in(services.db, email=email, password=PASSWORD, device="load")
    return agent.id, f"{STAFF_COOKIE}={token}"


async def _talk(tx: Transaction, language: str, holder: tuple[int, str] | None) -> Talk:
    customer, token = await welcome(tx, language=language)
    conversation: Conversation = await open_conversation(tx, customer, language=language)
    conversation.greeted, conversation.waiting_since = True, None
    await tx.flush()
    cookie = f"{CUSTOMER_COOKIE}={token}"
    if holder is None:
        return Talk(conversation.id, cookie)
    else:
        await take(tx, conversation, agent=await tx.get_one(Agent, holder[0]))
        return Talk(conversation.id, cookie, holder[1])
