"""Why it happened: put forward by whoever knows something, confirmed with evidence, and never a person's error alone."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from handoff.cases import Actor, Case
from handoff.errors import Conflict, Invalid
from handoff.events import of_case
from handoff.improvement.finding_causes import causes_of, confirm_cause, likely_cause, suggest_cause
from handoff.improvement.models import Action, RootCause
from handoff.improvement.wording import unseal_words
from tests.handoff.conftest import ON_POSTGRESQL
from tests.handoff.improvement.conftest import issue_of

FOUND = {"method": "five_whys", "statement": "The box has no corner guard.", "evidence": "Twelve photographs."}


async def suggested(services, case, code="K07", by="agent:1") -> RootCause:
    async with services.db.transaction() as tx:
        case = await tx.get_one(Case, case.id)
        return await suggest_cause(tx, case, await issue_of(tx, case), code=code, by=by)


async def confirmed(services, case, cause, agent, **values) -> None:
    async with services.db.transaction() as tx:
        case, cause = await tx.get_one(Case, case.id), await tx.get_one(RootCause, cause.id)
        await confirm_cause(tx, case, cause, actor=Actor.agent(agent.id), **{**FOUND, **values})


async def test_a_cause_is_put_forward_and_then_confirmed_with_evidence(services, judged_case, mina):
    case = await judged_case()
    cause = await suggested(services, case)
    assert (await suggested(services, case)).id == cause.id, "the same once more is the same"
    await confirmed(services, case, cause, mina, test="Boxes with a guard should arrive whole.")
    async with services.db.reading() as tx:
        case = await tx.get_one(Case, case.id)
        (kept,) = await causes_of(tx, case)
        assert (await issue_of(tx, case)).cause == "K07"
        assert (await unseal_words(tx, kept.key_owner, kept.words))["evidence"] == "Twelve photographs."
        assert b"photographs" not in kept.words, "sealed"
        names = [row.name for row in await of_case(tx, case.id)]
    assert names[-2:] == ["improvement.cause_suggested", "improvement.cause_confirmed"]


@pytest.mark.parametrize("missing", [{"evidence": " "}, {"statement": ""}, {"method": "guessing"}])
async def test_a_cause_without_method_sentence_or_evidence_is_refused(services, judged_case, mina, missing):
    case = await judged_case()
    cause = await suggested(services, case)
    with pytest.raises(Invalid):
        await confirmed(services, case, cause, mina, **missing)
    await confirmed(services, case, cause, mina)


async def test_the_customers_misunderstanding_needs_our_part_in_it_or_a_reason_why_not(services, judged_case, mina):
    case = await judged_case()
    cause = await suggested(services, case, "K16")
    with pytest.raises(Invalid) as refused:
        await confirmed(services, case, cause, mina)
    assert refused.value.stable_code == "partner_missing"
    await confirmed(services, case, cause, mina, beside="K13")


async def test_for_something_serious_a_persons_error_is_not_enough(services, judged_case, mina):
    minor, serious = await judged_case("minor", severity=2), await judged_case("serious", severity=3)
    await confirmed(services, minor, await suggested(services, minor, "K01"), mina)
    cause = await suggested(services, serious, "K01")
    for beside in (None, "K05"):
        with pytest.raises(Invalid) as refused:
            await confirmed(services, serious, cause, mina, beside=beside)
        assert refused.value.stable_code == "second_cause_missing"
    await confirmed(services, serious, cause, mina, beside="K04")


async def test_another_cause_takes_the_place_of_the_first_and_both_stay_on_record(services, judged_case, mina):
    case = await judged_case()
    first, second = await suggested(services, case, "K07"), await suggested(services, case, "K09")
    await confirmed(services, case, second, mina)
    with pytest.raises(Conflict):
        await confirmed(services, case, first, mina)
    async with services.db.reading() as tx:
        rows = (await tx.scalars(select(RootCause).order_by(RootCause.id))).all()
    assert [(row.code, row.ended_at is None) for row in rows] == [("K07", False), ("K09", True)]


async def test_what_a_decision_names_as_cause_is_put_forward_by_itself(services, judged_case, mina):
    case = await judged_case(answer=True)
    async with services.db.reading() as tx:
        assert await causes_of(tx, await tx.get_one(Case, case.id)) == [], "no cause was named"
    from handoff.cases.answering import Finding, answer_at_front_line

    other = await judged_case("two")
    async with services.db.transaction() as tx:
        other = await tx.get_one(Case, other.id)
        finding = Finding(outcome="upheld", reason="Broken in the van.", cause="K09")
        findings = {(await issue_of(tx, other)).id: finding}
        await answer_at_front_line(tx, other, findings=findings, text="Sorry.", remedies=(), actor=Actor.agent(mina.id))
    async with services.db.reading() as tx:
        (cause,) = await causes_of(tx, await tx.get_one(Case, other.id))
    assert (cause.code, cause.confirmed_at) == ("K09", None)


async def test_what_was_often_confirmed_for_a_topic_is_suggested_for_the_next(services, judged_case, mina):
    for number in range(6):
        case = await judged_case(f"case {number}")
        async with services.db.reading() as tx:
            assert await likely_cause(tx, "C02.1") is None, "not often enough yet"
        await confirmed(services, case, await suggested(services, case, "K09" if number else "K07"), mina)
    async with services.db.reading() as tx:
        assert await likely_cause(tx, "C02.1") == "K09"
        assert await likely_cause(tx, "C03.1") is None


async def test_at_f_a_cause_that_must_affect_others_brings_an_action_that_cannot_skip_them(services, judged_case, mina):
    """AT-F: whatever must affect others too has an action, and that one looks for them."""
    case = await judged_case()
    await confirmed(services, case, await suggested(services, case), mina, systemic=True)
    async with services.db.reading() as tx:
        (action,) = (await tx.scalars(select(Action))).all()
    assert (action.required, action.systemic, action.topic, action.cause) == ("systemic", True, "C02.1", "K07")
    assert "others_looked_for" in services.policy.improvement.steps["confirm"].need


@ON_POSTGRESQL
async def test_two_confirm_different_causes_at_once_and_exactly_one_is_in_force(services, judged_case, mina, omid):
    case = await judged_case()
    first, second = await suggested(services, case, "K07"), await suggested(services, case, "K09")
    done = await asyncio.gather(
        confirmed(services, case, first, mina), confirmed(services, case, second, omid), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "NoneType"]
    async with services.db.reading() as tx:
        in_force = await causes_of(tx, await tx.get_one(Case, case.id))
    assert len(in_force) == 1
