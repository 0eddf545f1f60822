"""The tracking page and the one-time link after an answer: what can be done now, and that it is done."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from handoff.cases import Actor, Case, Contact
from handoff.cases.accepting import accept
from handoff.cases.choosing import choices_of
from handoff.cases.looking_up import issues_of, remedies_of
from handoff.cases.models import Acceptance
from handoff.cases.moving import CUSTOMER
from handoff.cases.opening import tracking_secret
from handoff.cases.parties import add_party
from handoff.cases.remedying import carry_out
from handoff.cases.writing_page import write_on_page
from handoff.channels.email.models import Letter
from handoff.db import keys
from handoff.worker import tick
from tests.handoff.cases.roads import ANSWER, answered, refund

DAY = timedelta(days=1)


@pytest.fixture
def world(services, mina, nasrin, shirin, client):
    """A case with its answer, and what its complainant types to see it."""

    async def made(**changes):
        async with services.db.transaction() as tx:
            remedies = [refund(tx)] if changes.pop("remedies", False) else []
            case = await answered(tx, mina, remedies=remedies, **changes)
            return case, {"number": case.number, "secret": await tracking_secret(tx, case)}

    return made


async def press(client, known, act, **fields):
    answer = await client.post("/track/acts", data={**known, "act": act, **fields})
    return answer.status, await answer.text()


async def now(services, case) -> Case:
    async with services.db.reading() as tx:
        return await tx.get_one(Case, case.id)


async def test_what_can_be_done_is_offered_and_nothing_else(client, world, services):
    _, known = await world()
    page = await (await client.post("/track", data=known)).text()
    offered = set(
        re.findall(r'value="(accept|accept_part|reject|tell_new|confirm_done|reopen|withdraw|add_information)"', page)
    )
    assert offered == {"accept", "accept_part", "reject", "tell_new", "withdraw", "add_information"}
    assert ANSWER in page
    assert (await press(client, known, "confirm_done"))[0] == 409


async def test_one_tap_without_a_reason_brings_somebody_new(client, world, services):
    case, known = await world()
    status, page = await press(client, known, "reject")
    assert status == 200
    assert "You need not give a reason" in page
    assert (await now(services, case)).state == "internal_review"


async def test_a_part_is_accepted_and_the_rest_looked_at_afresh(client, world, services):
    case, known = await world()
    async with services.db.reading() as tx:
        first = (await issues_of(tx, case))[0].id
    assert (await press(client, known, "accept_part"))[0] == 422, "which part?"
    status, page = await press(client, known, "accept_part", issue=str(first))
    assert status == 200, page
    assert "Somebody new looks at the rest." in page


async def test_what_was_promised_is_shown_confirmed_or_sent_back(client, world, services, mina):
    case, known = await world(remedies=True)
    await press(client, known, "accept")
    page = await (await client.post("/track", data=known)).text()
    assert "What we promised" in page
    assert 'value="confirm_done"' not in page
    async with services.db.transaction() as tx:
        found = await tx.get_one(Case, case.id)
        (item,) = await remedies_of(tx, found)
        await carry_out(tx, found, item, proof="Transfer 1", actor=Actor.agent(mina.id))
    status, page = await press(client, known, "not_done", text="No money came.")
    assert (status, (await now(services, case)).state) == (200, "implementing")
    async with services.db.transaction() as tx:
        found = await tx.get_one(Case, case.id)
        (item,) = await remedies_of(tx, found)
        await carry_out(tx, found, item, proof="Transfer 2", actor=Actor.agent(mina.id))
    status, page = await press(client, known, "confirm_done")
    assert (status, (await now(services, case)).closure_reason) == (200, "resolved_accepted")


async def test_a_closed_case_is_opened_again_on_its_page_while_there_is_time(client, world, services, clock):
    case, known = await world()
    async with services.db.transaction() as tx:
        await accept(tx, await tx.get_one(Case, case.id), how="chat", actor=CUSTOMER)
    page = await (await client.post("/track", data=known)).text()
    assert 'value="reopen"' in page
    assert 'value="ask_review"' in page
    status, _ = await press(client, known, "reopen", why="came_back", text="It broke again.")
    assert (status, (await now(services, case)).state) == (200, "investigating")
    later, known = await world()
    async with services.db.transaction() as tx:
        await accept(tx, await tx.get_one(Case, later.id), how="chat", actor=CUSTOMER)
    clock.advance(62 * DAY)
    page = await (await client.post("/track", data=known)).text()
    assert 'value="reopen"' not in page
    assert (await press(client, known, "reopen", why="came_back", text="It broke again."))[0] == 409


async def test_a_withdrawal_that_somebody_of_us_suggested_is_not_taken(client, world, services):
    case, known = await world()
    status, page = await press(client, known, "withdraw", idea="staff")
    assert status == 200
    assert "stays open" in page
    assert (await now(services, case)).state == "responded"


async def test_who_stays_anonymous_talks_with_us_on_the_page(client, world, services, mina):
    case, known = await world(contact=Contact(), anonymous=True)
    async with services.db.transaction() as tx:
        await write_on_page(tx, await tx.get_one(Case, case.id), text="Which shop was it?", actor=Actor.agent(mina.id))
    page = await (await client.post("/track", data=known)).text()
    assert "Which shop was it?" in page
    after = page.rpartition('class="letter-signed"')[2].partition("</article>")[2]
    assert "Which shop was it?" in after
    assert "Mina" not in after, "the letter is signed, the messages name nobody"
    await press(client, known, "add_information", text="The one at the station.")
    page = await (await client.post("/track", data=known)).text()
    assert page.index("Which shop was it?") < page.index("The one at the station.")


async def test_a_representative_without_authority_reads_how_it_stands_and_no_more(client, world, services):
    case, known = await world()
    async with services.db.transaction() as tx:
        found = await tx.get_one(Case, case.id)
        await add_party(tx, found, Contact(name="Her son"), role="representative", language="en")
    page = await (await client.post("/track", data=known)).text()
    assert "We have sent you our answer" in page
    assert ANSWER not in page
    assert "once their consent or a power of attorney is with us" in page


async def letter_link(services, case) -> str:
    async with services.db.reading() as tx:
        letter = await tx.scalar(select(Letter).where(Letter.case_id == case.id, Letter.template == "P14"))
        text = await keys.unseal(tx, case.key_owner, letter.text)
    return re.search(r"/answer/[\w-]+", text)[0]


async def test_the_link_in_the_letter_answers_once(client, world, services):
    case, _ = await world()
    await tick(services)
    link = await letter_link(services, case)
    page = await (await client.get(link)).text()
    assert 'value="accept"' in page
    assert (await now(services, case)).state == "responded", "opening it changes nothing: mail programs open links too"
    assert (await client.post(link, data={"act": "withdraw"})).status == 409, "a link answers, and does nothing else"
    answer = await client.post(link, data={"act": "reject"})
    assert answer.status == 200, await answer.text()
    assert (await now(services, case)).state == "internal_review"
    assert (await client.get(link)).status == 404
    assert (await client.post(link, data={"act": "accept"})).status == 404
    async with services.db.reading() as tx:
        (row,) = (await tx.scalars(select(Acceptance))).all()
        assert (row.value, row.how) == ("rejected", "link")


async def test_a_link_is_worth_nothing_once_the_case_has_gone_on(client, world, services):
    case, known = await world()
    await tick(services)
    link = await letter_link(services, case)
    await press(client, known, "accept")
    assert (await client.get(link)).status == 404
    assert (await client.get("/answer/nonsense")).status == 404


async def test_at_4_4_every_state_has_a_public_text_in_every_language(services):
    """AT-4.4: whatever state a case is in, its complainant reads a sentence about it in their language."""
    policy = services.policy
    for state in policy.lifecycle.states.values():
        for language in policy.organisation.languages:
            assert state.public.say(language).strip(), state.code
    assert len(policy.lifecycle.states) == 19


async def test_what_is_offered_is_always_allowed_by_the_life_cycle(services, world):
    """Each choice of each state belongs to a step that complainants may take from there."""
    steps = {
        "accept": "T19", "accept_part": "T19", "reject": "T21", "tell_new": "T24", "confirm_done": "T27", "not_done": "T28",
        "accept_late": "T30", "reopen": "T39", "ask_review": "T40", "look_into": "T09", "withdraw": "T36",
    }  # fmt: skip
    case, _ = await world()
    for state in services.policy.lifecycle.states:
        async with services.db.transaction() as tx:
            found = await tx.get_one(Case, case.id)
            found.state = state
            await tx.flush()
            allowed = {step.id for step in services.policy.lifecycle.transitions_from(state, "complainant")}
            for act in await choices_of(tx, found):
                assert act == "add_information" or steps[act] in allowed, (state, act)
