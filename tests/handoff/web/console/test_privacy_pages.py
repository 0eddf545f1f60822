"""The pages of confidentiality, in both languages, and their acts over HTTP."""

from __future__ import annotations

import base64
import re

import pytest
from sqlalchemy import select

from handoff.cases import Case
from handoff.db import keys
from handoff.privacy.models import ErasureItem, Hold
from handoff.staff.one_time_codes import hotp
from handoff.staff.second_factor import SecondFactor
from handoff.web.identity import STAFF_COOKIE
from tests.handoff.conftest import PASSWORD, make_agent
from tests.handoff.privacy.conftest import closed, kamran, parisa
from tests.handoff.web.console.conftest import JSON, PAGE

__all__ = ["closed", "kamran", "parisa"]
PAGES = ("/console/privacy", "/console/privacy/holds", "/console/privacy/erasures", "/console/privacy/unmaskings")


@pytest.fixture
async def parisas_desk(desk_of, parisa):
    return await desk_of(parisa)


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_every_page_is_whole_in_both_languages(parisas_desk, desk_of, nasrin, closed, language):
    for desk in (parisas_desk, nasrins := await desk_of(nasrin)):
        await desk.post("/console/me", data={"language": language})
    number = closed.case.number
    await parisas_desk.post(
        f"/console/cases/{number}/holds", data={"ground": "litigation", "reason": "A letter."}, headers=JSON
    )
    await parisas_desk.post(
        "/console/privacy/erasures", data={"asked_by": "Sara", "email": "sara@example.com"}, headers=JSON
    )
    for path in (
        *PAGES,
        "/console/privacy/erasures/1",
        f"/console/cases/{number}",
        f"/console/cases/{number}/log",
        "/console/me/second-factor",
    ):
        answer = await parisas_desk.get(path, headers=PAGE)
        page = await answer.text()
        assert answer.status == 200, (path, page)
        assert f'lang="{language}"' in page
        assert len(re.findall("<h1", page)) == 1, path
    assert (await nasrins.get("/console/staff", headers=PAGE)).status == 200


async def test_a_request_goes_its_whole_road_at_the_desk(parisas_desk, services, closed):
    answer = await parisas_desk.post(
        "/console/privacy/erasures", data={"asked_by": "Sara", "numbers": closed.case.number}, headers=JSON
    )
    assert answer.status == 200, await answer.text()
    here = (await answer.json())["go"]
    async with services.db.reading() as tx:
        item = await tx.scalar(select(ErasureItem))
    early = await parisas_desk.post(f"{here}/items/{item.id}", data={"decision": "erase"}, headers=JSON)
    assert early.status == 409
    for path, data in (
        ("identity", {"how": "secret"}), (f"items/{item.id}", {"decision": "erase"}), ("answer", {"answer": "It is gone."}),
    ):  # fmt: skip
        answer = await parisas_desk.post(f"{here}/{path}", data=data, headers=JSON)
        assert answer.status == 200, await answer.text()
    async with services.db.reading() as tx:
        assert await keys.destroyed(tx, closed.case.key_owner)
    page = await (await parisas_desk.get(f"/console/cases/{closed.case.number}", headers=PAGE)).text()
    assert "This content was erased." in page
    assert "None" not in re.sub(r"<[^>]+>", "", page)


async def test_a_hold_is_lifted_at_two_desks(parisas_desk, desk_of, kamran, services, closed):
    number = closed.case.number
    await parisas_desk.post(
        f"/console/cases/{number}/holds", data={"ground": "litigation", "reason": "A letter."}, headers=JSON
    )
    async with services.db.reading() as tx:
        hold = await tx.scalar(select(Hold))
    path = f"/console/privacy/holds/{hold.id}"
    await parisas_desk.post(f"{path}/lift-request", headers=JSON)
    assert (await parisas_desk.post(f"{path}/lifting", headers=JSON)).status == 403
    assert (await (await desk_of(kamran)).post(f"{path}/lifting", headers=JSON)).status == 200


async def test_the_copy_is_a_download_that_no_browser_keeps(parisas_desk, closed):
    answer = await parisas_desk.post(f"/console/cases/{closed.case.number}/copy")
    assert (answer.status, answer.content_type) == (200, "application/zip")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "attachment" in answer.headers["Content-Disposition"]


async def test_an_auditor_opens_a_case_with_a_reason_and_it_stands_in_the_list(desk_of, parisas_desk, services, closed):
    auditor = await make_agent(services, name="Arash", name_fa="آرش", email="arash@example.com", roles=["auditor"])
    desk, here = await desk_of(auditor), f"/console/cases/{closed.case.number}"
    assert "The lid of the kettle" not in await (await desk.get(here, headers=PAGE)).text()
    reason = "Drawn in the sample of November."
    answer = await desk.post(f"{here}/unmasking", data={"class": "narrative", "reason": reason}, headers=JSON)
    assert answer.status == 200, await answer.text()
    page = await (await desk.get(here, headers=PAGE)).text()
    assert "The lid of the kettle" in page
    assert "sara@example.com" not in page
    assert reason in await (await parisas_desk.get("/console/privacy/unmaskings")).text()
    assert (await desk.post(f"{here}/notes", data={"body": "an auditor writes nothing"}, headers=JSON)).status == 403


async def test_signing_in_asks_for_the_code_once_a_factor_is_set_up(
    desk_of, app, aiohttp_client, services, clock, mina
):
    desk = await desk_of(mina)
    await desk.post("/console/me/second-factor")
    page = await (await desk.get("/console/me/second-factor")).text()
    secret = re.search(r'class="code ltr">([A-Z2-7 ]+)<', page)[1].replace(" ", "")

    def code():
        return hotp(base64.b32decode(secret), int(clock.now().timestamp()) // 30)

    page = await (await desk.post("/console/me/second-factor/confirmation", data={"code": code()}, headers=PAGE)).text()
    assert len(re.findall(r'class="code">(\d{10})<', page)) == 8
    clock.at += (clock.at - clock.at).__class__(seconds=30)
    fresh = await aiohttp_client(app)
    answer = await fresh.post(
        "/console/sign-in", data={"email": mina.email, "password": PASSWORD, "next": "/console/cases"}
    )
    assert answer.url.path == "/console/sign-in/code"
    wrong = await fresh.post("/console/sign-in/code", data={"code": "000000", "next": "/console/cases"}, headers=PAGE)
    assert (wrong.status, wrong.url.path) == (401, "/console/sign-in/code")
    right = await fresh.post("/console/sign-in/code", data={"code": code(), "next": "/console/cases"}, headers=PAGE)
    assert (right.status, right.url.path) == (200, "/console/cases")
    assert any(cookie.key == STAFF_COOKIE for cookie in fresh.session.cookie_jar)


async def test_where_the_house_wants_a_factor_nobody_works_without(desk_of, services, mina, case):
    desk = await desk_of(mina)
    services.settings = services.settings.model_copy(update={"second_factor": "required"})
    answer = await desk.get(f"/console/cases/{case.number}", headers=PAGE)
    assert answer.url.path == "/console/me/second-factor"
    assert (await desk.get(f"/console/cases/{case.number}", headers=JSON)).status == 403
    async with services.db.transaction() as tx:
        tx.add(
            SecondFactor(agent_id=mina.id, secret=b"x", made_at=tx.clock.now(), confirmed_at=tx.clock.now(), paper=[])
        )
    assert (await desk.get(f"/console/cases/{case.number}", headers=JSON)).status == 200


async def test_somebody_is_taken_off_the_desk_and_their_browser_is_signed_out(
    desk_of, nasrins_desk, mina, omid, minas_case, services
):
    desk = await desk_of(mina)
    assert (await nasrins_desk.post(f"/console/staff/{mina.id}/leaving", headers=JSON)).status == 200
    assert (await desk.get("/console/cases", headers=JSON)).status == 401
    async with services.db.reading() as tx:
        assert (await tx.get_one(Case, minas_case.id)).owner_id == omid.id


async def test_who_types_a_card_number_is_told_once_and_may_send_it_all_the_same(minas_desk, client, services):
    story = "I paid with 6037 9911 2233 4455 and nothing came."
    form = {"narrative": story, "anonymous": "yes", "wanted_code": "unsure", "privacy": "yes", "reach": "anonymous"}
    first = await client.post("/complain", data=form, headers=PAGE)
    page = await first.text()
    assert first.status == 422
    assert "card, account or national number" in page
    assert 'name="as_it_is" value="yes"' in page
    again = await client.post("/complain", data={**form, "as_it_is": "yes"}, headers=PAGE)
    assert again.status == 201, await again.text()
    async with services.db.reading() as tx:
        number = await tx.scalar(select(Case.number))
    page = await (await minas_desk.get(f"/console/cases/{number}", headers=PAGE)).text()
    assert "••••4455" in page
    assert "6037" not in page
