"""A case whose cause can be found, and the people of the register."""

from __future__ import annotations

import pytest

from handoff.cases import Actor, Case
from handoff.cases.looking_up import issues_of
from handoff.improvement.models import Action
from handoff.improvement.opening import open_action
from tests.handoff.conftest import make_agent
from tests.handoff.sla.world import answered, judged, owned, register


@pytest.fixture
async def roya(services):
    """The management representative."""
    return await make_agent(
        services, name="Roya", name_fa="رویا", email="roya@example.com", roles=["management_rep", "supervisor"]
    )


@pytest.fixture
def judged_case(services, mina):
    """A case that Mina has judged; with `answer` it was upheld too."""

    async def made(key="one", answer=False, **judgement) -> Case:
        told = {name: judgement.pop(name) for name in ("safety", "contact", "language") if name in judgement}
        case = await register(services, key=key, **told)
        await owned(services, case, mina)
        await judged(services, case, mina, **judgement)
        if answer:
            await answered(services, case, mina)
        return case

    return made


@pytest.fixture
def opened(services, mina):
    """An action that somebody wanted."""

    async def made(key="one", **values) -> Action:
        async with services.db.transaction() as tx:
            told = {"title": "Lids break on the way", "source": "case", "topic": "C02.1", **values}
            return await open_action(tx, key=key, actor=Actor.agent(mina.id), **told)

    return made


async def issue_of(tx, case):
    return (await issues_of(tx, case))[0]
