"""The pages of whoever looks into a case: plan, evidence, hearing, findings, remedies, letter, approval; and who is kept out."""

from __future__ import annotations

import hashlib
import io
import re

import aiohttp
import pytest
from PIL import Image
from sqlalchemy import select

from handoff.cases import Case
from handoff.cases.examination.gathering import evidence_of
from handoff.cases.examination.planning import plan_of
from handoff.cases.looking_up import issues_of, remedies_of
from handoff.cases.records import SubjectNotice
from handoff.staff import Agent
from tests.handoff.web.console.conftest import JSON, PAGE
from tests.handoff.web.console.test_cases import do, judged, now


async def page_of(desk, case, part):
    answer = await desk.get(f"/console/cases/{case.number}/{part}", headers=PAGE)
    return answer.status, await answer.text()


def next_thing(page):
    return re.search(r'class="next-what">([^<]+)<', page)[1]


@pytest.fixture
async def examined(minas_desk, minas_case, services):
    """Under investigation: Mina has declared that she has no stake."""
    await judged(minas_desk, services, minas_case, severity="3")
    status, body = await do(minas_desk, minas_case, "investigation", no_stake="yes")
    assert status == 200, body
    return minas_case


async def decided(desk, services, case, *, amount="450,000"):
    """From the plan to the proposal, all by the page's own forms."""
    async with services.db.reading() as tx:
        steps, issues = await plan_of(tx, case), await issues_of(tx, case)
    for step in steps:
        status, body = await do(desk, case, f"plan/{step.id}", result="Looked at it.", how="done")
        assert status == 200, body
    status, body = await do(desk, case, "evidence", kind="record", words="No lid on the list.", source="The warehouse")
    assert status == 200, body
    async with services.db.reading() as tx:
        owner = (await tx.get_one(Case, case.id)).owner_id
    for issue in issues:
        finding = {
            "outcome": "upheld",
            "reason": "The list has no lid.",
            "cause": "K05",
            "claim": "The lid was broken.",
        }
        status, body = await do(desk, case, f"issues/{issue.id}/finding", **finding)
        assert status == 200, body
        remedy = {"issue": issue.id, "code": "R14", "amount": amount, "due": "2026-12-01", "owner": owner}
        status, body = await do(desk, case, "remedies", **{name: str(value) for name, value in remedy.items()})
        assert status == 200, body
    return await do(desk, case, "decision", words="You were right, and we are sorry.")


async def test_the_pages_say_first_what_is_next_until_the_decision_is_proposed(minas_desk, examined, services):
    _, page = await page_of(minas_desk, examined, "examination")
    assert next_thing(page) == "Read everything that was told and list what is not clear"
    _, page = await page_of(minas_desk, examined, "decision")
    assert next_thing(page) == "This is still missing:"
    missing = page.partition('class="lacking"')[2].partition("</ul>")[0]
    assert "A serious case needs the whole plan" in missing
    assert "The evidence has not been listed." in missing
    status, body = await decided(minas_desk, services, examined)
    assert status == 200, body
    _, page = await page_of(minas_desk, examined, "decision")
    assert next_thing(page) == "Wait for the approval of another person"
    assert "The list has no lid." in page.partition("letter-of-answer")[2], "the letter answers the point"


async def test_an_unfinished_decision_is_refused_with_everything_that_is_missing(minas_desk, examined):
    status, body = await do(minas_desk, examined, "decision", words="You were right.")
    assert status == 409
    assert "At least one point has no finding." in body["missing"]
    assert "The evidence has not been listed." in body["missing"]


async def test_a_remedy_of_the_page_belongs_to_its_point_and_is_promised_to_nobody_yet(minas_desk, examined, services):
    status, _ = await decided(minas_desk, services, examined)
    assert status == 200
    async with services.db.reading() as tx:
        [item], [issue] = await remedies_of(tx, examined), await issues_of(tx, examined)
    assert (item.issue_id, item.offered_at) == (issue.id, None)


async def test_evidence_comes_with_its_file_whose_hash_can_be_checked(minas_desk, examined, services):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    form = aiohttp.FormData()
    for name, value in (("kind", "picture"), ("words", "The lid in pieces."), ("source", "Sara"), ("sensitive", "yes")):
        form.add_field(name, value)
    form.add_field("file", picture.getvalue(), filename="lid.png", content_type="image/png")
    answer = await minas_desk.post(f"/console/cases/{examined.number}/evidence", data=form, headers=JSON)
    assert answer.status == 200, await answer.text()
    async with services.db.reading() as tx:
        [kept] = await evidence_of(tx, examined)
    file = await (await minas_desk.get(f"/console/files/{kept.file_id}")).read()
    assert hashlib.sha256(file).hexdigest() == kept.sha256
    _, page = await page_of(minas_desk, examined, "examination")
    assert kept.sha256 in page
    assert "The lid in pieces." in page


async def test_a_decision_is_read_as_a_letter_and_approved_within_ones_authority(
    minas_desk, examined, nasrins_desk, services
):
    status, body = await decided(minas_desk, services, examined, amount="60,000,000")
    assert status == 200, body
    _, page = await page_of(nasrins_desk, examined, "decision")
    assert next_thing(page) == "Read the proposed decision, then approve it or return it"
    assert "A remedy is beyond your authority." in page
    status, body = await do(nasrins_desk, examined, "approval")
    assert (status, body["missing"]) == (
        409, ["A remedy is beyond your authority. Somebody with a higher limit has to approve."]
    )  # fmt: skip
    async with services.db.transaction() as tx:
        nasrin = await tx.scalar(select(Agent).where(Agent.name == "Nasrin"))
        nasrin.roles = [*nasrin.roles, "management_rep"]
    status, body = await do(nasrins_desk, examined, "approval")
    assert status == 200, body
    assert (await now(services, examined)).state == "responded"


async def test_a_returned_decision_shows_what_should_change_and_keeps_all_that_was_written(
    minas_desk, examined, nasrins_desk, services
):
    await decided(minas_desk, services, examined)
    assert (await do(nasrins_desk, examined, "return", comment="Ask the driver too."))[0] == 200
    _, page = await page_of(minas_desk, examined, "decision")
    assert "Ask the driver too." in page
    assert "The list has no lid." in page
    status, body = await do(minas_desk, examined, "decision", words="You were right; we asked the driver.")
    assert status == 200, body
    async with services.db.reading() as tx:
        assert len(await remedies_of(tx, examined)) == 1, "nothing is promised twice"


async def test_the_proposed_letter_can_be_read_on_paper(minas_desk, examined, services):
    assert (await minas_desk.get(f"/console/cases/{examined.number}/decision/letter", headers=JSON)).status == 404
    await decided(minas_desk, services, examined)
    answer = await minas_desk.get(f"/console/cases/{examined.number}/decision/letter")
    assert (answer.status, answer.content_type) == (200, "application/pdf")


async def test_in_persian_both_pages_are_persian(minas_desk, examined):
    await minas_desk.post("/console/me", data={"language": "fa"})
    for part, words in (("examination", "برنامه"), ("decision", "مورد به مورد")):
        status, page = await page_of(minas_desk, examined, part)
        assert status == 200
        assert 'lang="fa" dir="rtl"' in page
        assert words in page


async def test_who_declares_a_stake_is_out_at_once(minas_desk, examined, services):
    assert (await do(minas_desk, examined, "declaration", stake="yes", words=""))[0] == 422
    status, body = await do(minas_desk, examined, "declaration", stake="yes", words="A neighbour.")
    assert (status, body["go"]) == (200, "/console/cases")
    for part in ("", "/examination", "/decision"):
        assert (await minas_desk.get(f"/console/cases/{examined.number}{part}", headers=JSON)).status == 404
    assert (await now(services, examined)).owner_id is None


async def test_the_one_complained_about_reads_what_is_said_answers_it_and_sees_nothing_else(
    minas_desk, minas_case, omids_desk, omid, services
):
    assert (await do(minas_desk, minas_case, "subject", subject=str(omid.id)))[0] == 200
    assert (await do(minas_desk, minas_case, "subject/notice", words="That you hung up on her."))[0] == 200
    page = await (await omids_desk.get("/console/statements", headers=PAGE)).text()
    assert "That you hung up on her." in page
    for secret in ("Sara", "The lid of the kettle", minas_case.number):
        assert secret not in page
    for path in (
        f"cases/{minas_case.number}",
        f"cases/{minas_case.number}/examination",
        f"cases?q={minas_case.number}",
    ):
        answer = await omids_desk.get(f"/console/{path}", headers=PAGE)
        assert "The lid of the kettle" not in await answer.text()
        assert answer.status in (200, 404)
    for path in ("", "lists", "cases?view=all", "cases?view=unowned"):
        listed = await (await omids_desk.get(f"/console/{path}", headers=PAGE)).text()
        assert minas_case.number not in listed
    assert "Answer what is said about you" in await (await omids_desk.get("/console/", headers=PAGE)).text()
    said = {"words": "The line broke down.", "companion": "Reza"}
    answer = await omids_desk.post(f"/console/statements/{minas_case.id}", data=said, headers=JSON)
    assert answer.status == 200, await answer.text()
    again = await omids_desk.post(f"/console/statements/{minas_case.id}", data=said, headers=JSON)
    assert again.status == 409
    theirs = await (await minas_desk.get(f"/console/cases/{minas_case.number}", headers=PAGE)).text()
    assert "The line broke down." in theirs
    async with services.db.reading() as tx:
        assert (await tx.get_one(SubjectNotice, minas_case.id)).stated_at is not None


async def test_nobody_elses_notice_exists(minas_desk, minas_case, omids_desk, omid, nasrins_desk):
    await do(minas_desk, minas_case, "subject", subject=str(omid.id))
    await do(minas_desk, minas_case, "subject/notice", words="That you hung up on her.")
    answer = await nasrins_desk.post(f"/console/statements/{minas_case.id}", data={"words": "x"}, headers=JSON)
    assert answer.status == 404


async def test_at_5_7_the_danger_is_dealt_with_step_by_step_and_only_the_officer_ends_it(
    minas_desk, complain, services, desk_of, nasrin
):
    """AT-7.5: contacted, contained, assessed, cleared: none left out, each by name and time."""
    case = await complain(narrative="The kettle gave my son a shock.", safety=True)
    await do(minas_desk, case, "owner")
    page = await (await minas_desk.get(f"/console/cases/{case.number}")).text()
    assert (
        "Danger first: speak with whoever is in danger (within 30 minutes of the registration)"
        in page.partition('class="next-what"')[2][:200]
    )
    assert (await do(minas_desk, case, "safety", step="contained", words="Unplugged."))[0] == 409
    for step, words in (
        ("contacted", "Spoke with the father."),
        ("contained", "Unplugged."),
        ("assessed", "One kettle."),
    ):
        status, body = await do(minas_desk, case, "safety", step=step, words=words)
        assert status == 200, body
    assert (await do(minas_desk, case, "safety", step="cleared", words="Over."))[0] == 403
    async with services.db.transaction() as tx:
        (await tx.get_one(Agent, nasrin.id)).roles = ["supervisor", "safety_officer"]
    officer = await desk_of(nasrin)
    assert (await do(officer, case, "safety", step="cleared", words="Taken back."))[0] == 200
    page = await (await minas_desk.get(f"/console/cases/{case.number}", headers=PAGE)).text()
    assert "Spoke with the father." in page


async def test_what_is_not_ours_is_explained_by_who_leads(minas_desk, minas_case, nasrins_desk, services):
    explained = {"reason": "other_organisation", "to": "The city water works", "words": "They own the pipe."}
    assert (await do(minas_desk, minas_case, "scope", **explained))[0] == 403
    status, body = await do(nasrins_desk, minas_case, "scope", **explained)
    assert status == 200, body
    assert (await now(services, minas_case)).closure_reason == "out_of_scope_referred"


async def test_a_need_is_noted_with_consent_and_shown_where_the_case_is_worked_on(minas_desk, minas_case, services):
    need = {
        "driver": "capability",
        "words": "Please call instead of writing.",
        "consent": "spoken",
        "review": "2027-03-01",
    }
    assert (await do(minas_desk, minas_case, "needs", **{**need, "consent": ""}))[0] == 422
    assert (await do(minas_desk, minas_case, "needs", **need))[0] == 200
    page = await (await minas_desk.get(f"/console/cases/{minas_case.number}", headers=PAGE)).text()
    assert "Please call instead of writing." in page
    assert "vulnerable" in (await now(services, minas_case)).flags


async def test_the_open_desk_of_who_has_a_stake_hears_nothing_of_the_case(
    minas_desk, minas_case, omids_desk, omid, services
):
    await do(minas_desk, minas_case, "subject", subject=str(omid.id))
    theirs = await omids_desk.ws_connect(
        "/console/socket", headers={"Origin": str(omids_desk.make_url("")).rstrip("/")}
    )
    hers = await minas_desk.ws_connect("/console/socket", headers={"Origin": str(minas_desk.make_url("")).rstrip("/")})
    assert (await theirs.receive_json())["type"] == "welcome"
    assert (await hers.receive_json())["type"] == "welcome"
    await do(minas_desk, minas_case, "notes", body="A note about it.")
    await services.settle()
    while (heard := await hers.receive_json(timeout=5)).get("case") != minas_case.id:
        assert heard["type"] in ("note", "pong")
    await theirs.send_json({"type": "ping"})
    while (heard := await theirs.receive_json(timeout=5))["type"] != "pong":
        assert heard.get("case") != minas_case.id
    await theirs.close()
    await hers.close()
