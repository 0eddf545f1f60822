"""Those who lead, in Chromium and in both languages: an action, the review pack, every page for everybody."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe

from handoff.insights.facts.keeping import catch_up
from tests.browser.desk_world import World, alive, desk_world
from tests.support.simulated import simulate, write

pytestmark = pytest.mark.browser

WORDS = {
    "en": {
        "open": "Open an action", "title": "Title, without anybody's name", "contain": "What was done at once to stop the harm?",
        "keep": "Keep it", "contained": "The harm is contained", "make": "Make the review pack", "from": "From",
        "until": "Until", "freeze": "Freeze the figures", "frozen": "They are still what they were.",
        "decide": "Decide something", "decision": "The decision", "button": "Decide",
        "missing": "Say what was done to stop the harm.",
    },
    "fa": {
        "open": "ثبت اقدام", "title": "عنوان، بدون نام هیچ‌کس", "contain": "برای مهار فوری زیان چه شد؟", "keep": "نگه دارید",
        "contained": "زیان مهار شد", "make": "بستهٔ بازنگری را بسازید", "from": "از", "until": "تا",
        "freeze": "تثبیت شاخص‌ها", "frozen": "همان‌اند که بودند.", "decide": "ثبت تصمیم", "decision": "تصمیم",
        "button": "ثبت کنید", "missing": "بنویسید برای مهار زیان چه شد.",
    },
}  # fmt: skip


async def lived(world: World, agent) -> None:
    """Two hundred simulated cases behind the figures."""
    async with world.services.db.transaction() as tx:
        await write(tx, simulate(200, now=world.services.clock.now(), days=300, agents=[agent.id]))
    while True:
        async with world.services.db.transaction() as tx:
            if not await catch_up(tx):
                return


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_an_action_is_opened_contained_and_says_what_is_missing(tmp_path, language):
    say = WORDS[language]
    async with desk_world(tmp_path) as world:
        roya = await world.hire("Roya", "رویا", "management_rep", "supervisor", language=language)
        desk = await world.desk(roya)
        await desk.goto(f"{world.url}/console/improvement")
        await alive(desk)
        await desk.locator("summary", has_text=say["open"]).click()
        await desk.get_by_label(say["title"]).fill("Lids break on the way")
        await desk.get_by_role("button", name=say["open"], exact=True).click()
        await desk.wait_for_url("**/console/improvement/1")
        await alive(desk)
        assert await desk.get_by_text(say["missing"]).first.is_visible()
        await desk.get_by_label(say["contain"]).fill("Every box is looked at.")
        await desk.get_by_role("button", name=say["keep"], exact=True).click()
        await desk.get_by_text(say["missing"]).first.wait_for(state="detached")
        await alive(desk)
        await desk.get_by_role("button", name=say["contained"], exact=True).click()
        name = world.services.policy.improvement.states["contained"].say(language)
        await desk.locator(".state", has_text=name).wait_for()
        assert world.wrong == []


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_one_button_makes_the_pack_and_it_is_frozen_and_decided_upon(tmp_path, language):
    say = WORDS[language]
    async with desk_world(tmp_path) as world:
        roya = await world.hire("Roya", "رویا", "management_rep", "supervisor", language=language)
        await lived(world, roya)
        desk = await world.desk(roya)
        await desk.goto(f"{world.url}/console/insights/reviews")
        await alive(desk)
        await desk.get_by_role("button", name=say["make"]).click()
        await desk.wait_for_url("**/console/insights/reviews/1")
        await alive(desk)
        assert await desk.locator("h2[id^=input-]").count() == 16
        await desk.get_by_role("button", name=say["freeze"]).click()
        await desk.get_by_text(say["frozen"]).wait_for()
        await alive(desk)
        await desk.locator("summary", has_text=say["decide"]).click()
        await desk.locator("#decision").fill("Answer within eight days.")
        await desk.locator("#due").fill("2027-01-10" if language == "en" else "۱۴۰۵/۱۰/۲۰")
        await desk.locator("#decisions ~ details button, details[open] button").last.click()
        await desk.get_by_text("Answer within eight days.").first.wait_for()
        answer = await desk.request.get(f"{world.url}/console/insights/reviews/1/pdf")
        assert (answer.status, (await answer.body())[:5]) == (200, b"%PDF-")
        assert world.wrong == []


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("width", [1360, 320])
async def test_every_page_of_leading_can_be_read_and_used_by_everybody(tmp_path, language, width):
    async with desk_world(tmp_path) as world:
        roya = await world.hire("Roya", "رویا", "management_rep", "supervisor", language=language)
        await lived(world, roya)
        scheme = "light" if width > 1000 else "dark"
        desk = await world.desk(
            roya, viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        async with world.services.db.transaction() as tx:
            from handoff.cases import Actor
            from handoff.improvement.opening import open_action

            await open_action(tx, key="x", title="Lids", source="case", systemic=True, actor=Actor.agent(roya.id))
        figures = [f"insights/figures/{code}?period=12m" for code in ("M02", "M04", "M05", "M13", "M17", "M22")]
        places = [
            "board", "insights/figures?period=12m", *figures, "insights/figures/M08/cases?period=12m", "insights/signals",
            "insights/objectives", "insights/audits", "insights/reviews", "insights/evidence", "policy", "improvement",
            "improvement/1", "improvement/1?look=1&topic=C02",
        ]  # fmt: skip
        for place in places:
            await desk.goto(f"{world.url}/console/{place}")
            await alive(desk)
            found = (await Axe().run(desk)).response["violations"]
            serious = [
                (rule["id"], rule["nodes"][0]["html"][:160])
                for rule in found
                if rule["impact"] in ("serious", "critical")
            ]
            assert serious == [], place
            assert await desk.locator("h1").count() == 1, place
            size = await desk.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert size[0] <= size[1], f"{place} is wider than the screen"
        assert world.wrong == []
