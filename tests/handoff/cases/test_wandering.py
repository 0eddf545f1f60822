"""Random lives of a complaint by the real acts on a real database: nothing illegal is let through, nobody is forgotten.

The ten thousand walks over the table alone are with the policy's tests.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
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
from handoff.sla.models import Deadline
from tests.handoff.cases.roads import answered, refund
from tests.handoff.conftest import make_agent

LIFECYCLE = load_policy().lifecycle
EDGES = {(source, step.target) for step in LIFECYCLE.transitions.values() for source in step.sources}
WALKS, STEPS = 60, 14
ACTS = (
    "accept", "reject", "tell new", "silence", "set going", "finish", "confirm", "unconfirmed", "not done", "review",
    "late yes", "exhausted", "outside", "outside yes", "outside back", "withdraw", "reopen", "answer", "bot closes",
    "system decides",
)  # fmt: skip
FITTING = {  # what may well be possible there: else most walks would not get far
    "responded": ("accept", "reject", "reject", "tell new", "silence", "set going", "outside"),
    "implementing": ("finish",),
    "verifying": ("confirm", "unconfirmed", "not done"),
    "internal_review": ("review",),
    "unresolved_watch": ("late yes", "exhausted", "outside"),
    "external_review": ("outside yes", "outside back"),
    "closed": ("reopen", "outside"),
}


async def _act(tx, case, people, name, chance):
    """Somebody's act, as they could try it at this moment, possible or not. `chance`: a number that settles what else is open."""
    mina, nasrin, shirin = people
    who, leads = Actor.agent(mina.id), Actor.agent(nasrin.id, "supervisor")

    async def found(outcome):
        return {issue.id: Finding(outcome=outcome, reason="Seen.", cause="K08") for issue in await issues_of(tx, case)}

    async def finish():
        owed = [item for item in await remedies_of(tx, case) if item.is_owed]
        if not owed:
            raise NotPossible
        await carry_out(tx, case, owed[chance % len(owed)], proof="Seen.", actor=who)

    async def answer_again():
        await answer_at_front_line(
            tx, case, findings=await found("upheld"), text="Yes.", remedies=[refund(tx)], actor=who
        )

    async def review():
        await decide_review(
            tx, case, findings=await found(("upheld", "not_upheld")[chance % 2]), text="Again.", changes="All.",
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
    assert tuple(acts) == ACTS
    await acts[name]()


async def test_walks_with_the_real_acts_forget_nobody(services, clock, mina, nasrin):
    """With the real acts: refused ones change nothing, edges are legal, and every open case has an owner and a next date."""
    reviewers = [
        await make_agent(services, name=f"R{n}", name_fa="ر", email=f"w{n}@example.com", roles=["reviewer"])
        for n in range(3)
    ]
    people = mina, nasrin, reviewers[0]
    taken, refused = Counter(), Counter()

    async def walk(owing, draws):
        async with services.db.transaction() as tx:
            case_id = (await answered(tx, mina, remedies=[refund(tx)] if owing else [])).id
        for draw, hours in draws:
            clock.advance(timedelta(hours=hours))
            before = await _state(services, case_id)
            names = ACTS if draw % 4 == 0 else FITTING.get(before, ACTS)
            name = names[draw // 4 % len(names)]
            try:
                async with services.db.transaction() as tx:
                    await _act(tx, await tx.get_one(Case, case_id), people, name, hours)
                taken[name] += 1
            except Problem:
                refused[name] += 1
                assert await _state(services, case_id) == before, "what is refused changes nothing"
            await _is_kept_in_sight(services, case_id, before)

    await _many(walk)
    assert not {"bot closes", "system decides"} & set(taken), "neither the assistant nor time decides"
    assert len(taken) > len(ACTS) / 2, taken
    assert len(refused) > len(ACTS) / 2, refused


async def _many(walk):
    """Hypothesis calls from a thread of its own, and each walk runs here."""
    loop = asyncio.get_running_loop()

    @settings(max_examples=WALKS, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.booleans(), st.lists(st.tuples(st.integers(0, 255), st.integers(1, 30)), min_size=6, max_size=STEPS))
    def from_thread(owing, draws):
        asyncio.run_coroutine_threadsafe(walk(owing, draws), loop).result()

    await asyncio.to_thread(from_thread)


async def _state(services, case_id) -> str:
    async with services.db.reading() as tx:
        return await tx.scalar(select(Case.state).where(Case.id == case_id))


async def _is_kept_in_sight(services, case_id, before) -> None:
    async with services.db.reading() as tx:
        case = await tx.get_one(Case, case_id)
        assert case.state == before or _reachable(before, case.state), (before, case.state)
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


def _reachable(before, after) -> bool:
    """One act may take two steps: a yes to the last remedy, a review that begins by itself."""
    return (before, after) in EDGES or any(
        (before, between) in EDGES and (between, after) in EDGES for between in LIFECYCLE.states
    )
