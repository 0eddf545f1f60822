"""Annex B: one person and a page or two. What is relaxed is said, and made up for."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from handoff.app import Services, build
from handoff.cases import Answer, Case
from handoff.cases.looking_up import issues_of
from handoff.mail import open_mailer
from handoff.policy import PACKAGED, load_policy
from handoff.rechecks.models import Recheck
from handoff.staff import sign_in
from handoff.web.identity import STAFF_COOKIE
from handoff.web.server import make_web_app
from handoff.worker import tick
from tests.handoff.conftest import PASSWORD, make_agent
from tests.handoff.sla.world import register

JSON = {"Accept": "application/json"}
PAGE = {"Accept": "text/html"}


@pytest.fixture
async def small(settings, clock, rasa, tmp_path) -> AsyncIterator[Services]:
    """The same services under the policy of a small business."""
    source = (PACKAGED / "organisation.yaml").read_text("utf-8")
    source = re.sub(r"profile: \{.*\}", "profile: {code: small_business, stages: 1, four_eyes: false}", source)
    source = source.replace("preset: retail_default", "preset: small_business_default")
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "organisation.yaml").write_text(source, "utf-8")
    mailer, policy = open_mailer("memory:", "desk@example.com"), load_policy(tmp_path / "policy")
    services = build(settings, clock=clock, rasa=rasa, mailer=mailer, policy=policy)
    yield services
    await services.close()


async def test_at_b_one_person_takes_a_case_from_end_to_end_and_reads_some_of_them_again(small, clock, aiohttp_client):
    """AT-B: few screens from the form to the end; what is relaxed is said and made up for by a monthly look."""
    mina = await make_agent(
        small, name="Mina", name_fa="مینا", email="mina@example.com",
        roles=["agent", "investigator", "supervisor", "approver", "management_rep"],
    )  # fmt: skip
    _, token = await sign_in(small.db, email=mina.email, password=PASSWORD, device="a test")
    desk = await aiohttp_client(make_web_app(small), cookies={STAFF_COOKIE: token})
    case = await register(small, key="small")
    await tick(small)
    screens = 0

    async def look(path: str) -> str:
        nonlocal screens
        screens += 1
        answer = await desk.get(path, headers=PAGE)
        assert answer.status == 200, path
        return await answer.text()

    async def do(act: str, **fields: str) -> None:
        answer = await desk.post(f"/console/cases/{case.number}/{act}", data=fields, headers=JSON)
        assert answer.status == 200, (act, await answer.text())

    await look("/console/")
    page = await look(f"/console/cases/{case.number}")
    assert "Give the case to somebody else" not in page, "there is nobody else"
    async with small.db.reading() as tx:
        if (await tx.get_one(Case, case.id)).owner_id is None:
            await do("owner")
        issues = await issues_of(tx, case)
    for issue in issues:
        await do(f"issues/{issue.id}/topic", topic=issue.topic)
    await do("assessment", severity="2", impact="1", urgency="1", complexity="simple")
    await look(f"/console/cases/{case.number}")
    found = {f"outcome-{issue.id}": "upheld" for issue in issues}
    found |= {f"reason-{issue.id}": "The lid was broken." for issue in issues}
    await do("answer", letter="Dear Sara, you were right, and we are sorry.", **found)
    await look(f"/console/cases/{case.number}")
    await do("reply", value="accepted", how="phone")
    async with small.db.reading() as tx:
        assert (await tx.get_one(Case, case.id)).state == "closed"
        assert (await tx.scalars(select(Answer))).one().approved_by_id is None

    clock.move_to(datetime(2026, 12, 1, 6, tzinfo=UTC))
    await tick(small)
    _, token = await sign_in(small.db, email=mina.email, password=PASSWORD, device="a test")
    desk.session.cookie_jar.update_cookies({STAFF_COOKIE: token})
    page = await look("/console/rechecks")
    assert "One person may decide alone here." in page
    assert "decided by one person" in page
    async with small.db.reading() as tx:
        recheck = (await tx.scalars(select(Recheck))).one()
    await do(f"rechecks/{recheck.id}", fair="yes", words="")
    async with small.db.reading() as tx:
        recheck = (await tx.scalars(select(Recheck))).one()
    assert (recheck.fair, recheck.own_work, recheck.one_pair_of_eyes) == (True, True, True), (
        "and it shows that it was hers"
    )
    assert screens <= 8
    board = await look("/console/board")
    assert "Who carries how much" not in board
