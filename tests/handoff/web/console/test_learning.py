"""Trainings at the desk: recorded by whoever leads, and the reason why a case cannot be given to somebody."""

from __future__ import annotations

from html import unescape

from tests.handoff.conftest import make_agent
from tests.handoff.web.console.conftest import JSON, PAGE


async def test_at_4_14_the_desk_says_why_and_a_recorded_training_opens_the_way(services, complain, nasrins_desk):
    """AT-4.14: refused with a sentence that names the way; recorded on the page of the people; then given."""
    parisa = await make_agent(
        services, trained=False, name="Parisa", name_fa="پریسا", email="parisa@example.com", roles=["agent"]
    )
    case = await complain(safety=True)
    where, to = f"/console/cases/{case.number}", {"owner": str(parisa.id)}
    page = unescape(await (await nasrins_desk.get(where, headers=PAGE)).text())
    assert "Who takes it has a valid training: Safety." in page
    assert "Parisa (training missing)" in page
    refused = await nasrins_desk.post(f"{where}/owner", data=to, headers=JSON)
    said = await refused.json()
    assert (refused.status, said["code"]) == (409, "training_missing")
    assert "People of the desk" in said["detail"]
    passed = {"module": "safety", "passed_on": "2026-11-20"}
    answer = await nasrins_desk.post(f"/console/staff/{parisa.id}/trainings", data=passed, headers=JSON)
    assert answer.status == 200, await answer.text()
    people = unescape(await (await nasrins_desk.get("/console/staff", headers=PAGE)).text())
    assert "Safety: until 20 Nov 2028" in people
    assert (await nasrins_desk.post(f"{where}/owner", data=to, headers=JSON)).status == 200


async def test_only_who_leads_records_and_takes_back(services, minas_desk, nasrins_desk, mina, omid, nasrin):
    passed = {"module": "safety", "passed_on": "2026-11-20"}
    where = f"/console/staff/{omid.id}/trainings"
    assert (await minas_desk.post(where, data=passed, headers=JSON)).status == 403
    own = await nasrins_desk.post(f"/console/staff/{nasrin.id}/trainings", data=passed, headers=JSON)
    assert (own.status, (await own.json())["code"]) == (409, "own_training")
    bare = await nasrins_desk.post(where, data={"module": "safety"}, headers=JSON)
    assert (bare.status, (await bare.json())["code"]) == (422, "day_missing")
    assert (await nasrins_desk.post(where, data=passed, headers=JSON)).status == 200
    assert (await nasrins_desk.post("/console/staff/trainings/999/taking-back", headers=JSON)).status == 404


async def test_at_4_14_an_untrained_person_sees_what_they_need_before_they_could_take_it(services, complain, desk_of):
    """AT-4.14: the page offers no button that would be refused."""
    parisa = await make_agent(
        services, trained=False, name="Parisa", name_fa="پریسا", email="parisa@example.com", roles=["agent"],
        language="fa",
    )  # fmt: skip
    case = await complain(safety=True)
    page = await (await (await desk_of(parisa)).get(f"/console/cases/{case.number}", headers=PAGE)).text()
    assert "آموزش معتبر" in page
    assert "/owner" not in page
