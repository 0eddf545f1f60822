"""What somebody has learnt, until when it counts, and that a safety case is only given to who has learnt that."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from handoff.assignment.owning import find_owner
from handoff.cases import Actor, Case
from handoff.cases.competence import TrainingMissing
from handoff.cases.owning import own
from handoff.cases.raising import raise_for_safety
from handoff.conversations import Conversation, take
from handoff.errors import Conflict, Invalid
from handoff.events import of_case
from handoff.staff import Agent
from handoff.staff.learning import record_training, take_back_training, today, trained
from handoff.worker import tick
from tests.handoff.assignment.test_offering import queued
from tests.handoff.conftest import ON_BOTH, make_agent
from tests.handoff.follow_ups.looking import prompts
from tests.handoff.sla.world import case_of, owned, register


@pytest.fixture
async def parisa(services) -> Agent:
    """An agent who has learnt nothing of danger yet."""
    return await make_agent(
        services, trained=False, name="Parisa", name_fa="پریسا", email="parisa@example.com", roles=["agent"]
    )


async def learns(services, agent, nasrin, *, days_ago=0, module="safety"):
    async with services.db.transaction() as tx:
        passed_on = today(tx) - timedelta(days=days_ago)
        return await record_training(tx, agent, module=module, passed_on=passed_on, by=nasrin)


async def given(services, case, agent):
    async with services.db.transaction() as tx:
        await own(tx, await tx.get_one(Case, case.id), await tx.get_one(Agent, agent.id), actor=Actor.agent(agent.id))


@ON_BOTH
async def test_at_4_14_a_safety_case_is_not_given_to_who_lacks_the_training(services, parisa, nasrin):
    """AT-4.14: missing, of another subject, over, taken back: refused each time; valid: given."""
    ordinary, danger = await register(services), await register(services, key="two", safety=True)
    await given(services, ordinary, parisa)
    with pytest.raises(TrainingMissing):
        await given(services, danger, parisa)
    await learns(services, parisa, nasrin, module="complaints")
    await learns(services, parisa, nasrin, days_ago=732)
    with pytest.raises(TrainingMissing):
        await given(services, danger, parisa)
    taken_back = await learns(services, parisa, nasrin)
    async with services.db.transaction() as tx:
        row = await tx.get_one(type(taken_back), taken_back.id)
        assert await take_back_training(tx, row, by=nasrin)
        assert not await take_back_training(tx, row, by=nasrin), "once"
    with pytest.raises(TrainingMissing):
        await given(services, danger, parisa)
    assert (await case_of(services, danger)).owner_id is None
    await learns(services, parisa, nasrin)
    await given(services, danger, parisa)
    assert (await case_of(services, danger)).owner_id == parisa.id
    async with services.db.reading() as tx:
        assert "case.owned" in [row.name for row in await of_case(tx, danger.id)]


async def test_at_4_14_the_worker_gives_it_to_somebody_who_has_learnt_it_and_waits_for_them(
    services, clock, parisa, nasrin
):
    """AT-4.14: chosen by the worker too; until somebody can have it, supervisors are told that nobody has."""
    case = await register(services, safety=True)
    async with services.db.transaction() as tx:
        nobody = await tx.get_one(Agent, nasrin.id)
        nobody.languages = ["de"]
    clock.advance(timedelta(hours=3))
    await tick(services)
    async with services.db.transaction() as tx:
        await find_owner(tx, case.id)
    assert (await case_of(services, case)).owner_id is None
    assert [row.state for row in await prompts(services, "P03")] == ["sent"]
    await learns(services, parisa, nasrin)
    await tick(services)
    assert (await case_of(services, case)).owner_id == parisa.id


async def test_who_speaks_with_somebody_in_danger_goes_on_speaking_and_the_case_waits(services, conversation, parisa):
    case = await register(services, conversation, safety=True)
    await queued(services, conversation)
    async with services.db.transaction() as tx:
        await take(tx, await tx.get_one(Conversation, conversation.id), agent=parisa)
    found = await case_of(services, case)
    assert (found.owner_id, found.state) == (None, "registered")


async def test_a_case_that_turns_out_to_be_about_danger_asks_for_another_owner(services, parisa, nasrin, mina):
    case = await register(services)
    await owned(services, case, parisa)
    async with services.db.transaction() as tx:
        await raise_for_safety(tx, await tx.get_one(Case, case.id), actor=f"agent:{parisa.id}")
    await tick(services)
    (task,) = await prompts(services, "owner_untrained")
    assert (task.audience, task.state) == ("supervisor", "sent")
    assert (await case_of(services, case)).owner_id == parisa.id, "nobody is left alone meanwhile"
    await owned(services, case, mina)
    (task,) = await prompts(services, "owner_untrained")
    assert task.state == "done"


async def test_a_record_is_written_by_somebody_else_for_a_day_that_was(services, parisa, nasrin):
    async with services.db.transaction() as tx:
        day = today(tx)
        with pytest.raises(Conflict):
            await record_training(tx, nasrin, module="safety", passed_on=day, by=nasrin)
        with pytest.raises(Invalid):
            await record_training(tx, parisa, module="safety", passed_on=day + timedelta(days=1), by=nasrin)
        with pytest.raises(Invalid):
            await record_training(tx, parisa, module="juggling", passed_on=day, by=nasrin)
        row = await record_training(tx, parisa, module="safety", passed_on=date(2026, 2, 28), by=nasrin)
        assert row.valid_until == date(2028, 2, 28)


async def test_it_counts_to_its_last_day_and_somebody_is_told_a_month_before(services, clock, parisa, nasrin):
    row = await learns(services, parisa, nasrin)
    (task,) = await prompts(services, "training_ends")
    assert task.state == "due"
    assert row.valid_until - task.at.date() == timedelta(days=30)
    clock.move_to(task.by)
    await tick(services)
    (task,) = await prompts(services, "training_ends")
    assert (task.state, task.audience) == ("sent", "supervisor")
    async with services.db.reading() as tx:
        assert parisa.id in await trained(tx, ["safety"]), "to the end of its last day"
    clock.advance(timedelta(days=1))
    async with services.db.reading() as tx:
        assert parisa.id not in await trained(tx, ["safety"])
    await learns(services, parisa, nasrin)
    assert [row.state for row in await prompts(services, "training_ends")] == ["done", "due"]
