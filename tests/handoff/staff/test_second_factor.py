"""Codes of an authenticator app by the RFCs' own vectors, and signing in with one."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from sqlalchemy import select

from handoff.errors import Invalid, NotSignedIn
from handoff.staff import Agent, StaffSession, agent_of, sign_in
from handoff.staff.one_time_codes import address, hotp, matching_step
from handoff.staff.second_factor import SecondFactor, begin_factor, confirm_factor, end_factor, right_code
from handoff.staff.signing_in import CodeNeeded, sign_in_with_code
from tests.handoff.conftest import ON_BOTH, PASSWORD

KEY = b"12345678901234567890"
SECRET = base64.b32encode(KEY).decode()


@pytest.mark.parametrize(
    ("counter", "code"),
    list(
        enumerate(["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"])
    ),
)
def test_codes_are_those_of_rfc_4226_appendix_d(counter, code):
    assert hotp(KEY, counter) == code


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924"),
        (2000000000, "69279037"), (20000000000, "65353130"),
    ],
)  # fmt: skip
def test_codes_are_those_of_rfc_6238_appendix_b(at, code):
    assert hotp(KEY, at // 30, digits=8) == code


def test_a_code_is_taken_for_half_a_minute_with_one_step_of_drift_and_never_twice():
    code = hotp(KEY, 100)
    assert matching_step(SECRET, code, at=100 * 30 + 15, after=0) == 100
    assert matching_step(SECRET, code, at=101 * 30 + 29, after=0) == 100
    assert matching_step(SECRET, code, at=102 * 30, after=0) is None
    assert matching_step(SECRET, code, at=98 * 30 + 29, after=0) is None
    assert matching_step(SECRET, code, at=100 * 30, after=100) is None
    assert matching_step(SECRET, "", at=100 * 30, after=0) is None


def test_what_an_app_reads_names_the_house_and_the_person():
    assert address("ABC", person="mina@example.com", organisation="Baran Shop") == (
        "otpauth://totp/Baran%20Shop%3Amina%40example.com?secret=ABC&issuer=Baran%20Shop"
    )


async def set_up(services, clock, agent):
    """The secret of somebody's app, and their codes on paper."""
    async with services.db.transaction() as tx:
        secret = await begin_factor(tx, agent)
    async with services.db.transaction() as tx:
        paper = await confirm_factor(tx, agent, code=code_of(secret, clock))
    clock.advance(timedelta(seconds=30))
    return secret, paper


def code_of(secret, clock):
    return hotp(base64.b32decode(secret), int(clock.now().timestamp()) // 30)


async def first_step(services, agent):
    with pytest.raises(CodeNeeded) as needed:
        await sign_in(services.db, email=agent.email, password=PASSWORD, device="a test")
    return needed.value.pending


async def test_with_a_factor_the_password_alone_opens_nothing(services, clock, mina):
    secret, _paper = await set_up(services, clock, mina)
    pending = await first_step(services, mina)
    async with services.db.reading() as tx:
        assert (await tx.scalars(select(StaffSession))).all() == []
        assert await agent_of(tx, pending) is None
    agent, token = await sign_in_with_code(services.db, pending=pending, code=code_of(secret, clock), device="a test")
    async with services.db.reading() as tx:
        assert (await agent_of(tx, token)).id == agent.id == mina.id
    with pytest.raises(NotSignedIn):
        await sign_in_with_code(services.db, pending=pending, code=code_of(secret, clock), device="a test")


@ON_BOTH
async def test_a_code_opens_once_even_for_two_at_the_same_moment(services, clock, mina):
    import asyncio

    secret, _paper = await set_up(services, clock, mina)
    pendings = [await first_step(services, mina) for _ in range(2)]
    code = code_of(secret, clock)

    async def step(pending):
        try:
            return await sign_in_with_code(services.db, pending=pending, code=code, device="a test")
        except NotSignedIn:
            return None

    results = await asyncio.gather(*[step(pending) for pending in pendings])
    assert sum(result is not None for result in results) == 1


async def test_a_code_on_paper_opens_once(services, clock, mina):
    _secret, paper = await set_up(services, clock, mina)
    assert len(paper) == 8
    for expected in (True, False):
        async with services.db.transaction() as tx:
            assert await right_code(tx, mina.id, paper[0]) is expected
    async with services.db.transaction() as tx:
        assert await right_code(tx, mina.id, "۰" + paper[1]) is False
        assert await right_code(tx, mina.id, paper[1].translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")))


async def test_five_wrong_codes_end_the_first_step_and_lock_the_account(services, clock, mina):
    secret, _paper = await set_up(services, clock, mina)
    pending = await first_step(services, mina)
    for _try in range(5):
        with pytest.raises(NotSignedIn):
            await sign_in_with_code(services.db, pending=pending, code="000000", device="a test")
    with pytest.raises(NotSignedIn) as over:
        await sign_in_with_code(services.db, pending=pending, code=code_of(secret, clock), device="a test")
    assert over.value.stable_code == "sign_in_again"
    async with services.db.reading() as tx:
        assert (await tx.get_one(Agent, mina.id)).locked_until > clock.now()


async def test_the_first_step_lasts_five_minutes(services, clock, mina):
    secret, _paper = await set_up(services, clock, mina)
    pending = await first_step(services, mina)
    clock.advance(timedelta(minutes=6))
    with pytest.raises(NotSignedIn):
        await sign_in_with_code(services.db, pending=pending, code=code_of(secret, clock), device="a test")


async def test_a_factor_counts_only_once_confirmed_and_its_secret_is_sealed(services, clock, mina):
    async with services.db.transaction() as tx:
        secret = await begin_factor(tx, mina)
        with pytest.raises(Invalid):
            await confirm_factor(tx, mina, code="000000")
    await sign_in(services.db, email=mina.email, password=PASSWORD, device="a test")
    async with services.db.transaction() as tx:
        row = await tx.get_one(SecondFactor, mina.id)
        assert secret.encode() not in row.secret
        await confirm_factor(tx, mina, code=code_of(secret, clock))
        assert await end_factor(tx, mina, actor="agent:1")
    await sign_in(services.db, email=mina.email, password=PASSWORD, device="a test")


async def test_a_sixth_device_signs_out_the_one_that_was_silent_longest_and_none_lasts_beyond_three_days(
    services, clock, mina
):
    tokens = []
    for _device in range(6):
        tokens.append((await sign_in(services.db, email=mina.email, password=PASSWORD, device="a test"))[1])
        clock.advance(timedelta(minutes=1))
    async with services.db.reading() as tx:
        assert [await agent_of(tx, token) is not None for token in tokens] == [False] + [True] * 5
    from handoff.staff.signing_in import keep_alive

    for _hour in range(0, 72, 6):
        clock.advance(timedelta(hours=6))
        async with services.db.transaction() as tx:
            await keep_alive(tx, tokens[-1])
    async with services.db.reading() as tx:
        assert await agent_of(tx, tokens[-1]) is None
