"""A desk with figures: some simulated cases, their facts, and people who lead and look."""

from __future__ import annotations

from handoff.insights.facts.keeping import catch_up
from tests.handoff.conftest import make_agent
from tests.support.simulated import simulate, write

PAGE = {"Accept": "text/html"}
JSON = {"Accept": "application/json"}


async def figures(services, agents, count=250) -> None:
    rows = simulate(count, now=services.clock.now(), days=300, agents=[agent.id for agent in agents])
    async with services.db.transaction() as tx:
        await write(tx, rows)
    while await _more(services):
        pass


async def _more(services) -> int:
    async with services.db.transaction() as tx:
        return await catch_up(tx)


async def representative(services, language="en"):
    return await make_agent(
        services, name="Roya", name_fa="رویا", email="roya@example.com", roles=["management_rep", "supervisor"],
        language=language,
    )  # fmt: skip


async def look(desk, path, status=200) -> str:
    answer = await desk.get(path, headers=PAGE, allow_redirects=False)
    text = await answer.text()
    assert answer.status == status, f"{path}: {answer.status} {text[:600]}"
    return text


async def send(desk, path, status=200, **fields) -> dict:
    answer = await desk.post(path, data=fields, headers=JSON)
    assert answer.status == status, f"{path}: {answer.status} {await answer.text()}"
    return await answer.json()
