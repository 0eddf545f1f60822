"""Every attack on the event log is refused by the database, or seen: by the chain, by the guards, or by an anchor outside."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from handoff.cases.adding import add_information
from handoff.cases.moving import CUSTOMER
from handoff.events import chain
from handoff.follow_ups.models import Prompt
from handoff.privacy import auditing
from handoff.privacy.auditing import AuditCheck, AuditRound, check, lay_down
from handoff.worker import tick
from tests.handoff.cases.conftest import register
from tests.handoff.conftest import ON_BOTH
from tests.handoff.events.test_log import without_guards

SECRETS = ("a key that lies outside the database",)


async def more(services, case, words):
    async with services.db.transaction() as tx:
        await add_information(tx, await tx.merge(case), text=words, actor=CUSTOMER)
    await services.settle()


async def found(services, folder=None, secrets=SECRETS):
    async with services.db.reading() as tx:
        return await check(tx, folder=folder, secrets=secrets)


async def anchor(services, folder):
    async with services.db.reading() as tx:
        return await lay_down(tx, folder=folder, secrets=SECRETS)


@ON_BOTH
@pytest.mark.parametrize(
    "statement", ["update events set actor = 'agent:99'", "delete from events where case_number = 2"]
)
async def test_at_8_7_the_database_itself_refuses_to_change_or_delete_an_event(services, statement):
    """AT-8.7: append-only by the database's own rules."""
    await register(services)
    with pytest.raises(DBAPIError, match="only ever added"):
        async with services.db.transaction() as tx:
            await tx.execute(text(statement))
    assert (await found(services)).sentences == []


@ON_BOTH
async def test_guards_that_were_taken_away_are_missed(services):
    await register(services)
    async with services.db.transaction() as tx:
        if tx.get_bind().dialect.name == "postgresql":
            await tx.execute(text("alter table events disable trigger events_are_never_changed"))
        else:
            await tx.execute(text("drop trigger events_are_never_changed"))
    try:
        assert (await found(services)).sentences == ["the database's guard events_are_never_changed is gone"]
    finally:
        async with services.db.transaction() as tx:
            if tx.get_bind().dialect.name == "postgresql":
                await tx.execute(text("alter table events enable trigger events_are_never_changed"))


ATTACKS = {
    "alter": "update events set actor = 'agent:99' where case_id = :case and case_number = 2",
    "delete": "delete from events where case_id = :case and case_number = 2",
    "insert": """insert into events (case_number, name, public, actor, at, case_id, data, previous, hash)
        select case_number + 1, name, public, actor, at, case_id, data, hash, hash from events
        where case_id = :case and case_number = (select max(case_number) from events where case_id = :case)""",
    "swap": """update events set case_number = case_number + 100 where case_id = :case and case_number = 2;
        update events set case_number = 2 where case_id = :case and case_number = 3;
        update events set case_number = 3 where case_id = :case and case_number = 102""",
}


@ON_BOTH
@pytest.mark.parametrize("attack", ATTACKS)
async def test_at_8_7_what_is_done_to_a_chain_by_its_owner_is_seen_in_the_chain(services, attack):
    """AT-8.7: alter, delete, insert, swap."""
    case = await register(services)
    await more(services, case, "one more thing")
    assert (await found(services)).broken == [], "untouched it holds, else this test means nothing"
    async with services.db.transaction() as tx:
        await without_guards(tx)
        for statement in ATTACKS[attack].split(";"):
            await tx.execute(text(statement), {"case": case.id})
    assert [place.case_id for place in (await found(services)).broken] == [case.id]


@ON_BOTH
async def test_at_8_7_a_chain_that_was_cut_off_cleanly_is_seen_against_the_anchor(services, tmp_path):
    """AT-8.7: truncate. Rows and the stream's head are wound back together, so the chain alone holds."""
    case = await register(services)
    async with services.db.reading() as tx:
        then = await tx.scalar(text("select last from streams where name = :name"), {"name": f"case:{case.id}"})
    await more(services, case, "something that somebody wants to be gone")
    await anchor(services, tmp_path)
    async with services.db.transaction() as tx:
        await without_guards(tx)
        place = {"case": case.id, "then": then, "name": f"case:{case.id}"}
        await tx.execute(text("delete from events where case_id = :case and case_number > :then"), place)
        await tx.execute(
            text(
                "update streams set last = :then, head = (select hash from events where case_id = :case "
                "and case_number = :then) where name = :name"
            ),
            place,
        )
    assert (await found(services)).broken == [], "the chain alone does not show it"
    after = (await found(services, tmp_path)).broken
    assert [(place.case_id, place.what) for place in after] == [
        (case.id, "was there when the anchor was made and is gone")
    ]


async def test_at_8_7_an_older_copy_played_back_is_seen_against_the_anchor(services, tmp_path, settings, clock):
    """AT-8.7: replay. The whole database of an hour ago comes back, and then life goes on over it."""
    import sqlite3

    case = await register(services)
    path = settings.database_url.partition("///")[2]
    with sqlite3.connect(path) as source, sqlite3.connect(tmp_path / "old.db") as copy:
        source.backup(copy)
    await more(services, case, "what was said since")
    await anchor(services, tmp_path / "anchors")
    await services.db.close()
    with sqlite3.connect(tmp_path / "old.db") as source, sqlite3.connect(path) as target:
        source.backup(target)
    clock.advance(timedelta(minutes=5))
    await more(services, case, "other words, to bring the count up again")
    assert (await found(services)).broken == []
    after = (await found(services, tmp_path / "anchors")).broken
    assert [place.what for place in after] == ["is another one than when the anchor was made"]


async def test_anchors_themselves_cannot_be_altered_removed_or_made_by_others(services, tmp_path, clock):
    case = await register(services)
    paths = []
    for _day in range(3):
        paths.append(await anchor(services, tmp_path))
        await more(services, case, f"day {_day}")
        clock.advance(timedelta(days=1))
    assert (await found(services, tmp_path)).sentences == []
    assert "wrong" in (await found(services, tmp_path, ("another key that somebody made up",))).bad_anchors[0]
    second = paths[1].read_text()
    paths[1].unlink()
    assert "one was removed or replaced" in (await found(services, tmp_path)).bad_anchors[0]
    altered = json.loads(second)
    altered["heads"] = {}
    paths[1].write_text(json.dumps(altered))
    assert "its signature is wrong" in (await found(services, tmp_path)).bad_anchors[0]


async def test_each_day_the_log_is_checked_once_and_anchored(services, tmp_path, clock):
    services.settings = services.settings.model_copy(update={"anchor_folder": tmp_path / "anchors"})
    await register(services)
    for _tick in range(3):
        await tick(services)
    assert len(list((tmp_path / "anchors").iterdir())) == 1
    clock.advance(timedelta(days=1))
    await tick(services)
    assert len(list((tmp_path / "anchors").iterdir())) == 2
    async with services.db.reading() as tx:
        checks = (await tx.scalars(select(AuditCheck))).all()
        assert [(row.cases, row.broken, row.anchored) for row in checks] == [(1, [], True)] * 2


@ON_BOTH
async def test_a_long_log_is_checked_piece_by_piece_and_goes_on_where_it_stopped(services, monkeypatch):
    """With a hundred thousand cases the check takes minutes: nobody who shares the worker waits for all of it."""
    monkeypatch.setattr(auditing, "PARTS", 1)
    monkeypatch.setattr(chain, "TOGETHER", 2)
    cases = [await register(services) for _ in range(5)]
    async with services.db.transaction() as tx:
        await without_guards(tx)
        await tx.execute(text("delete from events where case_id = :case and case_number = 2"), {"case": cases[1].id})
    day = services.clock.now().toordinal()
    for looked_at in (2, 4, 5):
        await auditing.check_day(services, day)
        async with services.db.reading() as tx:
            under_way = await tx.get(AuditRound, day)
            assert (under_way.cases, len(under_way.broken)) == (looked_at, 1)
            assert await auditing.unchecked(tx, 1) == [day], "it is not done"
    await auditing.check_day(services, day)
    async with services.db.reading() as tx:
        done = await tx.get(AuditCheck, day)
        assert done.cases == 5
        assert done.broken[0] == f"case {cases[1].id}: event 2 missing"
        assert await tx.get(AuditRound, day) is None
        assert await auditing.unchecked(tx, 1) == []


async def test_what_does_not_hold_is_a_task_for_privacy_officer_and_management(services, clock):
    case = await register(services)
    async with services.db.transaction() as tx:
        await without_guards(tx)
        await tx.execute(text("delete from events where case_id = :case and case_number = 2"), {"case": case.id})
    await tick(services)
    async with services.db.reading() as tx:
        told = (await tx.scalars(select(Prompt).where(Prompt.kind == "audit_broken"))).all()
        assert {prompt.audience for prompt in told} == {"privacy_officer", "management_rep"}
        row = await tx.scalar(select(AuditCheck))
        assert row.broken[0] == f"case {case.id}: event 2 missing"
