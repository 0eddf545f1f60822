"""Random walks through the life of a complaint: nothing illegal is let through, nobody is forgotten, everything can end.

Ten thousand walks on the table alone (the engine's own transitions), and some hundred with the real acts on a database.
"""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from handoff.cases import Actor, Case
from handoff.cases.accepting import accept, accept_late, deem_silent, reject, set_going
from handoff.cases.answering import Finding, answer_at_front_line
from handoff.cases.closing import close_exhausted
from handoff.cases.looking_up import issues_of, remedies_of
from handoff.cases.moving import CUSTOMER, SYSTEM, NotPossible, move
from handoff.cases.referring import refer, take_back, take_decision
from handoff.cases.remedying import carry_out, close_unconfirmed, confirm_done, report_not_done
from handoff.cases.reopening import reopen
from handoff.cases.reviewing import decide_review
from handoff.cases.withdrawing import withdraw
from handoff.errors import Problem
from handoff.events import verify_case
from handoff.follow_ups.models import Prompt
from handoff.policy import load_policy
from handoff.policy.lifecycle import Kind
from handoff.sla.models import Deadline
from tests.handoff.cases.roads import answered, refund
from tests.handoff.conftest import make_agent

LIFECYCLE = load_policy().lifecycle
WALKS, STEPS = 10_000, 30
DATABASE_WALKS, DATABASE_STEPS = 200, 10


def test_ten_thousand_walks_on_the_table_end_nowhere_but_at_an_end() -> None:
    """On the table: every step is one of its edges, an open state has a way on, a timer that watches it, and a way to closed."""
    chance, edges = random.Random(10002), set()
    for _ in range(WALKS):
        state, road = "draft", ["draft"]
        for _ in range(STEPS):
            moves = LIFECYCLE.transitions_from(state)
            if not moves:
                assert LIFECYCLE.states[state].kind is Kind.TERMINAL, road
                break
            step = chance.choice(moves)
            assert LIFECYCLE.find(state, step.trigger) is step
            edges.add((state, step.target))
            state = step.target
            road.append(state)
        if LIFECYCLE.states[state].is_unfinished:
            assert "closed" in LIFECYCLE.reachable_from(state), road
        if LIFECYCLE.states[state].kind is not Kind.TERMINAL:
            assert LIFECYCLE.timers_in(state), road
    assert edges == {(source, step.target) for step in LIFECYCLE.transitions.values() for source in step.sources}


async def _steps(tx, case, people, chance):
    """One random act of somebody, as they could try it at this moment, possible or not."""
    mina, nasrin, shirin = people
    who, leads = Actor.agent(mina.id), Actor.agent(nasrin.id, "supervisor")

    async def found(outcome):
        return {issue.id: Finding(outcome=outcome, reason="Seen.", cause="K08") for issue in await issues_of(tx, case)}

    async def finish():
        owed = [item for item in await remedies_of(tx, case) if item.is_owed]
        if not owed:
            raise NotPossible
        await carry_out(tx, case, chance.choice(owed), proof="Seen.", actor=who)

    async def answer_again():
        await answer_at_front_line(
            tx, case, findings=await found("upheld"), text="Yes.", remedies=[refund(tx)], actor=who
        )

    async def review():
        await decide_review(
            tx, case, findings=await found(chance.choice(["upheld", "not_upheld"])), text="Again.", changes="All.",
            remedies=[], actor=Actor.agent(case.owner_id or shirin.id, "reviewer"),
        )  # fmt: skip

    due = tx.clock.now() + timedelta(days=9)
    acts = {
        "accept": lambda: accept(tx, case, how="track", actor=CUSTOMER),
        "reject": lambda: reject(tx, case, how="track", actor=CUSTOMER),
        "tell new": lambda: reject(tx, case, how="track", actor=CUSTOMER, new="More."),
        "silence": lambda: deem_silent(tx, case),
        "set going": lambda: set_going(tx, case, actor=leads),
        "finish": finish,
        "confirm": lambda: confirm_done(tx, case, actor=CUSTOMER),
        "unconfirmed": lambda: close_unconfirmed(tx, case),
        "not done": lambda: report_not_done(tx, case, missing="It.", actor=CUSTOMER),
        "review": review,
        "late yes": lambda: accept_late(tx, case, how="track", actor=CUSTOMER),
        "exhausted": lambda: close_exhausted(tx, case),
        "outside": lambda: refer(tx, case, body="enamad", external_ref="1", file_due_at=due, actor=leads),
        "outside yes": lambda: take_decision(
            tx, case, result="partly", decision="Pay.", remedies=[refund(tx)], actor=leads
        ),
        "outside back": lambda: take_back(tx, case, instructions="Again.", actor=leads),
        "withdraw": lambda: withdraw(tx, case, actor=CUSTOMER),
        "reopen": lambda: reopen(tx, case, reason="Again.", actor=CUSTOMER),
        "answer": answer_again,
        "bot closes": lambda: move(tx, case, "T19", Actor("assistant", "bot")),
        "system decides": lambda: move(tx, case, "T17", SYSTEM),
    }
    return chance.choice(list(acts.items()))


@pytest.mark.parametrize("seed", range(4))
async def test_walks_with_the_real_acts_forget_nobody(services, clock, mina, nasrin, seed):
    """With the real acts: refused ones change nothing, edges are legal, and every open case has an owner and a next date."""
    reviewers = [
        await make_agent(services, name=f"R{n}", name_fa="ر", email=f"w{n}@example.com", roles=["reviewer"])
        for n in range(3)
    ]
    people, chance, taken, refused = (mina, nasrin, reviewers[0]), random.Random(seed), 0, 0
    for _ in range(DATABASE_WALKS // 4):
        async with services.db.transaction() as tx:
            case_id = (await answered(tx, mina, remedies=[refund(tx)] if chance.random() < 0.5 else [])).id
        for _ in range(DATABASE_STEPS):
            clock.advance(timedelta(hours=chance.randrange(1, 30)))
            before = await _state(services, case_id)
            try:
                async with services.db.transaction() as tx:
                    _name, act = await _steps(tx, await tx.get_one(Case, case_id), people, chance)
                    await act()
                taken += 1
            except Problem:
                refused += 1
                assert await _state(services, case_id) == before, "what is refused changes nothing"
            await _is_kept_in_sight(services, case_id, before)
    assert taken > 50
    assert refused > 100


async def _state(services, case_id) -> str:
    async with services.db.reading() as tx:
        return await tx.scalar(select(Case.state).where(Case.id == case_id))


async def _is_kept_in_sight(services, case_id, before) -> None:
    async with services.db.reading() as tx:
        case = await tx.get_one(Case, case_id)
        edges = {(source, step.target) for step in LIFECYCLE.transitions.values() for source in step.sources}
        assert case.state == before or _reachable(edges, before, case.state), (before, case.state)
        assert await verify_case(tx, case_id) is None
        if LIFECYCLE.states[case.state].is_unfinished:
            assert case.closed_at is None
            assert case.owner_id is not None
            dates = await tx.scalar(
                select(Deadline.id)
                .where(Deadline.case_id == case_id, Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None))
                .limit(1)
            )
            asked = await tx.scalar(
                select(Prompt.id).where(Prompt.case_id == case_id, Prompt.state.in_(("due", "sent"))).limit(1)
            )
            assert dates is not None or asked is not None, f"nothing is due in {case.state}"
        else:
            assert case.closure_reason is not None


def _reachable(edges, before, after) -> bool:
    """One act may take two steps: a yes to the last remedy, a review that begins by itself."""
    return any((before, between) in edges and (between, after) in edges for between in LIFECYCLE.states) or (
        (before, after) in edges
    )
