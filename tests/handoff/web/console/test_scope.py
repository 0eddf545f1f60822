"""What lies outside the scope: a record all the same, explained, with who is responsible."""

from __future__ import annotations

from html import unescape

import pytest
from sqlalchemy import select

from handoff.cases import Case
from handoff.cases.opening import tracking_secret
from handoff.cases.records import ScopeDecision
from handoff.events import of_case, verify_case
from tests.handoff.web.console.conftest import JSON, PAGE

TELLS = {"reason": "employment", "words": "Pay is settled with the office for staff."}


async def test_at_5_1_an_excluded_matter_keeps_its_record_and_is_referred_with_its_reason(
    services, client, minas_case, nasrins_desk, nasrin
):
    """AT-5.1: numbered and kept like any other, explained to its complainant, and sent to whoever is responsible."""
    where = f"/console/cases/{minas_case.number}"
    bare = await nasrins_desk.post(f"{where}/scope", data=TELLS, headers=JSON)
    assert bare.status == 409, "who is responsible has to be said"
    answer = await nasrins_desk.post(f"{where}/scope", data={**TELLS, "to": "The labour office"}, headers=JSON)
    assert answer.status == 200, await answer.text()
    async with services.db.reading() as tx:
        case = await tx.get_one(Case, minas_case.id)
        decided = (await tx.scalars(select(ScopeDecision))).one()
        known = {"number": case.number, "secret": await tracking_secret(tx, case)}
        assert (case.state, case.closure_reason) == ("closed", "out_of_scope_referred")
        assert (decided.case_id, decided.reason, decided.by_id) == (case.id, "employment", nasrin.id)
        assert {"case.opened", "case.referred", "case.closed"} <= {row.name for row in await of_case(tx, case.id)}
        assert await verify_case(tx, case.id) is None
    theirs = await (await client.post("/track", data=known)).text()
    ours = await (await nasrins_desk.get(where, headers=PAGE)).text()
    for told in ("concerns work for us", "The labour office", "Somebody who was not involved will check it"):
        assert told in theirs
    assert "A matter between the organisation and its staff" in ours
    assert "The labour office" in ours


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_at_5_1_everybody_reads_beforehand_what_is_excluded(services, client, language):
    """AT-5.1: on the public page, in both languages, from the policy."""
    page = unescape(await (await client.get("/how", params={"lang": language})).text())
    for reason in services.policy.investigation.out_of_scope.values():
        assert reason.name.say(language) in page
        assert reason.explains.say(language) in page
