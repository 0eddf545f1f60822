"""The three levels of a complaint that is not settled: the front line, the second look, the outside body."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handoff.cases import Actor
from handoff.cases.accepting import reject
from handoff.cases.moving import CUSTOMER, NotPossible
from handoff.cases.referring import keep_bundle, note_file_sent, refer, referral_of, take_decision
from handoff.cases.reviewing import decide_review
from handoff.events import of_case, verify_case
from handoff.insights.bundling import build_case_file
from tests.handoff.cases.roads import answered, findings
from tests.handoff.conftest import ON_BOTH

ROAD = [
    ("T05", "early_resolution"),
    ("T08", "responded"),
    ("T21", "internal_review"),
    ("T29", "responded"),
    ("T22", "unresolved_watch"),
    ("T23", "external_review"),
    ("T34", "closed"),
]


@ON_BOTH
async def test_at_g_one_case_walks_through_front_line_second_look_and_outside_body(services, mina, nasrin, shirin):
    """AT-G: each level by other people, each rejection opening the next, and the end only after the last."""
    leads = Actor.agent(nasrin.id, "supervisor")
    async with services.db.transaction() as tx:
        case = await answered(tx, mina, outcome="not_upheld")
        assert (case.stage, case.owner_id) == (1, mina.id)
        await reject(tx, case, how="track", actor=CUSTOMER)
        assert (case.state, case.stage, case.owner_id) == ("internal_review", 2, shirin.id)
        with pytest.raises(NotPossible):
            await refer(tx, case, body="consumer_124", external_ref="7", file_due_at=tx.clock.now(), actor=leads)
        await decide_review(
            tx, case, findings=await findings(tx, case, "not_upheld"), text="I looked at everything afresh.",
            changes="None.", remedies=(), actor=Actor.agent(shirin.id, "reviewer"),
        )  # fmt: skip
        await reject(tx, case, how="track", actor=CUSTOMER)
        assert (case.state, case.closed_at) == ("unresolved_watch", None), "there is no third look inside"
        due = tx.clock.now() + timedelta(days=12)
        referral = await refer(tx, case, body="consumer_124", external_ref="7", file_due_at=due, actor=leads)
        content, parts = await build_case_file(tx, case)
        assert parts > 5
        await keep_bundle(tx, case, content=content, files=parts, actor=leads, referral=referral)
        await note_file_sent(tx, case, referral, actor=leads)
        await take_decision(
            tx, case, result="for_organisation", decision="The answer was right.", remedies=(), actor=leads
        )
        rows = await of_case(tx, case.id)
        walked = [(row.data["transition"], row.data["to"]) for row in rows if row.name == "case.moved"]
        assert [step for step in walked if step[0] in dict(ROAD)] == ROAD
        assert (case.state, case.closure_reason) == ("closed", "external_decided")
        assert (await referral_of(tx, case)).result == "for_organisation"
        assert await verify_case(tx, case.id) is None
