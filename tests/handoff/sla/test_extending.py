"""An answer that will be late: told before, with the reason, once; the first promise stays on record. Clause 7.3."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handoff.cases import Actor, Case
from handoff.errors import Conflict, Invalid
from handoff.sla.deadlines import running
from handoff.sla.extending import extend
from handoff.worker import tick
from tests.handoff.follow_ups.looking import prompts, said
from tests.handoff.sla.world import judged, owned, register

DAY = timedelta(days=1)


async def test_the_complainant_hears_why_and_until_when_before_the_old_date(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    who = Actor.agent(mina.id)
    async with services.db.transaction() as tx:
        found = await tx.get_one(Case, case.id)
        first = {row.id: row.due_at for row in await running(tx, case.id, "answer_target", "answer_hard")}
        until = min(first.values()) + 5 * DAY
        with pytest.raises(Invalid):
            await extend(tx, found, until=until, reason=" ", actor=who)
        with pytest.raises(Invalid):
            await extend(tx, found, until=min(first.values()) - DAY, reason="The courier.", actor=who)
        with pytest.raises(Invalid):
            await extend(tx, found, until=min(first.values()) + 60 * DAY, reason="The courier.", actor=who)
        await extend(tx, found, until=until, reason="The courier has not answered.", actor=who)
        with pytest.raises(Conflict):
            await extend(tx, found, until=until + DAY, reason="Still not.", actor=who)
        for row in await running(tx, case.id, "answer_target", "answer_hard"):
            assert row.first_due_at == first[row.id], "what was promised first stays"
            assert row.due_at == max(first[row.id], until)
    clock.advance(timedelta(minutes=1))
    await tick(services)
    (letter,) = [text for text in await said(services, conversation, kind="prompt") if "The courier" in text]
    assert "You need not wait for it" in letter
    assert "124" in letter, "where else one can turn"
    assert [row.state for row in await prompts(services, "P10") if row.times_sent] == ["sent"]


async def test_a_supervisor_may_move_it_again(services, conversation, clock, mina, nasrin):
    case = await register(services, conversation)
    await owned(services, case, mina)
    leads = Actor.agent(nasrin.id, "supervisor")
    async with services.db.transaction() as tx:
        found = await tx.get_one(Case, case.id)
        for days in (40, 50):
            await extend(tx, found, until=clock.now() + days * DAY, reason="A laboratory.", actor=leads)
        rows = await running(tx, case.id, "answer_target", "answer_hard")
        assert {row.due_at for row in rows} == {clock.now() + 50 * DAY}
