"""A hold beats erasure and the end of retention, whatever its scope; two people lift it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from handoff.cases import Case
from handoff.errors import Conflict, NotAllowed
from handoff.events import of_case
from handoff.follow_ups.models import Prompt
from handoff.privacy.erasing import erase_case
from handoff.privacy.holding import Held, ask_lift, holds_on, lift, place_hold, review
from handoff.privacy.models import Hold, Keeping
from tests.handoff.conftest import ON_BOTH
from tests.handoff.privacy.conftest import closed_case, pass_time, shut, told

LONG = {"days": 37 * 31}


async def placed(services, scope, target, by, ground="litigation"):
    async with services.db.transaction() as tx:
        return await place_hold(tx, scope=scope, target=target, ground=ground, reason="A letter of a lawyer.", by=by)


async def erased(services, case):
    async with services.db.transaction() as tx:
        return await erase_case(tx, await tx.get_one(Case, case.id), ground="request", actor="agent:1")


async def lifted(services, hold, first, second):
    async with services.db.transaction() as tx:
        row = await tx.get_one(Hold, hold.id)
        await ask_lift(tx, row, by=first)
        await lift(tx, row, by=second)


def target_of(services, scope, case):
    if scope == "case":
        return str(case.id)
    elif scope == "person":
        return services.sealer.fingerprint("sara@example.com")
    elif scope == "topic":
        return "C02"
    else:
        return "*"


@ON_BOTH
@pytest.mark.parametrize("way", ["erasure", "retention"])
@pytest.mark.parametrize("scope", ["none", "case", "person", "topic", "all", "flag", "state", "another"])
async def test_at_8_5_a_hold_stands_against_erasure_and_against_the_end_of_retention(
    services, clock, mina, parisa, scope, way
):
    """AT-8.5: the matrix of erasure and hold, each scope against each way to go."""
    flags = ("regulator",) if scope == "flag" else ()
    case = (await closed_case(services, mina, flags=flags)).case
    if scope in ("case", "person", "topic", "all"):
        await placed(services, scope, target_of(services, scope, case), parisa)
    elif scope == "another":
        await placed(services, "case", "9999", parisa)
        await placed(services, "person", services.sealer.fingerprint("omid@example.com"), parisa)
        await placed(services, "topic", "C09", parisa)
    elif scope == "state":
        async with services.db.transaction() as tx:
            (await tx.get_one(Case, case.id)).state = "external_review"
    stays = scope not in ("none", "another")
    if way == "erasure":
        if stays:
            with pytest.raises(Held):
                await erased(services, case)
        else:
            assert await erased(services, case)
    else:
        await pass_time(services, clock, **LONG)
    async with services.db.reading() as tx:
        keeping = await tx.get_one(Keeping, case.id)
        assert (keeping.purged_at is None) == stays
        names = [row.name for row in await of_case(tx, case.id)]
        assert ("privacy.case_erased" in names) != stays
        assert ("privacy.purge_refused" in names) == (stays and way == "retention"), "it says so"


async def test_a_hold_is_lifted_by_two_people_and_then_the_case_can_go(services, mina, parisa, kamran):
    case = (await closed_case(services, mina)).case
    hold = await placed(services, "case", str(case.id), parisa)
    async with services.db.transaction() as tx:
        row = await tx.get_one(Hold, hold.id)
        with pytest.raises(Conflict):
            await lift(tx, row, by=kamran)
        await ask_lift(tx, row, by=parisa)
        with pytest.raises(NotAllowed):
            await lift(tx, row, by=parisa)
        await lift(tx, row, by=kamran)
    assert await erased(services, case)


async def test_holds_come_by_themselves_are_written_down_and_stay_lifted_once_two_people_lifted_them(
    services, clock, mina, parisa, kamran
):
    case = (await closed_case(services, mina, safety=True)).case
    async with services.db.reading() as tx:
        assert await holds_on(tx, await tx.get_one(Case, case.id)) == ["safety"], "before anybody wrote it down"
    await pass_time(services, clock, hours=1)
    async with services.db.reading() as tx:
        hold = await tx.scalar(select(Hold))
        assert (hold.ground, hold.by_id, hold.target) == ("safety", None, str(case.id))
    await lifted(services, hold, parisa, kamran)
    await pass_time(services, clock, hours=1)
    async with services.db.reading() as tx:
        assert await holds_on(tx, await tx.get_one(Case, case.id)) == []
        assert len((await tx.scalars(select(Hold))).all()) == 1


async def test_every_six_months_somebody_is_asked_whether_a_hold_is_still_needed(services, clock, parisa):
    hold = await placed(services, "all", "*", parisa)
    await pass_time(services, clock, days=170)
    async with services.db.reading() as tx:
        assert await tx.scalar(select(Prompt).where(Prompt.kind == "hold_review")) is None
    await pass_time(services, clock, days=15)
    await pass_time(services, clock, hours=2)
    async with services.db.transaction() as tx:
        assert len((await tx.scalars(select(Prompt).where(Prompt.kind == "hold_review"))).all()) == 1
        row = await tx.get_one(Hold, hold.id)
        await review(tx, row, by=parisa)
        assert row.review_at > clock.now() + timedelta(days=175)


async def test_an_open_case_is_not_erased(services, mina):
    case = (await told(services, owner=mina, key="open")).case
    with pytest.raises(Conflict, match="still being dealt with"):
        await erased(services, case)
    await shut(services, case.id)
    assert await erased(services, case)
    assert not await erased(services, case), "the second time there is nothing left"
