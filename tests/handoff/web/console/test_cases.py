"""The page of a case: what is next, what stands in the way, and each act of its road."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from handoff.cases import Actor, Case
from handoff.cases.looking_up import issues_of, remedies_of
from tests.handoff.web.console.conftest import JSON, PAGE
from tests.support.examining import follow_plan


async def do(desk, case, act, **fields):
    """Send one of the page's forms as its script does: the status and what came back."""
    answer = await desk.post(f"/console/cases/{case.number}/{act}", data=fields, headers=JSON)
    return answer.status, await answer.json()


async def now(services, case):
    async with services.db.reading() as tx:
        return await tx.get_one(Case, case.id)


async def judged(desk, services, case, severity="2"):
    """Topics confirmed, seriousness judged."""
    async with services.db.reading() as tx:
        issues = await issues_of(tx, case)
    for issue in issues:
        status, body = await do(desk, case, f"issues/{issue.id}/topic", topic=issue.topic)
        assert status == 200, body
    status, body = await do(desk, case, "assessment", severity=severity, impact="1", urgency="1", complexity="simple")
    assert status == 200, body
    return issues


def the_answer(issues, **more):
    fields = {"remedy-1": "R14", "amount-1": "450,000", "due-1": "2026-12-01", "letter": "Dear Sara, you were right."}
    for issue in issues:
        fields |= {f"outcome-{issue.id}": "upheld", f"reason-{issue.id}": "The lid was broken."}
    return {**fields, **more}


async def test_the_page_says_first_what_is_next_and_offers_the_button_for_it(minas_desk, services, case):
    async def next_thing():
        page = await (await minas_desk.get(f"/console/cases/{case.number}")).text()
        return re.search(r'class="next-what">([^<]+)<', page)[1]

    assert await next_thing() == "Take charge of the case"
    await do(minas_desk, case, "owner")
    assert await next_thing() == "Confirm what the complaint is about"
    await judged(minas_desk, services, case)
    assert await next_thing() == "Answer now, or open an investigation"


async def test_the_page_is_whole_in_persian_with_jalali_dates(desk_of, omid, minas_case, nasrins_desk):
    await nasrins_desk.post("/console/me", data={"language": "fa"})
    page = await (await nasrins_desk.get(f"/console/cases/{minas_case.number}")).text()
    assert 'lang="fa" dir="rtl"' in page
    assert "آذر" in page
    assert "در ارزیابی اولیه" in page
    assert "November" not in page


async def test_only_one_answers_for_a_case_and_only_who_leads_may_give_it_away(
    minas_case, omids_desk, nasrins_desk, services, omid
):
    status, body = await do(omids_desk, minas_case, "owner")
    assert status in (403, 404), body
    status, _ = await do(nasrins_desk, minas_case, "owner", owner=str(omid.id))
    assert status == 200
    assert (await now(services, minas_case)).owner_id == omid.id


async def test_who_does_not_answer_for_a_case_changes_nothing_in_it(minas_case, desk_of, services, omid, nasrin):
    from handoff.staff import Agent

    async with services.db.transaction() as tx:
        for agent in await tx.scalars(select(Agent).where(Agent.id != nasrin.id)):
            agent.manager_id = nasrin.id
    desk = await desk_of(omid)
    assert (await desk.get(f"/console/cases/{minas_case.number}")).status == 200
    status, body = await do(desk, minas_case, "assessment", severity="2", impact="1", urgency="1", complexity="simple")
    assert (status, body["code"]) == (403, "not_allowed")


async def test_a_severity_under_the_floor_is_refused_with_a_reason_that_helps(minas_desk, services, complain):
    case = await complain(narrative="I was hurt by it.", topics=(), safety=True)
    await do(minas_desk, case, "owner")
    async with services.db.reading() as tx:
        (issue,) = await issues_of(tx, case)
    await do(minas_desk, case, f"issues/{issue.id}/topic", topic="C09.1")
    status, body = await do(minas_desk, case, "assessment", severity="1", impact="1", urgency="1", complexity="simple")
    assert status == 422
    assert "at least" in body["detail"]


async def test_a_front_line_answer_goes_out_and_the_case_waits_for_the_complainant(minas_desk, minas_case, services):
    issues = await judged(minas_desk, services, minas_case)
    status, body = await do(minas_desk, minas_case, "answer", **the_answer(issues))
    assert status == 200, body
    case = await now(services, minas_case)
    assert case.state == "responded"
    async with services.db.reading() as tx:
        (remedy,) = await remedies_of(tx, case)
    assert (remedy.code, int(remedy.amount), remedy.currency) == ("R14", 450_000, "IRT")
    page = await (await minas_desk.get(f"/console/cases/{case.number}")).text()
    assert "Dear Sara, you were right." in page
    assert "The answer was sent" in page


async def test_an_incomplete_answer_says_everything_that_is_missing_at_once(minas_desk, minas_case, services):
    issues = await judged(minas_desk, services, minas_case)
    status, body = await do(
        minas_desk, minas_case, "answer", **{f"outcome-{issues[0].id}": "upheld", "remedy-1": "R14"}
    )
    assert status == 422
    assert len(body["missing"]) == 4
    assert any("By when" in sentence for sentence in body["missing"])
    assert (await now(services, minas_case)).state == "in_assessment"


async def test_without_script_an_incomplete_answer_comes_back_with_every_word(minas_desk, minas_case, services):
    issues = await judged(minas_desk, services, minas_case)
    fields = the_answer(issues, letter="", **{f"reason-{issues[0].id}": "Words that took an hour to find."})
    answer = await minas_desk.post(f"/console/cases/{minas_case.number}/answer", data=fields, headers=PAGE)
    page = await answer.text()
    assert answer.status == 422
    assert "Words that took an hour to find." in page
    assert "This is still missing:" in page


async def test_the_letter_is_drafted_in_the_complainants_language(minas_desk, services, complain):
    case = await complain(narrative="کتری شکسته بود.", language="fa")
    await do(minas_desk, case, "owner")
    issues = await judged(minas_desk, services, case)
    status, body = await do(minas_desk, case, "letter", **the_answer(issues))
    assert status == 200
    assert "۴۵۰٬۰۰۰ تومان" in body["letter"]
    assert "سه‌شنبه ۱۰ آذر" in body["letter"]
    assert "Refund" not in body["letter"]


async def test_a_jalali_date_and_persian_digits_are_understood(minas_desk, minas_case, services):
    issues = await judged(minas_desk, services, minas_case)
    fields = the_answer(issues, **{"due-1": "۱۴۰۵/۰۹/۱۰", "amount-1": "۴۵۰٬۰۰۰"})
    assert (await do(minas_desk, minas_case, "answer", **fields))[0] == 200
    async with services.db.reading() as tx:
        (remedy,) = await remedies_of(tx, minas_case)
    assert remedy.due_at.date().isoformat() == "2026-12-01"


async def test_beyond_the_limit_of_the_front_line_the_answer_is_refused_in_words_and_nothing_is_written(
    minas_desk, minas_case, services
):
    issues = await judged(minas_desk, services, minas_case)
    status, body = await do(minas_desk, minas_case, "answer", **the_answer(issues, **{"amount-1": "90,000,000"}))
    assert (status, body["code"]) == (409, "not_possible")
    assert body["missing"] == ["The remedy is beyond the front line's authority."]
    async with services.db.reading() as tx:
        assert await remedies_of(tx, minas_case) == []


async def test_a_grave_case_cannot_be_answered_directly_and_the_page_says_why(minas_desk, minas_case, services):
    await judged(minas_desk, services, minas_case, severity="3")
    page = await (await minas_desk.get(f"/console/cases/{minas_case.number}")).text()
    assert "The severity is too high for the front line." in page
    assert 'id="answer-form"' not in page
    assert "Open an investigation" in page


async def investigated(desk, services, case):
    """A proposal that waits for approval."""
    issues = await judged(desk, services, case, severity="3")
    assert (await do(desk, case, "investigation", no_stake="yes"))[0] == 200
    async with services.db.transaction() as tx:
        found = await tx.get_one(Case, case.id)
        await follow_plan(tx, found, Actor.agent(found.owner_id))
    causes = {f"cause-{issue.id}": "K01" for issue in issues}
    fields = the_answer(issues, evidence="Photos, the warehouse book", **causes)
    status, body = await do(desk, case, "proposal", **fields)
    assert status == 200, body
    assert (await now(services, case)).state == "decision_pending"


async def test_a_decision_is_approved_by_another_person_and_goes_out(
    minas_desk, minas_case, nasrins_desk, services, nasrin
):
    await investigated(minas_desk, services, minas_case)
    assert (await do(minas_desk, minas_case, "approval"))[0] == 403
    page = await (await nasrins_desk.get(f"/console/cases/{minas_case.number}")).text()
    assert "Approve and send" in page
    status, body = await do(nasrins_desk, minas_case, "approval")
    assert status == 200, body
    assert (await now(services, minas_case)).state == "responded"


async def test_a_returned_decision_goes_back_to_work_with_a_comment(minas_desk, minas_case, nasrins_desk, services):
    await investigated(minas_desk, services, minas_case)
    status, body = await do(nasrins_desk, minas_case, "return", comment="")
    assert (status, body["missing"]) == (409, ["Please say what is still to be done."])
    assert (await do(nasrins_desk, minas_case, "return", comment="Ask the driver too."))[0] == 200
    assert (await now(services, minas_case)).state == "investigating"


@pytest.fixture
async def answered(minas_desk, minas_case, services):
    issues = await judged(minas_desk, services, minas_case)
    status, body = await do(minas_desk, minas_case, "answer", **the_answer(issues))
    assert status == 200, body
    return minas_case


async def test_acceptance_told_by_phone_remedy_done_and_confirmed_close_the_case(answered, minas_desk, services):
    assert (await do(minas_desk, answered, "reply", value="accepted", how="phone"))[0] == 200
    assert (await now(services, answered)).state == "implementing"
    async with services.db.reading() as tx:
        (item,) = await remedies_of(tx, answered)
    assert (await do(minas_desk, answered, f"remedies/{item.id}/done", proof=" "))[0] == 422
    assert (await do(minas_desk, answered, f"remedies/{item.id}/done", proof="Transfer 4411"))[0] == 200
    assert (await now(services, answered)).state == "verifying"
    assert (await do(minas_desk, answered, "confirmation"))[0] == 200
    case = await now(services, answered)
    assert (case.state, case.closure_reason) == ("closed", "resolved_accepted")


async def test_a_rejection_with_something_new_opens_the_investigation_again(answered, minas_desk, services):
    sent = {"value": "rejected", "how": "phone", "words": "The handle is loose too.", "new": "1"}
    assert (await do(minas_desk, answered, "reply", **sent))[0] == 200
    assert (await now(services, answered)).state == "investigating"


async def test_a_closed_case_is_opened_again_by_who_leads_and_with_a_reason(
    answered, minas_desk, nasrins_desk, services
):
    async with services.db.reading() as tx:
        (item,) = await remedies_of(tx, answered)
    await do(minas_desk, answered, f"remedies/{item.id}/done", proof="Transfer 4411")
    await do(minas_desk, answered, "reply", value="accepted", how="phone")
    assert (await now(services, answered)).state == "closed"
    assert (await do(minas_desk, answered, "reopening", reason="The money never came."))[0] == 403
    assert (await do(nasrins_desk, answered, "reopening", reason=""))[0] == 409
    assert (await do(nasrins_desk, answered, "reopening", reason="The money never came."))[0] == 200
    assert (await now(services, answered)).state == "investigating"


async def test_what_happened_is_told_in_sentences_newest_first(answered, minas_desk):
    page = await (await minas_desk.get(f"/console/cases/{answered.number}")).text()
    story = page.partition('id="timeline-title"')[2].partition("</details>")[0]  # the latest, then the earlier ones
    told = [text.strip() for text in re.findall(r"<span>([^<]+)</span>", story)]
    assert told[-1] == "Registered by the complainant, by the form"
    assert "The answer was sent" in told
    assert "Judged by Mina: priority P4" in told
    assert not any("." in sentence.partition(" ")[0] for sentence in told), "an event is shown by its bare name"


async def test_an_added_word_of_the_complainant_stands_with_the_story(minas_desk, minas_case):
    assert (await do(minas_desk, minas_case, "information", text="It was a present."))[0] == 200
    page = await (await minas_desk.get(f"/console/cases/{minas_case.number}")).text()
    assert "It was a present." in page
    assert "by Mina" in page
