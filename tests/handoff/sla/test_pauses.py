"""While we wait for the complainant the soft clock stands still; the hard one never does."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handoff.cases import Case
from handoff.cases.moving import Actor, move
from handoff.events import EventRow, verify_everything
from handoff.sla.models import Deadline, Pause
from handoff.worker import tick
from tests.handoff.sla.world import judged, owned, register

DAY = timedelta(days=1)


async def _row(services, case, kind) -> Deadline:
    async with services.db.reading() as tx:
        query = select(Deadline).where(Deadline.case_id == case.id, Deadline.kind == kind).order_by(Deadline.id.desc())
        return (await tx.scalars(query.limit(1))).one()


async def _wait(services, case, agent) -> None:
    """The case is looked into, and the complainant is asked something (the step itself is tried without its guards)."""
    async with services.db.transaction() as tx:
        found = await tx.get_one(Case, case.id)
        await move(tx, found, "T06", Actor.agent(agent.id))
    await _put(services, case, "investigating", "awaiting_complainant", "T10")


async def _put(services, case, before, to, transition) -> None:
    from handoff.cases.events import CaseMoved
    from handoff.events import record

    async with services.db.transaction() as tx:
        found = await tx.get_one(Case, case.id)
        assert found.state == before
        found.state, found.state_entered_at = to, services.clock.now()
        await tx.flush()
        await record(
            tx,
            CaseMoved(
                case_id=case.id, conversation_id=case.conversation_id, transition=transition, trigger="test",
                came_from=before, to=to,
            ),
        )  # fmt: skip


async def test_the_target_moves_by_the_working_days_that_were_waited_and_the_outer_limit_stays(
    services, conversation, clock, mina
):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    target, hard = await _row(services, case, "answer_target"), await _row(services, case, "answer_hard")
    clock.advance(DAY)
    await _wait(services, case, mina)
    assert (await _row(services, case, "answer_target")).paused_at == clock.now()
    clock.advance(7 * DAY)  # Wednesday to Wednesday, with a weekend of two days between: five working days
    await _put(services, case, "awaiting_complainant", "investigating", "T11")
    moved = await _row(services, case, "answer_target")
    assert (moved.paused_at, moved.first_due_at) == (None, target.due_at)
    assert moved.due_at - target.due_at == 7 * DAY
    assert (await _row(services, case, "answer_hard")).due_at == hard.due_at
    async with services.db.reading() as tx:
        pause = (await tx.scalars(select(Pause))).one()
        names = {row.name for row in await tx.scalars(select(EventRow).where(EventRow.case_id == case.id))}
        assert (await verify_everything(tx))[1] == []
    assert pause.counted_days == 5
    assert {"sla.paused", "sla.resumed", "sla.deadline_moved"} <= names


async def test_a_clock_that_stands_still_is_not_missed(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    await _wait(services, case, mina)
    clock.advance(40 * DAY)
    await tick(services)
    assert (await _row(services, case, "answer_target")).missed_at is None
    assert (await _row(services, case, "answer_hard")).missed_at is not None


async def test_twenty_working_days_are_the_most_that_count(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    await _wait(services, case, mina)
    clock.advance(60 * DAY)
    await _put(services, case, "awaiting_complainant", "investigating", "T11")
    async with services.db.reading() as tx:
        assert (await tx.scalars(select(Pause))).one().counted_days == 20


async def test_while_we_wait_for_the_complainant_no_news_is_owed(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    await _wait(services, case, mina)
    assert (await _row(services, case, "progress")).cancelled_at == clock.now()
    await _put(services, case, "awaiting_complainant", "investigating", "T11")
    assert (await _row(services, case, "progress")).base_at == clock.now()
