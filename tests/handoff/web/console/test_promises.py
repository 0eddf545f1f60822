"""A point is marked with the promise that it broke, and the report on promises counts it."""

from __future__ import annotations

import csv
import io
from hashlib import sha256
from html import unescape

import pytest
from sqlalchemy import select

from handoff.cases import Issue
from handoff.events import of_case
from tests.handoff.web.console.conftest import JSON, PAGE
from tests.handoff.web.console.insights_world import look, representative

TOLD = "What you order arrives on the day that we named."


@pytest.fixture
async def marked(services, minas_case, minas_desk) -> str:
    """The address of the case's first point, marked as a broken promise."""
    async with services.db.reading() as tx:
        issue = (await tx.scalars(select(Issue).where(Issue.case_id == minas_case.id))).one()
    where = f"/console/cases/{minas_case.number}/issues/{issue.id}/promise"
    answer = await minas_desk.post(where, data={"promise": "delivery_date"}, headers=JSON)
    assert answer.status == 200, await answer.text()
    return where


async def test_at_a_a_broken_promise_is_marked_and_appears_in_the_report(
    services, desk_of, minas_case, minas_desk, marked
):
    """AT-A: on the case, in its log, in the report with its number, in the table to keep, and with the case behind it."""
    assert TOLD in unescape(await look(minas_desk, f"/console/cases/{minas_case.number}"))
    async with services.db.reading() as tx:
        events = [row.data for row in await of_case(tx, minas_case.id) if row.name == "case.promise_marked"]
    assert [data["promise"] for data in events] == ["delivery_date"]
    lead = await desk_of(await representative(services))
    report = "/console/insights/promises"
    page = unescape(await look(lead, f"{report}?period=30d"))
    assert TOLD in page
    assert minas_case.number in await look(lead, f"{report}/delivery_date/cases?period=30d")
    answer = await lead.get(f"{report}?period=30d&format=csv", headers=PAGE)
    table = await answer.read()
    assert answer.headers["X-Content-SHA256"] == sha256(table).hexdigest()
    rows = {row["promise"]: row for row in csv.DictReader(io.StringIO(table.decode()))}
    assert (rows["delivery_date"]["cases"], rows["delivery_date"]["issues"]) == ("1", "1")
    assert {row["cases"] for code, row in rows.items() if code != "delivery_date"} == {"0"}, "kept ones are there too"
    assert rows.keys() == services.policy.published.promises.keys()


async def test_at_a_what_was_not_promised_cannot_be_broken_and_a_mark_can_be_taken_off(
    services, desk_of, minas_desk, minas_case, marked
):
    """AT-A: only published promises; taken off, it leaves the report."""
    wrong = await minas_desk.post(marked, data={"promise": "the_moon"}, headers=JSON)
    assert (wrong.status, (await wrong.json())["code"]) == (422, "promise_unknown")
    assert (await minas_desk.post(marked, data={"promise": ""}, headers=JSON)).status == 200
    async with services.db.reading() as tx:
        events = [row.data for row in await of_case(tx, minas_case.id) if row.name == "case.promise_marked"]
    assert [data["promise"] for data in events] == ["delivery_date", None]
    lead = await desk_of(await representative(services))
    behind = await look(lead, "/console/insights/promises/delivery_date/cases?period=30d")
    assert minas_case.number not in behind
    await look(lead, "/console/insights/promises/the_moon/cases", status=404)
    await look(minas_desk, "/console/insights/promises", status=403)


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_at_a_the_promises_are_public(services, client, language):
    """AT-A: what can be broken is what everybody can read, in both languages."""
    page = unescape(await (await client.get("/how", params={"lang": language})).text())
    for promise in services.policy.published.promises.values():
        assert promise.say(language) in page
