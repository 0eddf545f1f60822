"""In and out of the desk."""

from __future__ import annotations

import pytest

from tests.handoff.conftest import PASSWORD
from tests.handoff.web.console.conftest import PAGE


async def test_who_is_not_signed_in_is_shown_the_way_in(client):
    answer = await client.get("/console/cases", headers=PAGE, allow_redirects=False)
    assert answer.status == 303
    assert answer.headers["Location"] == "/console/sign-in?next=/console/cases"


async def test_the_right_password_opens_the_desk_where_one_wanted_to_go(client, mina):
    sent = {"email": " Mina@Example.com ", "password": PASSWORD, "next": "/console/cases"}
    answer = await client.post("/console/sign-in", data=sent, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/console/cases")
    cookie = answer.cookies["pasokh_staff"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert (await client.get("/console/cases")).status == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/console/../x", "/console//evil", "/how"]
)
async def test_signing_in_never_leads_to_another_place(client, mina, elsewhere):
    sent = {"email": "mina@example.com", "password": PASSWORD, "next": elsewhere}
    answer = await client.post("/console/sign-in", data=sent, allow_redirects=False)
    assert answer.headers["Location"] == "/console/"


async def test_a_wrong_password_and_an_unknown_address_read_the_same_and_keep_the_address(client, mina):
    pages = []
    for email in ("mina@example.com", "nobody@example.com"):
        answer = await client.post("/console/sign-in", data={"email": email, "password": "wrong wrong"})
        assert answer.status == 401
        page = await answer.text()
        assert f'value="{email}"' in page
        assert "The e-mail address or the password is not right." in page
        pages.append(page.replace(email, ""))
    assert pages[0] == pages[1]


async def test_guessing_is_stopped_and_says_when_to_try_again(client, mina):
    for _ in range(5):
        await client.post("/console/sign-in", data={"email": mina.email, "password": "wrong wrong"})
    answer = await client.post("/console/sign-in", data={"email": mina.email, "password": PASSWORD})
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) > 0


async def test_a_refusal_comes_in_persian_when_the_page_is_persian(client, mina):
    answer = await client.post("/console/sign-in?lang=fa", data={"email": mina.email, "password": "wrong wrong"})
    assert 'dir="rtl"' in await answer.text()


async def test_signing_out_ends_the_session_and_not_only_the_cookie(minas_desk, client):
    token = minas_desk.session.cookie_jar.filter_cookies(minas_desk.make_url("/"))["pasokh_staff"].value
    answer = await minas_desk.post("/console/sign-out", allow_redirects=False)
    assert answer.status == 303
    again = await client.get("/console/", headers=PAGE, cookies={"pasokh_staff": token}, allow_redirects=False)
    assert again.status == 303


async def test_signing_out_everywhere_ends_other_devices_too(desk_of, mina):
    here, there = await desk_of(mina), await desk_of(mina)
    assert (await there.get("/console/")).status == 200
    await here.post("/console/sign-out-everywhere", allow_redirects=False)
    assert (await there.get("/console/", headers=PAGE, allow_redirects=False)).status == 303


async def test_a_language_in_the_address_is_the_desks_from_then_on_in_every_part_of_it(minas_desk):
    page = await (await minas_desk.get("/console/cases", params={"lang": "fa"}, headers=PAGE)).text()
    assert '<html lang="fa" dir="rtl">' in page
    assert 'dir="rtl"' in await (await minas_desk.get("/console/me", headers=PAGE)).text()
    assert 'dir="rtl"' in await (await minas_desk.get("/console/", params={"lang": "xx"}, headers=PAGE)).text()
    page = await (await minas_desk.get("/console/", params={"lang": "en"}, headers=PAGE)).text()
    assert '<html lang="en" dir="ltr">' in page


async def test_the_desk_speaks_the_language_one_chose(minas_desk):
    assert 'lang="en"' in await (await minas_desk.get("/console/")).text()
    await minas_desk.post("/console/me", data={"language": "fa"})
    page = await (await minas_desk.get("/console/")).text()
    assert 'lang="fa" dir="rtl"' in page
    assert "میز کار من" in page


async def test_an_employee_who_only_registers_complaints_sees_no_case_and_no_queue(services, desk_of, case):
    from handoff.staff import add_agent

    async with services.db.transaction() as tx:
        guest = await add_agent(
            tx, name="Guest", name_fa="مهمان", email="guest@example.com", password=PASSWORD, roles=["any_employee"]
        )
    desk = await desk_of(guest)
    assert (await desk.get("/console/cases/new", headers=PAGE)).status == 200
    page = await (await desk.get("/console/", headers=PAGE)).text()
    assert "/console/cases/new" in page
    assert '"/console/cases"' not in page
    assert (await desk.get("/console/cases", headers=PAGE)).status == 403
    assert (await desk.get(f"/console/cases/{case.number}", headers=PAGE)).status == 403


async def test_the_board_is_for_who_leads(minas_desk, nasrins_desk):
    assert (await minas_desk.get("/console/board", headers=PAGE)).status == 403
    assert (await nasrins_desk.get("/console/board", headers=PAGE)).status == 200
