"""The desk for everybody: no serious finding of axe in either language, light or dark, and nothing wider than a small phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe

from tests.browser.desk_world import desk_world

pytestmark = pytest.mark.browser

LOOKS = {
    "wide": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 320, "height": 700}, "color_scheme": "dark"},
}


@pytest.mark.parametrize("looks", LOOKS)
@pytest.mark.parametrize("language", ["en", "fa"])
async def test_every_page_can_be_read_and_used_by_everybody(tmp_path, language, looks):
    async with desk_world(tmp_path) as world:
        nasrin = await world.hire("Nasrin", "نسرین", "supervisor", "approver", "agent", language=language)
        talk = await world.customer_waits("My kettle has no lid.", "کتری من در ندارد.")
        case = await world.complaint(talk)
        desk = await world.desk(nasrin, reduced_motion="reduce", **LOOKS[looks])
        await desk.goto(f"{world.url}/console/conversations/{talk.id}")
        await desk.locator("[data-talk-acts] .primary").click()
        await desk.locator("[data-composer] [data-quick]").wait_for(state="attached")
        places = [
            "/console/", f"/console/conversations/{talk.id}", f"/console/conversations/{talk.id}#facts",
            "/console/cases?view=all", "/console/cases/new", f"/console/cases/{case.number}", "/console/board", "/console/me",
        ]  # fmt: skip
        for place in places:
            await desk.goto(f"{world.url}{place}")
            await desk.locator("html.live").wait_for(state="attached")
            await _check(desk, place)
        await desk.context.clear_cookies()
        await desk.goto(f"{world.url}/console/sign-in?lang={language}")
        await _check(desk, "sign-in")


async def _check(desk, place):
    found = (await Axe().run(desk)).response["violations"]
    serious = [
        (rule["id"], rule["nodes"][0]["html"][:120]) for rule in found if rule["impact"] in ("serious", "critical")
    ]
    assert serious == [], place
    assert await desk.locator("h1").count() == 1, place
    width = await desk.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{place} is wider than the screen"
