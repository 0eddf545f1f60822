"""The register over HTTP: who may do what, and that what is missing is said in words."""

from __future__ import annotations

import re

import pytest

from handoff.cases.looking_up import issues_of
from handoff.improvement.models import Action
from handoff.worker import tick
from tests.handoff.web.console.insights_world import JSON, look, representative, send


@pytest.fixture
async def roya(services):
    return await representative(services)


@pytest.fixture
async def royas_desk(desk_of, roya):
    return await desk_of(roya)


async def new_action(desk, **fields) -> str:
    told = {"title": "Lids break on the way", "kind": "corrective", "topic": "C02.1", "what": "The lid.", **fields}
    return (await send(desk, "/console/improvement", **told))["go"]


async def test_an_action_goes_from_problem_to_watching_on_one_page(services, royas_desk, roya, mina, omid, clock):
    at = await new_action(royas_desk)
    refused = await send(royas_desk, f"{at}/move", 409, step="analyse")
    assert "A cause needs the method by which it was found, a sentence, and evidence." in refused["missing"]
    await send(royas_desk, f"{at}/problem", containment="Every box is looked at.")
    await send(royas_desk, f"{at}/move", step="contain")
    await send(royas_desk, f"{at}/cause", code="K07", method="five_whys", cause="No guard.", evidence="Photographs.")
    await send(royas_desk, f"{at}/move", step="analyse")
    await send(royas_desk, f"{at}/people", 422, owner=str(mina.id), checker=str(mina.id))
    await send(royas_desk, f"{at}/people", owner=str(mina.id), checker=str(omid.id))
    target = {"metric": "M01", "count": "79", "exposure": "20.9", "rate": "1.5", "window": "30", "least": "10"}
    await send(royas_desk, f"{at}/target", **target)
    await send(royas_desk, f"{at}/steps", 422, kind="corrective", what="Guards.", owner=str(mina.id), due="soon")
    await send(royas_desk, f"{at}/steps", kind="corrective", what="Order guards.", owner=str(mina.id), due="۱۴۰۵/۱۰/۱۰")
    await send(royas_desk, f"{at}/move", step="plan")
    await send(royas_desk, f"{at}/move", step="begin")
    step = re.search(rf"{at}/steps/(\d+)/done", await look(royas_desk, at))[1]
    await send(royas_desk, f"{at}/steps/{step}/done", proof="Invoice 4711")
    await send(royas_desk, f"{at}/move", step="finish")
    page = await look(royas_desk, at)
    assert "Effect being checked" in page
    early = await send(royas_desk, f"{at}/check", 409, count="24", exposure="20.4")
    assert early["missing"] == ["The day of the check has not come yet."]


async def test_whoever_is_not_named_may_read_and_not_change(services, royas_desk, minas_desk, mina, omid):
    at = await new_action(royas_desk)
    assert "Lids break on the way" in await look(minas_desk, at)
    await send(minas_desk, f"{at}/problem", 403, what="Something else")
    await send(minas_desk, "/console/improvement", 403, title="Mine")
    await send(royas_desk, f"{at}/people", owner=str(mina.id), checker=str(omid.id))
    await send(minas_desk, f"{at}/problem", what="Corner of the box")


async def test_others_are_looked_for_and_put_right_without_being_asked(services, royas_desk, complain):
    await complain(narrative="The lid broke.")
    other = await complain(narrative="My lid broke too.")
    await tick(services)
    at = await new_action(royas_desk)
    page = await look(royas_desk, f"{at}?look=1&topic=C02.1")
    assert other.number in page
    await send(royas_desk, f"{at}/others", topic="C02.1", case=other.number)
    await send(royas_desk, f"{at}/offer", case=other.number, words="We found that your lid may break. A new one comes.")
    page = await look(royas_desk, at)
    assert "put right without being asked" in page
    await send(royas_desk, f"{at}/offer", 409, case=other.number, words="Once more.")


async def test_a_cause_is_put_forward_and_confirmed_beside_the_case(services, minas_desk, minas_case):
    page = f"/console/cases/{minas_case.number}/causes"
    async with services.db.reading() as tx:
        (issue,) = await issues_of(tx, minas_case)
    await send(minas_desk, f"/console/cases/{minas_case.number}/issues/{issue.id}/causes", code="K09")
    cause = re.search(r"causes/(\d+)/confirmation", await look(minas_desk, page))[1]
    path = f"/console/cases/{minas_case.number}/causes/{cause}/confirmation"
    await send(minas_desk, path, 422, method="five_whys", statement="The van.", evidence="")
    await send(minas_desk, path, method="five_whys", statement="The van.", evidence="The driver's log.", systemic="yes")
    assert "affects others too" in await look(minas_desk, page)
    async with services.db.reading() as tx:
        from sqlalchemy import select

        assert (await tx.scalars(select(Action.required))).all() == ["systemic"]


async def test_ideas_thanks_and_lessons_reach_everybody(services, royas_desk, minas_desk, mina, omid):
    await send(minas_desk, "/console/improvement/ideas", words="Call before the courier comes.")
    page = await look(royas_desk, "/console/improvement")
    idea = re.search(r"ideas/(\d+)/answer", page)[1]
    await send(royas_desk, f"/console/improvement/ideas/{idea}/answer", adopt="yes", answer="We try it in May.")
    assert "We try it in May." in await look(minas_desk, "/console/improvement")
    await send(minas_desk, "/console/improvement/thanks", 422, to=str(mina.id), words="Myself")
    await send(minas_desk, "/console/improvement/thanks", to=str(omid.id), words="For staying late.")
    await send(
        royas_desk, "/console/improvement/lessons", text_en="Ask for the order.", text_fa="شمارهٔ سفارش را بپرسید."
    )
    page = await look(minas_desk, "/console/improvement")
    assert "For staying late." in page
    lesson = re.search(r"lessons/(\d+)/reading", page)[1]
    assert '<span class="unread">' in page
    await send(minas_desk, f"/console/improvement/lessons/{lesson}/reading")
    assert '<span class="unread">' not in await look(minas_desk, "/console/improvement")


async def test_at_5_3_a_new_version_of_the_policy_is_due_for_everybody(services, royas_desk, minas_desk, mina):
    """AT-5.3: with a new version everybody's confirmation is due again; reading it settles the task."""
    told = {
        "text_en": "We listen.",
        "text_fa": "ما می‌شنویم.",
        "signed_by": "Leila Ahmadi, director",
        "review_due": "2027-11-01",
    }
    for version in (1, 2):
        await send(royas_desk, "/console/policy", **told)
        await tick(services)
        assert "Read the complaints policy" in await look(minas_desk, "/console/")
        await send(minas_desk, "/console/policy/reading")
        assert "Read the complaints policy" not in await look(minas_desk, "/console/")
        assert f"Version {version}, signed by Leila Ahmadi, director" in await look(minas_desk, "/console/policy")
    await send(minas_desk, "/console/policy", 403, **told)
    answer = await royas_desk.post("/console/policy", data={**told, "text_fa": ""}, headers=JSON)
    assert answer.status == 422
