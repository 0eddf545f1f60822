"""Closed cases are read again by chance, by somebody new to them; and a small organisation makes up for what it relaxes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from handoff.cases import Case
from handoff.cases.accepting import accept
from handoff.cases.moving import CUSTOMER
from handoff.errors import Conflict, Invalid
from handoff.events import of_case
from handoff.insights.fairness import compare_groups
from handoff.policy import PolicyBroken, load_policy
from handoff.rechecks.drawing import chosen, draw, months_to_draw
from handoff.rechecks.looking import OwnWork, look_again, waiting_for
from handoff.rechecks.models import Recheck, RecheckDraw
from handoff.staff import Agent
from handoff.worker import tick
from tests.handoff.conftest import ON_BOTH
from tests.handoff.sla.world import answered, judged, owned, register

NOVEMBER = 202611


async def closed(services, agent, *, key: str, **told) -> Case:
    case = await register(services, key=key, **told)
    await owned(services, case, agent)
    await judged(services, case, agent)
    await answered(services, case, agent)
    async with services.db.transaction() as tx:
        await accept(tx, await tx.get_one(Case, case.id), how="track", actor=CUSTOMER)
    return case


async def drawn(services) -> list[Recheck]:
    async with services.db.transaction() as tx:
        await draw(tx, NOVEMBER)
    async with services.db.reading() as tx:
        return list(await tx.scalars(select(Recheck).order_by(Recheck.id)))


async def test_at_d_chance_chooses_reproducibly_and_the_second_reader_never_touched_the_case(services, mina, nasrin):
    """AT-D: the second reader never touched the case, and nobody can sway which cases are read."""
    cases = [await closed(services, mina, key=f"case {number}") for number in range(6)]
    rechecks = await drawn(services)
    assert len(rechecks) == 2, "five in a hundred, and at least two"
    async with services.db.reading() as tx:
        record = (await tx.scalars(select(RecheckDraw))).one()
        rows = [await tx.get_one(Case, case.id) for case in cases]
        assert {case.id for case in chosen(rows[::-1], record.seed, record.drawn)} == {row.case_id for row in rechecks}
        assert not any(item.may for item in await waiting_for(tx, mina))
        assert all(item.may for item in await waiting_for(tx, nasrin))
    async with services.db.transaction() as tx:
        recheck = await tx.get_one(Recheck, rechecks[0].id)
        with pytest.raises(OwnWork):
            await look_again(tx, recheck, agent=await tx.get_one(Agent, mina.id), fair=True, words="")
        with pytest.raises(Invalid, match="not fair"):
            await look_again(tx, recheck, agent=await tx.get_one(Agent, nasrin.id), fair=False, words=" ")
        await look_again(tx, recheck, agent=await tx.get_one(Agent, nasrin.id), fair=False, words="She was not heard.")
    async with services.db.transaction() as tx:
        recheck = await tx.get_one(Recheck, rechecks[0].id)
        assert (recheck.fair, recheck.by_id, recheck.own_work) == (False, nasrin.id, False)
        assert b"heard" not in recheck.words, "what is said about a case is sealed with it"
        with pytest.raises(Conflict, match="already"):
            await look_again(tx, recheck, agent=await tx.get_one(Agent, nasrin.id), fair=True, words="")
        names = [row.name for row in await of_case(tx, recheck.case_id)]
    assert names.count("case.recheck_drawn") == names.count("case.rechecked") == 1


@ON_BOTH
async def test_of_many_workers_one_draws_the_month(services, mina):
    for number in range(3):
        await closed(services, mina, key=f"case {number}")

    async def once():
        async with services.db.transaction() as tx:
            return await draw(tx, NOVEMBER)

    assert sorted(await asyncio.gather(*[once() for _ in range(5)])) == [0, 0, 0, 0, 2]


async def test_the_worker_draws_a_month_once_it_is_over_and_an_empty_one_too(services, clock, mina):
    await closed(services, mina, key="one")
    await tick(services)
    async with services.db.reading() as tx:
        months = [row.month for row in await tx.scalars(select(RecheckDraw))]
    assert months == ["2026-10"], "October is over and was empty"
    clock.move_to(datetime(2026, 12, 1, 6, tzinfo=UTC))
    for _ in range(2):
        await tick(services)
    async with services.db.reading() as tx:
        found = {row.month: row.drawn for row in await tx.scalars(select(RecheckDraw))}
        assert await months_to_draw(tx, 9) == []
    assert found == {"2026-10": 0, "2026-11": 1}


async def test_at_4_7_groups_that_are_treated_otherwise_are_marked(services, mina, nasrin):
    """AT-4.7: who complains in one language is not upheld less often than who does in the other, or it is seen."""
    async with services.db.transaction() as tx:
        for number in range(40):
            language = "en" if number < 20 else "fa"
            case = await _counted(tx, number, language)
            tx.add(_issue(case, "upheld" if language == "en" else "not_upheld"))
    async with services.db.reading() as tx:
        compared = {table.by: table for table in await compare_groups(tx, await tx.get_one(Agent, nasrin.id))}
    assert {place.code for place in compared["language"].remarkable} == {"en", "fa"}
    assert not compared["channel"].remarkable, "all came the same way"


def test_only_a_small_business_may_decide_with_one_pair_of_eyes(tmp_path):
    source = (load_policy.__globals__["PACKAGED"] / "organisation.yaml").read_text("utf-8")
    (tmp_path / "organisation.yaml").write_text(source.replace("four_eyes: true", "four_eyes: false"), "utf-8")
    with pytest.raises(PolicyBroken, match="only a small business"):
        load_policy(tmp_path)


async def _counted(tx, number: int, language: str) -> Case:
    from handoff.cases import Complaint, Contact, open_case
    from handoff.cases.moving import ASSISTANT

    told = Complaint(
        narrative="It is broken.",
        channel="form",
        language=language,
        contact=Contact(name="Sara", email="s@example.com"),
    )
    case, _ = await open_case(tx, told, actor=ASSISTANT, idempotency_key=f"alike {number}")
    return case


def _issue(case: Case, outcome: str):
    from handoff.cases import Issue

    return Issue(case_id=case.id, topic="C01.3", outcome=outcome)
