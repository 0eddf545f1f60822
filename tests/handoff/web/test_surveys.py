"""The survey behind its one-time link."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from handoff.surveys.models import Survey
from tests.handoff.follow_ups.looking import pass_time
from tests.handoff.surveys.test_surveys import closed, invitations, survey_of, token_in


@pytest.fixture
async def case(services, mina):
    return await closed(services, mina)


@pytest.fixture
async def link(services, clock, case) -> str:
    await pass_time(services, clock, timedelta(days=3))
    (mail,) = invitations(services)
    return f"/survey/{token_in(mail)}"


async def test_the_page_asks_four_questions_and_always_offers_not_to_say(client, link):
    page = await (await client.get(link)).text()
    assert len(set(re.findall(r'name="(Q\w+)"', page))) == 4
    assert page.count('value="none"') == 4
    assert "Overall, how satisfied are you" in page
    assert "{" not in page


async def test_the_page_speaks_persian_when_asked_to(client, link):
    page = await (await client.get(link, params={"lang": "fa"})).text()
    assert 'dir="rtl"' in page
    assert "رسیدگی ما به شکایت شما چگونه بود" in page


async def test_answers_are_kept_and_the_link_works_once(client, services, case, link):
    answer = await client.post(link, data={"Q1": "4", "Q2": "none", "comment": "Be quicker.", "contact": "1"})
    assert answer.status == 200
    assert "Somebody will contact you" in await answer.text()
    survey = await survey_of(services, case)
    assert (survey.answers, survey.contact_wanted) == ({"Q1": 4, "Q2": None}, True)
    assert survey.answered_at is not None
    again = await client.get(link)
    assert again.status == 404
    assert "This survey is closed" in await again.text()
    assert (await client.post(link, data={"Q1": "1"})).status == 404
    assert (await survey_of(services, case)).answers["Q1"] == 4


async def test_an_answer_that_was_not_offered_is_refused_and_nothing_is_kept(client, services, case, link):
    assert (await client.post(link, data={"Q1": "9"})).status == 422
    assert (await survey_of(services, case)).answers == {}


async def test_a_link_that_never_was_looks_like_one_that_is_over(client):
    answer = await client.get("/survey/not-a-link")
    assert answer.status == 404
    assert "This survey is closed" in await answer.text()


async def test_after_three_weeks_the_survey_is_closed(client, services, clock, link):
    clock.advance(timedelta(days=22))
    assert (await client.get(link)).status == 404
    async with services.db.reading() as tx:
        assert (await tx.get_one(Survey, 1)).answered_at is None
