"""A new secret in front, one command, and the old one can go."""

from __future__ import annotations

from sqlalchemy import select

from handoff.cases import Case, Party
from handoff.db import keys
from handoff.insights.finding import Sought, find_cases
from handoff.privacy.rewrapping import rewrap_everything
from handoff.sealing import SealBroken, Sealer
from tests.handoff.privacy.conftest import closed_case, told
from tests.handoff.privacy.test_erasing import erase

OLD, NEW = "t" * 32, "n" * 32


def with_secret(services, secret):
    services.sealer = services.db._sealer = Sealer(secret)


async def story(services, case):
    async with services.db.reading() as tx:
        return await keys.unseal(tx, case.key_owner, (await tx.get_one(Case, case.id)).narrative)


async def test_after_rewrapping_the_new_secret_alone_opens_everything(services, mina, nasrin):
    case, gone = (await told(services, owner=mina, key="one")).case, (await closed_case(services, mina, key="two")).case
    await erase(services, gone)
    before = await story(services, case)
    with_secret(services, [NEW, OLD])
    assert await story(services, case) == before, "both open"
    done = await rewrap_everything(services)
    assert done.keys >= 2
    assert done.addresses == 1
    again = await rewrap_everything(services)
    assert (again.keys, again.addresses) == (0, 0)
    with_secret(services, NEW)
    assert await story(services, case) == before
    async with services.db.reading() as tx:
        assert await keys.destroyed(tx, gone.key_owner), "what was erased stays erased"
        assert [line.case.id for line in (await find_cases(tx, nasrin, Sought(words="sara@example.com"))).lines] == [
            case.id
        ]
        assert len((await tx.scalars(select(Party).where(Party.email_print.is_not(None)))).all()) == 1


async def test_without_it_the_new_secret_opens_nothing_that_is_older(services, mina):
    case = (await told(services, owner=mina, key="one")).case
    with_secret(services, NEW)
    try:
        await story(services, case)
    except SealBroken:
        return
    raise AssertionError("another secret opened it")
