"""In and out of the desk, and five wrong tries at most."""

from datetime import timedelta

import pytest

from handoff.errors import Invalid, NotSignedIn, TooMany
from handoff.staff import Agent, add_agent, agent_of, sign_in, sign_out, sign_out_everywhere
from tests.handoff.conftest import ON_BOTH, PASSWORD


async def who(services, token):
    async with services.db.reading() as tx:
        found = await agent_of(tx, token)
        return found.id if found else None


@ON_BOTH
async def test_in_and_out(services, mina):
    agent, token = await sign_in(services.db, email=" MINA@example.com", password=PASSWORD, device="a test")
    assert agent.id == mina.id
    assert await who(services, token) == mina.id
    async with services.db.transaction() as tx:
        await sign_out(tx, token)
    assert await who(services, token) is None


async def test_signed_out_on_every_device(services, mina):
    tokens = [(await sign_in(services.db, email=mina.email, password=PASSWORD, device=d))[1] for d in "ab"]
    async with services.db.transaction() as tx:
        assert await sign_out_everywhere(tx, mina) == 2
    assert [await who(services, token) for token in tokens] == [None, None]


async def test_an_idle_session_is_over_after_twelve_hours(services, clock, mina):
    _agent, token = await sign_in(services.db, email=mina.email, password=PASSWORD, device="a test")
    clock.advance(timedelta(hours=12))
    assert await who(services, token) == mina.id
    clock.advance(timedelta(seconds=1))
    assert await who(services, token) is None


async def test_after_five_wrong_passwords_the_right_one_does_not_help_for_five_minutes(services, clock, mina):
    for _ in range(5):
        with pytest.raises(NotSignedIn) as refused:
            await sign_in(services.db, email=mina.email, password="wrong", device="a test")
        assert refused.value.stable_code == "wrong_password"
    with pytest.raises(TooMany) as locked:
        await sign_in(services.db, email=mina.email, password=PASSWORD, device="a test")
    assert 0 < locked.value.retry_after <= 301
    clock.advance(timedelta(minutes=5, seconds=1))
    await sign_in(services.db, email=mina.email, password=PASSWORD, device="a test")


async def test_nobody_learns_which_addresses_exist(services, mina):
    for email in ("nobody@example.com", mina.email):
        with pytest.raises(NotSignedIn) as refused:
            await sign_in(services.db, email=email, password="wrong", device="a test")
        assert refused.value.stable_code == "wrong_password"


async def test_who_left_cannot_come_in(services, mina):
    _agent, token = await sign_in(services.db, email=mina.email, password=PASSWORD, device="a test")
    async with services.db.transaction() as tx:
        (await tx.get_one(Agent, mina.id)).active = False
    assert await who(services, token) is None
    with pytest.raises(NotSignedIn):
        await sign_in(services.db, email=mina.email, password=PASSWORD, device="a test")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"roles": ["king"]}, "invalid"),
        ({"password": "short"}, "password_short"),
        ({"email": "Mina@Example.com"}, "email_taken"),
    ],
)
async def test_who_cannot_be_added(services, mina, changes, code):
    values = {"name": "X", "name_fa": "ایکس", "email": "x@example.com", "password": "long enough 1", "roles": ["agent"]}
    async with services.db.transaction() as tx:
        assert (await add_agent(tx, **values)).id, "with nothing wrong it works"
    with pytest.raises(Invalid) as refused:
        async with services.db.transaction() as tx:
            await add_agent(tx, **{**values, "email": "y@example.com", **changes})
    assert refused.value.stable_code == code
