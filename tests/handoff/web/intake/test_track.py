"""Looking a complaint up, and acting on it, by number and secret."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handoff.cases import Actor, Complaint, Contact, open_case
from handoff.cases.opening import tracking_secret
from handoff.i18n import to_persian
from tests.handoff.conftest import ON_BOTH


@pytest.fixture
async def known(services) -> dict[str, str]:
    """Number and secret of a registered complaint."""
    complaint = Complaint(
        narrative="The kettle is broken.", channel="form", language="en", contact=Contact(email="s@example.com")
    )
    async with services.db.transaction() as tx:
        case, _ = await open_case(tx, complaint, actor=Actor("customer", "complainant"), idempotency_key="t")
        return {"number": case.number, "secret": await tracking_secret(tx, case)}


@ON_BOTH
async def test_number_and_secret_show_the_public_state_and_what_has_happened(client, known):
    answer = await client.post("/track", data=known)
    page = await answer.text()
    assert answer.status == 200
    assert "Your complaint is registered. A person will read it" in page
    assert "We received and registered it." in page
    assert answer.headers["Cache-Control"] == "no-store"


async def test_persian_digits_small_letters_and_blanks_are_understood(client, known):
    typed = {"number": to_persian(known["number"]), "secret": known["secret"].lower().replace("-", " ")}
    assert (await client.post("/track", data=typed)).status == 200


async def test_a_wrong_secret_and_a_wrong_number_look_the_same(client, known):
    wrong_secret = await client.post("/track", data={**known, "secret": "AAAA-AAAA-AA"})
    wrong_number = await client.post("/track", data={**known, "number": "PA-0000-0000"})
    assert wrong_secret.status == wrong_number.status == 404
    without_number = [
        (await answer.text()).replace(known["number"], "").replace("PA-0000-0000", "")
        for answer in (wrong_secret, wrong_number)
    ]
    assert without_number[0] == without_number[1]
    assert known["secret"] not in await wrong_secret.text()


async def test_guessing_is_slowed_down_and_patience_helps(client, known, clock):
    answers = [await client.post("/track", data={**known, "secret": f"AAAA-AAAA-{n:02}"}) for n in range(8)]
    assert [answer.status for answer in answers][-2:] == [429, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert (await client.post("/track", data=known)).status == 429
    clock.advance(timedelta(minutes=5))
    assert (await client.post("/track", data=known)).status == 200


@ON_BOTH
async def test_something_can_be_added(client, known):
    answer = await client.post(
        "/track/acts", data={**known, "act": "add_information", "text": "The base is broken too."}
    )
    page = await answer.text()
    assert answer.status == 200
    assert "I have added this to case" in page
    assert "You added something." in page


async def test_an_empty_addition_is_refused_and_nothing_happens(client, known):
    answer = await client.post("/track/acts", data={**known, "act": "add_information", "text": "  "})
    assert answer.status == 422
    assert "You added something." not in await answer.text()


async def test_what_the_state_does_not_allow_is_neither_offered_nor_done(client, known):
    page = await (await client.post("/track", data=known)).text()
    assert 'value="accept"' not in page
    assert (await client.post("/track/acts", data={**known, "act": "accept"})).status == 409


async def test_a_complaint_can_be_withdrawn(client, known):
    page = await (await client.post("/track/acts", data={**known, "act": "withdraw"})).text()
    assert "is withdrawn, as you wish" in page
    assert "It was closed." in page


async def test_acting_needs_the_secret_too(client, known):
    answer = await client.post("/track/acts", data={**known, "secret": "x", "act": "withdraw"})
    assert answer.status == 404
    assert "It was closed." not in await (await client.post("/track", data=known)).text()
