"""The file of a case as one document: seven parts from what is stored, eight steps from the log."""

from __future__ import annotations

from hashlib import sha256
from html import unescape

import pytest

from handoff.cases import Actor, Case
from handoff.cases.accepting import accept
from handoff.cases.assessing import Further, assess
from handoff.cases.looking_up import remedies_of
from handoff.cases.moving import CUSTOMER
from handoff.cases.remedying import carry_out, confirm_done
from handoff.events import of_case
from handoff.insights.case_steps import SHOWN_BY, follow_up_steps
from tests.handoff.cases.roads import answered, refund
from tests.handoff.conftest import make_agent
from tests.handoff.web.console.conftest import PAGE
from tests.handoff.web.console.test_reviews import paper, words_on

PARTS = ("1. Receipt", "2. Complainant", "3. What it concerns", "4. The problem", "5. Assessment", "6. Resolution",
         "7. Follow-up")  # fmt: skip
STEPS = ("Receipt acknowledged", "Assessed", "Looked into", "Decided", "Complainant informed", "Put right",
         "Verified that it was put right", "Closed")  # fmt: skip


async def put_right(tx, mina) -> Case:
    """Answered, a refund promised, paid and confirmed."""
    case = await answered(tx, mina, remedies=[refund(tx)], unit="Shop 4")
    await accept(tx, case, how="track", actor=CUSTOMER)
    (item,) = await remedies_of(tx, case)
    await carry_out(tx, case, item, proof="Transfer 1", actor=Actor.agent(mina.id))
    await confirm_done(tx, case, actor=CUSTOMER)
    return case


async def test_at_e_the_document_of_a_closed_case_fills_all_parts_and_its_steps_come_from_the_log(
    services, clock, mina, minas_desk
):
    """AT-E: seven parts, each with what is stored; eight steps, each with the time and the actor of its event."""
    async with services.db.transaction() as tx:
        case = await put_right(tx, mina)
        rows = await of_case(tx, case.id)
    steps = follow_up_steps(rows)
    assert [step.code for step in steps] == list(SHOWN_BY)
    assert all(step.row is not None and step.row.hash for step in steps), "each stands in the chain"
    assert {step.code: step.row.actor for step in steps} == {
        **dict.fromkeys(SHOWN_BY, f"agent:{mina.id}"), "acknowledged": steps[0].row.actor, "verified": "customer",
        "closed": steps[-1].row.actor,
    }  # fmt: skip
    page = unescape(await (await minas_desk.get(f"/console/cases/{case.number}/file", headers=PAGE)).text())
    for part in (*PARTS, *STEPS):
        assert part in page
    stored = ("Sara Ahmadi", "sara@example.com", "A-10423", "Shop 4", "The kettle from order", "a refund", "Moderate",
              "The packing list shows it.", "Upheld", "Refund", case.number)  # fmt: skip
    for told in stored:
        assert told in page, told
    assert "Not yet" not in page
    assert "Did not take place" not in page


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_at_e_the_same_on_paper(services, mina, desk_of, language):
    """AT-E: a PDF that can be kept with its hash, and whose text can be read."""
    async with services.db.transaction() as tx:
        case = await put_right(tx, mina)
    reader = await make_agent(
        services, name="Sima", name_fa="سیما", email="sima@example.com", roles=["supervisor"], language=language
    )
    content, printed = await paper(await desk_of(reader), f"/console/cases/{case.number}/file/pdf")
    assert printed == sha256(content).hexdigest()
    assert len(content) > 10_000
    if text := words_on(content):
        assert case.number in text
        assert language == "fa" or all(part in text for part in PARTS)


async def test_at_e_what_did_not_happen_is_not_made_up(services, mina, minas_desk, clock):
    """AT-E: an open case says so step by step; nothing that somebody typed makes a step."""
    async with services.db.transaction() as tx:
        case = await answered(tx, mina, outcome="not_upheld")
        await assess(
            tx, case, severity=2, impact=1, urgency=1, complexity="simple", actor=Actor.agent(mina.id),
            further=Further(immediate_action="Closed, verified, put right."),
        )  # fmt: skip
        steps = {step.code: step.row for step in follow_up_steps(await of_case(tx, case.id))}
    assert [code for code, row in steps.items() if row is None] == ["corrected", "verified", "closed"]
    page = unescape(await (await minas_desk.get(f"/console/cases/{case.number}/file", headers=PAGE)).text())
    assert page.count("Nothing was promised") == 2
    assert page.count("Not yet") == 1


async def test_who_may_not_read_the_case_gets_no_document(services, mina, desk_of):
    async with services.db.transaction() as tx:
        case = await put_right(tx, mina)
    clerk = await make_agent(services, name="Kian", name_fa="کیان", email="kian@example.com", roles=["any_employee"])
    for end in ("", "/pdf"):
        answer = await (await desk_of(clerk)).get(f"/console/cases/{case.number}/file{end}", headers=PAGE)
        assert answer.status in (403, 404)
