"""A number at once, everything sealed, and one case however often it is sent."""

import asyncio

import pytest
from sqlalchemy import func, select, text

from handoff.cases import Case, Contact, Issue, SuggestedTopic
from handoff.cases.looking_up import case_by_number, case_by_secret
from handoff.cases.numbering import check_digit, new_number, new_secret, read_number, read_secret
from handoff.cases.opening import tracking_secret
from handoff.cases.parties import complainant_of
from handoff.db import keys
from handoff.errors import Invalid, NotFound
from handoff.events import of_case
from tests.handoff.cases.conftest import STORY, register
from tests.handoff.conftest import ON_BOTH


@ON_BOTH
async def test_eight_identical_registrations_are_one_case(services):
    cases = await asyncio.gather(*[register(services, key="same") for _ in range(8)])
    assert len({case.number for case in cases}) == 1
    async with services.db.reading() as tx:
        assert await tx.scalar(select(func.count(Case.id))) == 1
        assert [row.name for row in await of_case(tx, cases[0].id)].count("case.opened") == 1
        assert await tx.scalar(select(func.count(Issue.id))) == 2


@ON_BOTH
async def test_at_7_2_fifty_registrations_at_once_have_fifty_numbers(services):
    """AT-7.2: numbers are unique under a rush."""
    cases = await asyncio.gather(*[register(services) for _ in range(50)])
    assert len({case.number for case in cases}) == 50
    assert {case.state for case in cases} <= {"registered", "in_assessment"}


async def test_the_words_stand_sealed_in_the_database(services):
    case = await register(services)
    async with services.db.reading() as tx:
        for table in ("cases", "parties", "issues", "events"):
            rows = (await tx.execute(text(f"select * from {table}"))).all()
            assert rows
            for secret in ("kettle", "sara@example.com", "Sara Ahmadi", "A-10423"):
                assert secret.encode() not in repr(rows).encode(), f"{secret} is readable in {table}"
        assert await keys.unseal(tx, case.key_owner, case.narrative) == STORY
        assert await complainant_of(tx, case) == Contact(name="Sara Ahmadi", email="sara@example.com")


async def test_the_first_priority_follows_from_the_topics_floor_and_the_flags(services):
    async def priority(**changes):
        return (await register(services, **changes)).priority

    assert await priority(topics=()) == "P4"
    assert await priority(topics=(SuggestedTopic("C09.1", 0.9),)) == "P1"
    assert await priority(topics=(), safety=True) == "P1"
    assert await priority(topics=(), vulnerable=True) == "P3"


async def test_a_complaint_needs_a_story_and_a_way_to_answer_or_the_wish_to_stay_anonymous(services, conversation):
    assert (await register(services, contact=Contact(), anonymous=True)).anonymous
    assert (await register(services, contact=Contact(), safety=True, conversation_id=conversation.id)).priority == "P1"
    with pytest.raises(Invalid) as error:
        await register(services, contact=Contact(name="Sara"))
    assert error.value.stable_code == "contact_missing"
    with pytest.raises(Invalid) as error:
        await register(services, narrative="  ")
    assert error.value.stable_code == "narrative_missing"
    with pytest.raises(Invalid) as error:
        await register(services, topics=(SuggestedTopic("C77.1", 0.9),))
    assert error.value.stable_code == "topic_unknown"


async def test_number_and_secret_open_the_case_and_nothing_else_does(services):
    case, other = await register(services), await register(services)
    async with services.db.transaction() as tx:
        case = await tx.merge(case)
        secret = await tracking_secret(tx, case)
        assert (await case_by_secret(tx, number=case.number, secret=secret)).id == case.id
        sloppy = secret.lower().replace("-", " ")
        persian = case.number.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
        assert (await case_by_secret(tx, number=persian, secret=sloppy)).id == case.id
        for number, wrong in ((case.number, new_secret()), (other.number, secret), (new_number(), secret), ("", "")):
            with pytest.raises(NotFound) as error:
                await case_by_secret(tx, number=number, secret=wrong)
            assert error.value.stable_code == "case_not_found"
        assert (await case_by_number(tx, f"my case is {case.number.lower()} please")).id == case.id


def test_a_slip_in_a_number_is_noticed():
    number = new_number()
    digits = number[3:7] + number[8:]
    assert read_number(number) == number
    for place in range(8):
        slip = digits[:place] + str((int(digits[place]) + 1) % 10) + digits[place + 1 :]
        assert read_number(f"PA-{slip[:4]}-{slip[4:]}") is None
    assert check_digit("7992739871") == 3, "the textbook's example of Luhn's check"


def test_a_secret_is_read_as_people_type_it():
    assert read_secret("k7qm 2xrd 9t") == "K7QM-2XRD-9T"
    assert read_secret("KOIL-2XRD-9T") == "K011-2XRD-9T"
