"""Limits after the first word with somebody in danger: contained within hours, judged within days, or somebody is told."""

from __future__ import annotations

from datetime import timedelta

from handoff.cases import Actor, Case
from handoff.cases.care.containing import lift_alarm, take_safety_step
from handoff.worker import tick
from tests.handoff.follow_ups.looking import prompts
from tests.handoff.sla.world import register

KIND = "safety_step_late"


async def standing(services) -> set[tuple[str, str]]:
    return {(row.data["step"], row.state) for row in await prompts(services, KIND)}


async def test_a_danger_that_is_not_contained_in_time_is_told_and_ends_with_the_step(services, clock, mina, nasrin):
    case = await register(services, safety=True)
    clock.advance(timedelta(hours=3, minutes=59))
    await tick(services)
    assert await standing(services) == {("contained", "due"), ("assessed", "due")}
    clock.advance(timedelta(minutes=2))
    await tick(services)
    assert await standing(services) == {("contained", "sent"), ("assessed", "due")}
    assert {row.audience for row in await prompts(services, KIND)} == {"safety_officer", "supervisor"}
    async with services.db.transaction() as tx:
        case = await tx.get_one(Case, case.id)
        for code in ("contacted", "contained"):
            await take_safety_step(tx, case, code=code, words="Done.", actor=Actor.agent(nasrin.id, "safety_officer"))
    assert await standing(services) == {("contained", "done"), ("assessed", "due")}


async def test_when_nobody_is_in_danger_nothing_is_late(services, clock, nasrin):
    case = await register(services, safety=True)
    async with services.db.transaction() as tx:
        officer = Actor.agent(nasrin.id, "safety_officer")
        await lift_alarm(tx, await tx.get_one(Case, case.id), reason="A figure of speech.", actor=officer)
    clock.advance(timedelta(days=5))
    await tick(services)
    assert await standing(services) == {("contained", "cancelled"), ("assessed", "cancelled")}
