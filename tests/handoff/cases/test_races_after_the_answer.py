"""Two people at once, on PostgreSQL: exactly one step is taken, and the other hears why not."""

import asyncio

import pytest
from sqlalchemy import func, select

from handoff.cases import Case
from handoff.cases.accepting import accept, reject
from handoff.cases.later_models import Review
from handoff.cases.models import Acceptance
from handoff.cases.moving import CUSTOMER, NotPossible
from handoff.cases.reopening import reopen
from handoff.cases.requesting_review import open_review
from handoff.cases.reviewing import begin_review
from handoff.errors import Conflict
from handoff.events import hold, verify_case
from handoff.staff import Agent
from tests.handoff.cases.roads import answered
from tests.handoff.conftest import ON_POSTGRESQL, make_agent


async def at_once(services, *acts):
    """Each act in a transaction of its own, all at the same time; what came of each."""

    async def attempt(act):
        try:
            async with services.db.transaction() as tx:
                return await act(tx)
        except Conflict as problem:
            return problem

    return await asyncio.gather(*(attempt(act) for act in acts))


@pytest.fixture
async def case(services, mina, nasrin):
    async with services.db.transaction() as tx:
        return await answered(tx, mina)


@ON_POSTGRESQL
async def test_a_yes_and_a_no_at_once_are_one_of_the_two(services, shirin, case):
    async def yes(tx):
        await accept(tx, await tx.get_one(Case, case.id), how="chat", actor=CUSTOMER)

    async def no(tx):
        await reject(tx, await tx.get_one(Case, case.id), how="track", actor=CUSTOMER)

    said = await at_once(services, yes, no, yes, no)
    assert [problem for problem in said if problem is None] == [None]
    async with services.db.reading() as tx:
        found = await tx.get_one(Case, case.id)
        values = (await tx.scalars(select(Acceptance.value))).all()
        assert (values[0], found.state) in {("accepted", "closed"), ("rejected", "internal_review")}
        assert len(values) == 1
        assert await verify_case(tx, case.id) is None


@ON_POSTGRESQL
@pytest.mark.parametrize("first", ["yes", "no"])
async def test_whoever_waits_for_their_turn_sees_what_was_said_before_them(services, shirin, case, first):
    """The order that chance seldom brings: both have read the case as answered, then one of them speaks."""
    both_have_read, has_turn = asyncio.Barrier(2), asyncio.Event()

    async def speak_first(tx):
        found = await tx.get_one(Case, case.id)
        await both_have_read.wait()
        await {"yes": accept, "no": reject}[first](tx, found, how="chat", actor=CUSTOMER)
        has_turn.set()

    async def speak_second(tx):
        found = await tx.get_one(Case, case.id)
        await both_have_read.wait()
        await has_turn.wait()
        await reject(tx, found, how="track", actor=CUSTOMER)

    said = await at_once(services, speak_first, speak_second)
    assert said[0] is None
    assert isinstance(said[1], NotPossible)
    async with services.db.reading() as tx:
        found = await tx.get_one(Case, case.id)
        assert found.state == {"yes": "closed", "no": "internal_review"}[first]
        assert len((await tx.scalars(select(Acceptance.id))).all()) == 1


@ON_POSTGRESQL
async def test_what_was_changed_before_the_turn_came_is_not_forgotten(services, case):
    async with services.db.transaction() as tx:
        found = await tx.get_one(Case, case.id)
        found.unit = "Shop 7"
        await hold(tx, case_id=case.id)
        assert found.unit == "Shop 7"
    async with services.db.reading() as tx:
        assert (await tx.get_one(Case, case.id)).unit == "Shop 7"


@ON_POSTGRESQL
async def test_of_two_reviewers_one_has_the_case(services, case):
    async with services.db.transaction() as tx:
        await reject(tx, await tx.get_one(Case, case.id), how="chat", actor=CUSTOMER)
    people = [
        await make_agent(services, name=f"R{n}", name_fa="ر", email=f"r{n}@example.com", roles=["reviewer"])
        for n in range(4)
    ]

    def begin(agent):
        async def attempt(tx):
            found = await tx.get_one(Case, case.id)
            review = await open_review(tx, found)
            return review is not None and await begin_review(tx, found, review, await tx.get_one(Agent, agent.id))

        return attempt

    said = await at_once(services, *(begin(agent) for agent in people))
    assert sum(won is True for won in said) == 1
    async with services.db.reading() as tx:
        found, review = await tx.get_one(Case, case.id), await tx.scalar(select(Review))
        assert found.owner_id == review.reviewer_id == people[said.index(True)].id
        assert found.state == "internal_review"


@ON_POSTGRESQL
async def test_opened_again_twice_at_once_is_opened_once(services, case):
    async with services.db.transaction() as tx:
        await accept(tx, await tx.get_one(Case, case.id), how="chat", actor=CUSTOMER)

    async def again(tx):
        await reopen(tx, await tx.get_one(Case, case.id), reason="It broke.", actor=CUSTOMER)

    said = await at_once(services, *(again for _ in range(5)))
    assert [problem for problem in said if problem is None] == [None]
    async with services.db.reading() as tx:
        found = await tx.get_one(Case, case.id)
        assert (found.reopen_count, found.state) == (1, "investigating")
        assert await tx.scalar(select(func.count(Acceptance.id))) == 1
