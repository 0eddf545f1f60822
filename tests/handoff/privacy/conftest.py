"""People of confidentiality, and closed cases with something of everything in them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handoff.cases import Case
from handoff.cases.closing import close
from handoff.cases.moving import SYSTEM
from handoff.worker import tick
from tests.handoff.conftest import make_agent
from tests.handoff.web.permissions.cases import told

__all__ = ["told"]


@pytest.fixture
async def parisa(services):
    """The privacy officer."""
    return await make_agent(
        services, name="Parisa", name_fa="پریسا", email="parisa@example.com", roles=["privacy_officer"]
    )


@pytest.fixture
async def kamran(services):
    """The management representative."""
    return await make_agent(
        services, name="Kamran", name_fa="کامران", email="kamran@example.com", roles=["management_rep"]
    )


@pytest.fixture
async def closed(services, mina):
    """Sara's case with its talk, closed today."""
    return await closed_case(services, mina)


async def closed_case(services, owner, key="closed", **changes):
    case = await told(services, owner=owner, key=key, **changes)
    await shut(services, case.case.id)
    return case


async def shut(services, case_id):
    """Closed, as if all its road lay behind it."""
    async with services.db.transaction() as tx:
        case = await tx.get_one(Case, case_id)
        case.state = "closed"
        await tx.flush()  # a case is read again when its turn has come
        await close(tx, case, reason="resolved_accepted", actor=SYSTEM)
    await services.settle()


async def pass_time(services, clock, **by):
    """Time goes by, and the worker with it."""
    clock.advance(timedelta(**by))
    await tick(services)
    await services.settle()
