"""Numbers without gaps, and a chain that shows every tampering."""

import asyncio
import hashlib
import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from handoff.conversations import Conversation, post_message
from handoff.conversations.opening import link_case
from handoff.events import EventRow, chain, since, verify_case, verify_everything
from handoff.events.hashing import chained
from tests.handoff.cases.conftest import register
from tests.handoff.conftest import ON_BOTH


@ON_BOTH
async def test_fifty_writers_at_once_are_numbered_without_gap_and_keep_one_chain(services, conversation):
    case = await register(services, conversation_id=conversation.id)
    async with services.db.transaction() as tx:
        own = await tx.get_one(Conversation, conversation.id)
        await link_case(tx, own, case_id=case.id, actor="assistant")
    async with services.db.reading() as tx:
        before = (await since(tx, conversation_id=conversation.id, after=0, public_only=False))[-1].number

    async def post(number):
        async with services.db.transaction() as tx:
            own = await tx.get_one(Conversation, conversation.id)
            await post_message(tx, own, author="customer", body=str(number), client_id=f"c{number}")

    await asyncio.gather(*[post(number) for number in range(50)])
    async with services.db.reading() as tx:
        rows = await since(tx, conversation_id=conversation.id, after=before, public_only=True)
        assert [row.number for row in rows] == list(range(before + 1, before + len(rows) + 1))
        assert sum(row.actor == "customer" for row in rows) == 50
        assert await verify_case(tx, case.id) is None


TAMPERING = {
    "altered": ("update events set actor = 'agent:99' where case_id = :case and case_number = 2", 2, "changed"),
    "deleted": ("delete from events where case_id = :case and case_number = 2", 2, "missing"),
    "cut off": ("delete from events where case_id = :case and case_number >= 3", 3, "missing at the end"),
    "swapped": (
        """update events set case_number = case_number + 100 where case_id = :case and case_number = 2;
        update events set case_number = 2 where case_id = :case and case_number = 3;
        update events set case_number = 3 where case_id = :case and case_number = 102""",
        2,
        "does not follow the event before it",
    ),
    "rewritten data": (
        """update events set data = '{"channel": "x"}' where case_id = :case and case_number = 1""",
        1,
        "changed",
    ),
}


@ON_BOTH
@pytest.mark.parametrize("how", TAMPERING)
async def test_at_4_9_the_chain_shows_where_it_was(services, how):
    """AT-4.9: a changed row of the past is found at that row."""
    statements, number, what = TAMPERING[how]
    case, other = await register(services), await register(services)
    await _make_events(services, case, 3)
    async with services.db.reading() as tx:
        assert await verify_case(tx, case.id) is None, "untouched it holds, else this test means nothing"
    async with services.db.transaction() as tx:
        await without_guards(tx)
        for statement in statements.split(";"):
            await tx.execute(text(statement), {"case": case.id})
    async with services.db.reading() as tx:
        broken = await verify_case(tx, case.id)
        assert (broken.case_number, broken.what) == (number, what)
        count, all_broken = await verify_everything(tx)
        assert [place.case_id for place in all_broken] == [case.id]
        assert count == 2, "the other case was looked at too"
        assert await verify_case(tx, other.id) is None


@ON_BOTH
async def test_of_many_cases_those_are_found_whose_chain_is_broken(services, monkeypatch):
    """The day's check reads several cases in one look; a break is found wherever it lies, and also where all rows are gone."""
    monkeypatch.setattr(chain, "TOGETHER", 2)
    cases = [await register(services) for _ in range(5)]
    async with services.db.reading() as tx:
        assert await verify_everything(tx) == (5, [])
    async with services.db.transaction() as tx:
        await without_guards(tx)
        await tx.execute(
            text("update events set actor = 'x' where case_number = 2 and case_id = :it"), {"it": cases[2].id}
        )
        await tx.execute(text("delete from events where case_id = :it"), {"it": cases[4].id})
        await tx.execute(text("delete from streams where name = :it"), {"it": f"case:{cases[3].id}"})
    async with services.db.reading() as tx:
        count, broken = await verify_everything(tx)
    assert count == 5
    assert [(place.case_id, place.what) for place in broken] == [
        (cases[2].id, "changed"),
        (cases[3].id, "missing at the end"),
        (cases[4].id, "missing at the end"),
    ]


async def without_guards(tx):
    """Somebody who owns the database takes its guards away before they tamper."""
    from handoff.events.guarding import SQLITE_DROP

    if tx.get_bind().dialect.name == "postgresql":
        await tx.execute(text("set local session_replication_role = replica"))
    else:
        for statement in SQLITE_DROP:
            await tx.execute(text(statement))


async def _make_events(services, case, wanted):
    """Cut the case's history to `wanted` events by opening a case whose history is exactly that long."""
    from handoff.cases.adding import add_information
    from handoff.cases.moving import CUSTOMER
    from handoff.events import of_case

    async with services.db.transaction() as tx:
        case = await tx.merge(case)
        while len(await of_case(tx, case.id)) < wanted:
            await add_information(tx, case, text="One more thing.", actor=CUSTOMER)
        assert len(await of_case(tx, case.id)) >= wanted


@pytest.mark.parametrize("number", [None, 7])
def test_what_is_hashed_is_the_canonical_json_of_all_that_an_event_says(number):
    at = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    data = {"to": "closed", "reason": 'a "quoted" one\n', "about": "شکایت", "issues": [2, 1]}
    row = EventRow(
        case_id=3, case_number=5, conversation_id=number, number=number, name="case.moved", public=number is None,
        actor="agent:7", at=at, data=data, previous="ab",
    )  # fmt: skip
    said = {
        "case": 3, "case_number": 5, "conversation": number, "number": number, "name": "case.moved",
        "public": number is None, "actor": "agent:7", "at": "2026-11-24T10:00:00.000000+00:00", "data": data,
    }  # fmt: skip
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert chained(row) == hashlib.sha256(f"ab\n{canonical}".encode()).hexdigest()
