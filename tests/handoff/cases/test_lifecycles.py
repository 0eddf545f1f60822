"""The road of a complaint as versioned data: a changed step is another version, and running cases keep theirs."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select, update

from handoff.app import build
from handoff.cases import Actor, Case
from handoff.cases.accepting import accept
from handoff.cases.lifecycles import LifecycleVersion, lifecycle_of
from handoff.cases.looking_up import remedies_of
from handoff.cases.moving import CUSTOMER, NotPossible, move
from handoff.cases.remedying import carry_out
from handoff.errors import NotAllowed
from handoff.insights.standing import status_of
from handoff.mail import open_mailer
from handoff.policy import PACKAGED, load_policy
from handoff.sla.models import Deadline
from handoff.staff import sign_in
from handoff.web.identity import STAFF_COOKIE
from handoff.web.server import make_web_app
from tests.handoff.cases.conftest import register
from tests.handoff.cases.roads import answered, assessed, refund
from tests.handoff.conftest import ON_BOTH, PASSWORD

CHANGES = [
    ("version: 1\n", "version: 2\n"),
    ("    to: early_resolution\n    by: [agent]", "    to: early_resolution\n    by: [supervisor]"),
    ("    due: 10cd\n    prompts: [P19]", "    due: 3cd\n    prompts: [P19]"),
    ("en: We are doing what was agreed.", "en: We do now what was agreed."),
]


@pytest.fixture
def second_version(tmp_path):
    """Only who leads may try the front line; there are three days to confirm; a state has other words."""
    text = (PACKAGED / "lifecycle.yaml").read_text("utf-8")
    for before, after in CHANGES:
        assert before in text
        text = text.replace(before, after, 1)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "lifecycle.yaml").write_text(text, "utf-8")
    return load_policy(tmp_path / "own")


@pytest.fixture
async def later(services, settings, clock, rasa, second_version):
    """The same desk, after the organisation changed its road."""
    changed = build(
        settings, clock=clock, rasa=rasa, mailer=open_mailer("memory:", "desk@example.com"), policy=second_version
    )
    yield changed
    await changed.close()


async def verification(tx, case) -> timedelta:
    query = select(Deadline).where(Deadline.case_id == case.id, Deadline.kind == "verification")
    row = (await tx.scalars(query)).one()
    return row.due_at - row.base_at


async def to_verifying(tx, case, mina) -> None:
    await accept(tx, case, how="track", actor=CUSTOMER)
    (item,) = await remedies_of(tx, case)
    await carry_out(tx, case, item, proof="Transfer", actor=Actor.agent(mina.id))


@ON_BOTH
async def test_at_6_3_a_changed_step_is_another_version_and_running_cases_keep_theirs(services, later, mina):
    """AT-6.3: the case of yesterday goes by yesterday's steps and times, the one of today by today's; both are on record."""
    async with services.db.transaction() as tx:
        old, promised = await assessed(tx, mina), await answered(tx, mina, remedies=[refund(tx)])
    async with later.db.transaction() as tx:
        new = await assessed(tx, mina)
        old, promised = await tx.get_one(Case, old.id), await tx.get_one(Case, promised.id)
        assert old.lifecycle != new.lifecycle
        versions = {row.fingerprint: row.number for row in await tx.scalars(select(LifecycleVersion))}
        assert versions == {old.lifecycle: 1, new.lifecycle: 2}
        me = Actor.agent(mina.id)
        with pytest.raises(NotAllowed):
            await move(tx, new, "T05", me)
        await move(tx, old, "T05", me)
        assert old.state == "early_resolution"
        await to_verifying(tx, promised, mina)
        assert await verification(tx, promised) > timedelta(days=9)
        assert "T05" in (await lifecycle_of(tx, new)).transitions
        assert (await lifecycle_of(tx, old)).transitions["T05"].by == ("agent",)


async def test_at_6_3_new_cases_follow_the_new_times_and_words(services, later, mina, nasrin):
    """AT-6.3: what the complainant reads comes from the version of their case."""
    async with services.db.transaction() as tx:
        old = await answered(tx, mina, remedies=[refund(tx)])
        await accept(tx, old, how="track", actor=CUSTOMER)
    async with later.db.transaction() as tx:
        new = await assessed(tx, mina)
        await move(tx, new, "T05", Actor.agent(nasrin.id, "supervisor"))
        await tx.execute(update(Case).where(Case.id == new.id).values(state="implementing"))
        await tx.refresh(new)
        old = await tx.get_one(Case, old.id)
        assert (await status_of(tx, old, "en")).state_text == "We are doing what was agreed."
        assert (await status_of(tx, new, "en")).state_text == "We do now what was agreed."


async def test_at_6_3_the_same_table_is_the_same_version_whatever_else_changes(services, mina):
    """AT-6.3: known by its content; two cases under one policy share one."""
    async with services.db.transaction() as tx:
        first, second = await assessed(tx, mina), await assessed(tx, mina)
        rows = (await tx.scalars(select(LifecycleVersion))).all()
    assert first.lifecycle == second.lifecycle == services.policy.lifecycle_fingerprint
    assert [row.fingerprint for row in rows] == [first.lifecycle]


async def test_cases_from_before_versions_were_kept_began_under_the_first(services, later, mina):
    async with services.db.transaction() as tx:
        old = await assessed(tx, mina)
        await tx.execute(update(Case).values(lifecycle=None))
        for row in await tx.scalars(select(LifecycleVersion)):
            await tx.delete(row)
    another = await register(services)
    async with later.db.transaction() as tx:
        old = await tx.get_one(Case, old.id)
        assert old.lifecycle == another.lifecycle == services.policy.lifecycle_fingerprint
        await move(tx, old, "T05", Actor.agent(mina.id))


async def test_a_step_that_came_later_is_unknown_to_a_running_case(services, later, mina):
    async with services.db.transaction() as tx:
        old = await assessed(tx, mina)
    async with later.db.transaction() as tx:
        with pytest.raises(NotPossible) as refused:
            await move(tx, await tx.get_one(Case, old.id), "T99", Actor.agent(mina.id))
    assert "earlier version of the rules" in refused.value.unmet[0]


async def test_the_desk_says_under_which_rules_a_case_goes(services, later, mina, aiohttp_client):
    async with services.db.transaction() as tx:
        old = await assessed(tx, mina)
    async with later.db.transaction() as tx:
        new = await assessed(tx, mina)
    _, token = await sign_in(later.db, email=mina.email, password=PASSWORD, device="a test")
    desk = await aiohttp_client(make_web_app(later), cookies={STAFF_COOKIE: token})
    pages = [unescape(await (await desk.get(f"/console/cases/{one.number}")).text()) for one in (old, new)]
    assert "version 1, since 24 Nov 2026" in pages[0]
    assert "Newer cases follow another one." in pages[0]
    assert "version 2, since 24 Nov 2026" in pages[1]
    assert "Newer cases follow another one." not in pages[1]
