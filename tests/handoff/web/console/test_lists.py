"""Lists of cases, the search, what needs me, offers, and the board."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from handoff import worker
from handoff.conversations import Conversation, ask_for_person, post_message
from handoff.worker import tick
from tests.handoff.web.console.conftest import JSON, PAGE


async def listed(desk, query):
    page = await (await desk.get(f"/console/cases?{query}")).text()
    return re.findall(r'<th scope="row"><a class="code" href="/console/cases/(PA-\d{4}-\d{4})"', page)


async def test_a_case_stands_in_the_lists_where_it_belongs(minas_desk, case):
    assert await listed(minas_desk, "view=unowned") == [case.number]
    assert await listed(minas_desk, "view=mine") == []
    await minas_desk.post(f"/console/cases/{case.number}/owner", headers=JSON)
    assert await listed(minas_desk, "view=unowned") == []
    assert await listed(minas_desk, "view=mine") == [case.number]


async def test_an_empty_list_says_what_will_be_there(minas_desk):
    assert "You answer for no open case." in await (await minas_desk.get("/console/cases?view=mine")).text()


async def test_what_is_due_first_stands_first_and_what_is_late_says_so(desk_of, nasrin, complain, clock):
    first = await complain(narrative="The first.")
    clock.advance(timedelta(days=4))
    second = await complain(narrative="The second.")
    assert await listed(await desk_of(nasrin), "view=all") == [first.number, second.number]
    clock.advance(timedelta(days=10))
    desk = await desk_of(nasrin)
    assert set(await listed(desk, "view=overdue")) == {first.number, second.number}
    page = await (await desk.get("/console/cases?view=overdue")).text()
    assert "late since" in page


@pytest.mark.parametrize("words", ["Sara@Example.com", "ahmadi", "SARA"])
async def test_a_case_is_found_by_address_and_by_a_part_of_the_name(minas_desk, case, words):
    assert await listed(minas_desk, f"q={words}") == [case.number]


async def test_a_persian_name_is_found_however_it_is_typed(minas_desk, complain):
    from handoff.cases import Contact

    case = await complain(narrative="داستان", contact=Contact("علی‌رضا کریمی", "ali@example.com"))
    assert await listed(minas_desk, "q=كريمي") == [case.number]


async def test_a_number_leads_straight_to_its_case_in_any_digits(minas_desk, case):
    persian = case.number.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")).lower()
    answer = await minas_desk.get("/console/cases", params={"q": persian}, headers=PAGE, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, f"/console/cases/{case.number}")


async def test_nothing_found_says_how_to_search(minas_desk, case):
    assert "Nothing was found." in await (await minas_desk.get("/console/cases?q=nobody")).text()


async def test_who_is_complained_about_and_their_line_see_nothing_of_the_case(
    complain, desk_of, services, mina, omid, nasrin
):
    from handoff.staff import Agent

    async with services.db.transaction() as tx:
        (await tx.get_one(Agent, mina.id)).manager_id = nasrin.id
    about_mina = await complain(narrative="Mina was rude.", staff_subject=True, subject_id=mina.id)
    other = await desk_of(omid)
    assert await listed(other, "view=unowned") == [about_mina.number]
    for agent in (mina, nasrin):
        desk = await desk_of(agent)
        for query in ("view=all", "view=unowned", "q=sara@example.com", f"q={about_mina.number}"):
            assert await listed(desk, query) == []
        assert (await desk.get(f"/console/cases/{about_mina.number}", headers=PAGE)).status == 404


async def test_a_case_of_another_team_is_not_shown_to_an_agent(minas_case, omids_desk, nasrins_desk):
    assert (await omids_desk.get(f"/console/cases/{minas_case.number}", headers=PAGE)).status == 404
    assert (await nasrins_desk.get(f"/console/cases/{minas_case.number}", headers=PAGE)).status == 200


async def test_addresses_are_masked_for_who_does_not_answer_for_the_case(case, minas_desk):
    before = await (await minas_desk.get(f"/console/cases/{case.number}")).text()
    assert "sara@example.com" not in before
    assert "s…@example.com" in before
    await minas_desk.post(f"/console/cases/{case.number}/owner", headers=JSON)
    assert "sara@example.com" in await (await minas_desk.get(f"/console/cases/{case.number}")).text()


async def test_what_needs_me_names_the_promise_and_its_date_and_a_task_can_be_marked_done(
    minas_desk, minas_case, services, clock, desk_of, mina
):
    page = await (await minas_desk.get("/console/lists")).text()
    needs = page.partition('data-list="needs"')[2].partition("</ul>")[0]
    assert minas_case.number in needs
    assert "by " in needs
    clock.advance(timedelta(days=3))
    for _ in range(3):  # a missed promise is noticed, then told
        await worker.tick(services)
    minas_desk = await desk_of(mina)
    page = await (await minas_desk.get("/console/lists")).text()
    tasks = re.findall(r"/console/needs/(\d+)/done", page)
    assert tasks, "a missed promise makes a task"
    assert (await minas_desk.post(f"/console/needs/{tasks[0]}/done", headers=JSON)).status == 200
    assert f"/console/needs/{tasks[0]}/done" not in await (await minas_desk.get("/console/lists")).text()


async def test_a_customer_who_waits_for_my_word_comes_before_every_date(
    minas_desk, minas_case, services, conversation, mina
):
    from handoff.conversations import take

    async with services.db.transaction() as tx:
        talk = await tx.get_one(Conversation, conversation.id)
        await post_message(tx, talk, author="customer", body="Is anybody there?")
        await take(tx, talk, agent=mina)
    page = await (await minas_desk.get("/console/lists")).text()
    needs = page.partition('data-list="needs"')[2].partition("</ul>")[0]
    assert needs.index(f"/console/conversations/{conversation.id}") < needs.index(minas_case.number)


async def test_an_offered_talk_is_accepted_with_one_press_or_let_pass(desk_of, mina, services, conversation):
    desk = await desk_of(mina)
    async with services.db.transaction() as tx:
        talk = await tx.get_one(Conversation, conversation.id)
        await post_message(tx, talk, author="customer", body="My kettle has no lid.")
        await ask_for_person(tx, talk, reason="asked", actor="customer")
    offers = await (await desk.get("/console/offers")).text()
    assert "My kettle has no lid." in offers
    assert "data-expires" in offers
    accept = re.search(r'action="(/console/offers/\d+/acceptance)"', offers)[1]
    answer = await desk.post(accept, headers=JSON)
    assert (await answer.json())["go"] == f"/console/conversations/{conversation.id}"
    again = await desk.post(accept, headers=JSON)
    assert (again.status, (await again.json())["code"]) == (409, "offer_over")


async def test_an_offer_of_somebody_else_does_not_exist(desk_of, mina, omid, services, conversation):
    async with services.db.transaction() as tx:
        await ask_for_person(tx, await tx.get_one(Conversation, conversation.id), reason="asked", actor="customer")
    desks = [await desk_of(agent) for agent in (mina, omid)]
    pages = [await (await desk.get("/console/offers")).text() for desk in desks]
    with_offer, without = desks if "acceptance" in pages[0] else desks[::-1]
    accept = re.search(r"(/console/offers/\d+)/acceptance", "".join(pages))[1]
    assert (await without.post(f"{accept}/refusal", headers=JSON)).status == 404
    assert (await with_offer.post(f"{accept}/refusal", headers=JSON)).status == 200


async def test_the_board_counts_what_is_late_about_what_and_for_whom(desk_of, nasrin, complain, clock, mina):
    await complain(narrative="One.")
    await complain(narrative="Two.", topics=())
    clock.advance(timedelta(days=20))
    page = await (await (await desk_of(nasrin)).get("/console/board")).text()
    assert re.search(r"<strong>2</strong> late", page)
    assert "Mina" in page
    assert "No answers yet." in page


async def test_the_board_does_not_tell_of_cases_that_the_reader_may_not_see(
    desk_of, complain, services, mina, nasrin, clock
):
    from handoff.staff import Agent

    async with services.db.transaction() as tx:
        (await tx.get_one(Agent, mina.id)).manager_id = nasrin.id
    await complain(narrative="Mina was rude.", staff_subject=True, subject_id=mina.id)
    await tick(services)
    clock.advance(timedelta(days=14))
    page = await (await (await desk_of(nasrin)).get("/console/board")).text()
    assert "No complaint was received in the last weeks." in page
