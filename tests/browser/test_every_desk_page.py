"""Every page of the desk on a telephone, for those who work, lead and check: axe, width, and Persian that is Persian."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from handoff.cases import Case
from handoff.demo import LOGINS, seed
from tests.browser.desk_world import desk_world
from tests.browser.test_public_pages import check

pytestmark = pytest.mark.browser
ARTEFACTS = "artefacts"
PHONE = {"viewport": {"width": 320, "height": 640}}
PLACES = {
    "supervisor": (
        "", "me", "me/second-factor", "cases", "cases?view=closed", "cases/new", "staff", "rechecks", "statements",
        *(f"cases/{{{state}}}" for state in (
            "registered", "in_assessment", "investigating", "decision_pending", "responded", "implementing", "closed")),
        "cases/{investigating}/examination", "cases/{investigating}/decision", "cases/{decision_pending}/decision",
        "cases/{investigating}/causes", "cases/{closed}/log",
        "board", "insights/figures", "insights/figures/M05", "insights/figures/M01/cases", "insights/signals",
        "insights/objectives", "insights/audits", "insights/reviews", "insights/evidence", "policy", "improvement",
        "improvement/1", "privacy", "privacy/holds",
    ),
    "privacy_officer": (
        "", "cases/{closed}", "privacy", "privacy/holds", "privacy/erasures", "privacy/erasures/1", "privacy/unmaskings",
    ),
    "auditor": ("", "cases/{closed}", "board", "insights/audits/1", "insights/evidence", "privacy/unmaskings"),
}  # fmt: skip
# What people wrote, numbers of cases and codes are shown as they are; the rest of a Persian page is the product's own words.
OWN_WORDS = """() => {
  const theirs = "[dir=auto], [dir=ltr], bdi, .code, .hash, [lang=en], code, kbd, script, style, svg title, .words, .ltr";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!node.parentElement.closest(theirs) && node.data.trim()) found.push(node.data.trim());
  for (const field of document.querySelectorAll("input[type=text], input:not([type])")) found.push(field.value);
  return found;
}"""
LATIN = re.compile(r"[A-Za-z]{2,}|[0-9]+")
MAY_STAND = re.compile(
    r"\bP[1-4]\b|PDF|CSV|SHA-256|ISO 10002(?: \(2018\))?|PA-\d{4}-\d{4}|[AB]-\d{5}|[\w.]+@[\w.]+|English|Helen Brook|Nasrin Azadi"
)
CLAUSE = re.compile(r"^[0-9.،, A-I()]+$")


@pytest.mark.parametrize("language", ["en", "fa"])
async def test_at_8_1_every_page_of_the_desk_is_for_everybody_on_a_telephone(tmp_path, language):
    """AT-8.1: the demonstration's pages for each role: nothing serious for axe, nothing wider than 320 px, no foreign word."""
    async with desk_world(tmp_path) as world:
        await seed(world.services)
        async with world.services.db.reading() as tx:
            numbers = {case.state: case.number for case in await tx.scalars(select(Case))}
        foreign = {}
        for role, places in PLACES.items():
            page = await signed_in(world, role)
            await page.goto(f"{world.url}/console/?lang={language}")
            for place in places:
                address = f"{world.url}/console/{place.format(**numbers)}"
                answer = await page.goto(address)
                assert answer.status == 200, f"{place} for the {role}"
                await check(page, f"{place} for the {role}")
                if language == "fa" and (words := await foreign_words(page)):
                    foreign[place] = words
            await page.screenshot(path=f"{ARTEFACTS}/desk-{role}-{language}.png", full_page=True)
        assert foreign == {}


async def signed_in(world, role):
    person = next(person for person in LOGINS if person.role == role)
    page = await (await world.browser.new_context(**PHONE)).new_page()
    await page.goto(f"{world.url}/console/sign-in")
    await page.locator("#email").fill(person.email)
    await page.locator("#password").fill(person.password)
    await page.locator("#password").press("Enter")
    await page.wait_for_url("**/console/")
    return page


async def foreign_words(page) -> list[str]:
    """Latin words and digits among the product's own words."""
    texts = [MAY_STAND.sub("", text) for text in await page.evaluate(OWN_WORDS) if not CLAUSE.match(text)]
    return [text for text in texts if LATIN.search(text)]
