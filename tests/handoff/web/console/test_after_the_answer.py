"""The desk after an answer: reviewers, remedies, outside bodies, representatives."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest

from handoff.cases import Case, Contact
from handoff.cases.accepting import accept, reject
from handoff.cases.looking_up import issues_of, remedies_of
from handoff.cases.moving import CUSTOMER
from handoff.cases.parties import add_party
from handoff.insights.aftermath import aftermath_of
from tests.handoff.cases.roads import answered, refund
from tests.handoff.web.console.conftest import JSON, PAGE


@pytest.fixture
def made(services, mina, nasrin, shirin):
    async def one(act=None, *, remedies=False, **changes):
        async with services.db.transaction() as tx:
            case = await answered(tx, mina, remedies=[refund(tx)] if remedies else [], **changes)
            if act is not None:
                await act(tx, case, how="chat", actor=CUSTOMER)
        return case

    return one


async def do(desk, case, what, **fields):
    answer = await desk.post(f"/console/cases/{case.number}/{what}", data=fields, headers=JSON)
    return answer.status, await answer.json()


async def page_of(desk, case):
    answer = await desk.get(f"/console/cases/{case.number}", headers=PAGE)
    assert answer.status == 200, await answer.text()
    return await answer.text()


async def now(services, case) -> Case:
    async with services.db.reading() as tx:
        return await tx.get_one(Case, case.id)


async def test_the_reviewer_decides_at_their_desk_and_nobody_else_can(services, made, desk_of, mina, shirin):
    case = await made(reject)
    desk = await desk_of(shirin)
    assert 'id="review-form"' in await page_of(desk, case)
    async with services.db.reading() as tx:
        ids = [issue.id for issue in await issues_of(tx, case)]
    sent = {"letter": "I looked again.", "changes": "The photo counts."}
    for id_ in ids:
        sent |= {f"outcome-{id_}": "partly_upheld", f"reason-{id_}": "The photo shows it."}
    status, said = await do(await desk_of(mina), case, "review", **sent)
    assert status in (403, 404), said
    status, said = await do(desk, case, "review", **sent)
    assert status == 200, said
    assert (await now(services, case)).state == "responded"
    page = await page_of(desk, case)
    assert "another decision" in page
    assert "The photo counts." in page


async def test_a_supervisor_names_a_reviewer_when_none_was_found(services, made, desk_of, nasrin, shirin):
    async with services.db.transaction() as tx:
        (await tx.get_one(type(shirin), shirin.id)).active = False
    case = await made(reject)
    desk = await desk_of(nasrin)
    assert "Nobody here may review it" in await page_of(desk, case)
    async with services.db.transaction() as tx:
        (await tx.get_one(type(shirin), shirin.id)).active = True
    status, said = await do(desk, case, "reviewer", reviewer=str(nasrin.id))
    assert status == 409, "she is no reviewer"
    status, said = await do(desk, case, "reviewer", reviewer=str(shirin.id))
    assert status == 200, said
    assert (await now(services, case)).owner_id == shirin.id


async def test_a_remedy_gets_another_date_or_is_no_longer_wanted(services, made, desk_of, mina):
    case = await made(accept, remedies=True)
    desk = await desk_of(mina)
    async with services.db.reading() as tx:
        (item,) = await remedies_of(tx, case)
    assert (await do(desk, case, f"remedies/{item.id}/date", due="2026-12-20", reason=""))[0] == 422
    assert (await do(desk, case, f"remedies/{item.id}/date", due="2026-12-20", reason="The bank is closed."))[0] == 200
    assert "First promised by" in await page_of(desk, case)
    assert (await do(desk, case, f"remedies/{item.id}/waiver", words="Keep it."))[0] == 200
    assert (await now(services, case)).state == "verifying"


async def test_an_outside_body_gets_an_archive_whose_index_and_hashes_hold(services, made, desk_of, nasrin, mina):
    case = await made()
    desk = await desk_of(nasrin)
    sent = {"body": "consumer_124", "reference": "77/1", "due": "2026-12-10"}
    assert (await do(await desk_of(mina), case, "referral", **sent))[0] == 403
    status, said = await do(desk, case, "referral", **sent)
    assert status == 200, said
    assert (await do(desk, case, "bundles"))[0] == 200
    async with services.db.reading() as tx:
        (bundle,) = (await aftermath_of(tx, await tx.get_one(Case, case.id))).bundles
    answer = await desk.get(f"/console/cases/{case.number}/bundles/{bundle.id}")
    content = await answer.read()
    assert hashlib.sha256(content).hexdigest() == bundle.sha256
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        index = json.loads(archive.read("00-index.json"))
        assert len(index["parts"]) == bundle.files >= 4
        for part in index["parts"]:
            assert hashlib.sha256(archive.read(part["name"])).hexdigest() == part["sha256"]
        everything = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "broken lid" in everything
    assert (await do(desk, case, "referral/file-sent"))[0] == 200
    status, said = await do(desk, case, "referral/decision", result="for_organisation", decision="Dismissed.")
    assert status == 200, said
    assert (await now(services, case)).closure_reason == "external_decided"


async def test_what_was_told_by_telephone_is_written_down_with_the_same_effect(services, made, desk_of, mina):
    case = await made()
    desk = await desk_of(mina)
    assert (await do(desk, case, "wish", act="withdraw", how="phone", text="I settled it.", idea="staff"))[0] == 200
    assert (await now(services, case)).state == "responded", "the idea was ours: not taken"
    assert (await do(desk, case, "wish", act="withdraw", how="phone", text="I settled it."))[0] == 200
    assert (await now(services, case)).closure_reason == "withdrawn"
    assert (await do(desk, case, "wish", act="reopen", how="phone", why="came_back", text="It broke."))[0] == 200
    assert (await now(services, case)).state == "investigating"


async def test_what_a_representative_may_hear_is_settled_at_the_desk(services, made, desk_of, mina):
    case = await made()
    async with services.db.transaction() as tx:
        await add_party(
            tx, await tx.get_one(Case, case.id), Contact(name="Her son"), role="representative", language="en"
        )
    desk = await desk_of(mina)
    assert "they hear how it stands, and nothing more" in await page_of(desk, case)
    assert (await do(desk, case, "authority", scope="everything", way="consent"))[0] == 200
    assert "Written consent" in await page_of(desk, case)


async def test_the_complainants_page_and_what_stands_in_the_way(services, made, desk_of, mina):
    case = await made(anonymous=True, contact=Contact())
    desk = await desk_of(mina)
    assert (await do(desk, case, "page", text="Which shop was it?"))[0] == 200
    assert (await do(desk, case, "blocker", blocker="The supplier is silent."))[0] == 200
    page = await page_of(desk, case)
    assert "Which shop was it?" in page
    assert "The supplier is silent." in page


async def test_the_page_after_the_answer_is_whole_in_persian(services, made, desk_of, nasrin):
    async with services.db.transaction() as tx:
        (await tx.get_one(type(nasrin), nasrin.id)).language = "fa"
    case = await made(reject)
    page = await page_of(await desk_of(nasrin), case)
    assert 'dir="rtl"' in page
    assert "بازنگری مستقل" in page


async def test_a_supervisor_sets_what_is_owed_going(services, made, desk_of, nasrin):
    case = await made(remedies=True)
    assert (await do(await desk_of(nasrin), case, "remedies/start"))[0] == 200
    assert (await now(services, case)).state == "implementing"
