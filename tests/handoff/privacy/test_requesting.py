"""From the request to the answer: identity, everything found, a decision with its ground for each case, on the record."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from handoff.cases import Case
from handoff.db import keys
from handoff.errors import Conflict, Invalid, NotFound
from handoff.events import of_case
from handoff.follow_ups.models import Prompt
from handoff.insights.sight import case_for
from handoff.privacy.holding import Held, place_hold
from handoff.privacy.models import ErasureRequest
from handoff.privacy.requesting import against, answer_request, check_identity, decide, items_of, receive_request
from tests.handoff.privacy.conftest import closed_case, told


async def asked(services, by, cases=(), email="Sara@Example.com"):
    async with services.db.transaction() as tx:
        return await receive_request(tx, asked_by="Sara Ahmadi", email=email, cases=cases, channel="email", by=by)


async def settled(services, row, number, decision, by, ground=None):
    async with services.db.transaction() as tx:
        request = await tx.get_one(ErasureRequest, row.id)
        item = (await items_of(tx, request))[number]
        await decide(tx, request, item, decision=decision, ground=ground, by=by)


async def identified(services, row, by):
    async with services.db.transaction() as tx:
        await check_identity(tx, await tx.get_one(ErasureRequest, row.id), how="secret", by=by)


async def test_at_8_5_each_case_found_is_erased_locked_or_kept_with_its_ground_and_all_is_answered(
    services, clock, mina, parisa, nasrin
):
    """AT-8.5: request, identity check, find, decide per item, answer with reasons, log."""
    first, second = await closed_case(services, mina, key="one"), await closed_case(services, mina, key="two")
    running = await told(services, owner=mina, key="running")
    other = await told(services, owner=mina, key="another person")
    async with services.db.transaction() as tx:
        from handoff.cases import Party

        for party in await tx.scalars(select(Party).where(Party.case_id == other.case.id)):
            party.email_print = services.sealer.fingerprint("omid@example.com")
    row = await asked(services, parisa)
    async with services.db.reading() as tx:
        request = await tx.get_one(ErasureRequest, row.id)
        items = await items_of(tx, request)
        assert [item.case_id for item in items] == [case.case.id for case in (first, second, running)]
        assert items[0].counts["messages"] > 0
        assert (request.due_at - clock.now()).days in (30, 31)
        assert b"Sara" not in request.asked_by
        assert await against(tx, await tx.get_one(Case, running.case.id)) == ["still_handled"]
    with pytest.raises(Conflict, match="themselves"):
        await settled(services, row, 0, "erase", parisa)
    await identified(services, row, parisa)
    await settled(services, row, 0, "erase", parisa)
    with pytest.raises(Invalid):
        await settled(services, row, 1, "restrict", parisa)
    await settled(services, row, 1, "restrict", parisa, "legal_duty")
    with pytest.raises(Conflict):
        await settled(services, row, 2, "erase", parisa)
    async with services.db.transaction() as tx:
        with pytest.raises(Conflict, match="decided"):
            await answer_request(tx, await tx.get_one(ErasureRequest, row.id), text="Done.", by=parisa)
    await settled(services, row, 2, "keep", parisa, "still_handled")
    async with services.db.transaction() as tx:
        await answer_request(tx, await tx.get_one(ErasureRequest, row.id), text="One is gone, two stay.", by=parisa)
    async with services.db.reading() as tx:
        assert await keys.destroyed(tx, first.case.key_owner)
        assert not await keys.destroyed(tx, second.case.key_owner)
        assert (await tx.scalar(select(Prompt).where(Prompt.kind == "erasure_due"))).state == "done"
        with pytest.raises(NotFound):
            await case_for(tx, nasrin, second.case.number)
        assert await case_for(tx, parisa, second.case.number)
        names = [event.name for event in await of_case(tx, second.case.id)]
        assert names[-3:] == ["privacy.erasure_asked", "privacy.case_restricted", "privacy.erasure_decided"]
        last = (await of_case(tx, second.case.id))[-1]
        assert (last.data["decision"], last.data["ground"]) == ("restrict", "legal_duty")


async def test_a_held_case_is_not_erased_by_a_request_and_stays_undecided(services, mina, parisa):
    case = (await closed_case(services, mina)).case
    async with services.db.transaction() as tx:
        await place_hold(
            tx, scope="case", target=str(case.id), ground="litigation", reason="A lawyer wrote.", by=parisa
        )
    row = await asked(services, parisa)
    await identified(services, row, parisa)
    with pytest.raises(Held):
        await settled(services, row, 0, "erase", parisa)
    async with services.db.reading() as tx:
        assert (await items_of(tx, await tx.get_one(ErasureRequest, row.id)))[0].decision is None
        assert not await keys.destroyed(tx, case.key_owner)


async def test_a_case_without_an_address_is_found_by_its_number(services, mina, parisa):
    case = (await closed_case(services, mina)).case
    row = await asked(services, parisa, cases=[case], email=None)
    async with services.db.reading() as tx:
        assert [item.case_id for item in await items_of(tx, await tx.get_one(ErasureRequest, row.id))] == [case.id]
