"""Long lists come page by page, and cases are found by what is known of them, old ones too."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from handoff.cases import Contact
from handoff.cases.opening import SuggestedTopic
from handoff.insights import case_lists, finding
from tests.handoff.web.console.conftest import JSON


async def page_of(desk, address):
    """The numbers on the page, and the address of the next one."""
    answer = await desk.get(address)
    assert answer.status == 200
    text = await answer.text()
    numbers = re.findall(r'<th scope="row"><a class="code" href="/console/cases/(PA-\d{4}-\d{4})"', text)
    further = re.search(r'rel="next" href="([^"]+)"', text)
    return numbers, html.unescape(further[1]) if further else None


async def walk(desk, address):
    found = []
    while address:
        numbers, address = await page_of(desk, address)
        found.append(numbers)
    return found


@pytest.fixture
def short_pages(monkeypatch):
    monkeypatch.setattr(case_lists, "PAGE", 3)


@pytest.mark.parametrize("view", ["all", "unowned"])
async def test_a_long_list_comes_page_by_page_the_next_due_first_each_case_once(
    nasrins_desk, complain, clock, short_pages, view
):
    expected = []
    for place in range(8):
        expected.append((await complain(narrative=f"Story {place}.")).number)
        clock.advance(timedelta(hours=1))
    pages = await walk(nasrins_desk, f"/console/cases?view={view}")
    assert [len(numbers) for numbers in pages] == [3, 3, 2]
    assert [number for numbers in pages for number in numbers] == expected


async def test_what_comes_in_meanwhile_shifts_no_page(nasrins_desk, complain, clock, short_pages):
    first = [(await complain(narrative=f"Story {place}.")).number for place in range(4)]
    numbers, further = await page_of(nasrins_desk, "/console/cases?view=all")
    late = await complain(narrative="An older one.", received_at=clock.now() - timedelta(days=5))
    assert late.number not in numbers
    assert [*numbers, *(await page_of(nasrins_desk, further))[0]] == first


async def test_a_place_that_nobody_gave_out_is_the_beginning(nasrins_desk, case):
    for place in ("x", "d7-yesterday", "d-2026-01-01T00:00:00+00:00", "d1-2026-01-01T00:00:00"):
        assert (await page_of(nasrins_desk, f"/console/cases?view=all&after={place}"))[0] == [case.number]


@pytest.mark.parametrize(
    "words",
    [
        "Sara Ahmadi",
        "ahmadi",
        "SARA@example.com",
        "0912 555 0145",
        "+98 912 5550145",
        "b 20117",
        "B-20117",
        "sara b-20117",
    ],
)
async def test_a_case_is_found_however_old_it_is_by_name_address_telephone_or_order(
    nasrins_desk, complain, words, monkeypatch
):
    monkeypatch.setattr(finding, "PAGE", 5)
    old = await complain(narrative="The old one.", order_ref="B-20117")
    for place in range(8):
        await complain(narrative=f"Story {place}.", contact=Contact("Reza Nouri", f"reza{place}@example.com"))
    assert (await page_of(nasrins_desk, f"/console/cases?q={words.replace('+', '%2B')}"))[0] == [old.number]


@pytest.mark.parametrize("words", ["sar", "ahmad", "example.com", "B-2011", "a", "---"])
async def test_a_piece_of_a_word_finds_nothing(nasrins_desk, complain, words):
    await complain(narrative="The old one.", order_ref="B-20117")
    assert (await page_of(nasrins_desk, f"/console/cases?q={words}"))[0] == []


async def test_what_is_known_narrows_the_search(nasrins_desk, minas_desk, complain, clock, mina):
    early = await complain(narrative="Early.", received_at=clock.now() - timedelta(days=40))
    late = await complain(narrative="Of now.", topics=[SuggestedTopic("C03.6", 0.9)], channel="phone")
    await minas_desk.post(f"/console/cases/{late.number}/owner", headers=JSON)
    both = [late.number, early.number]
    for query, expected in {
        "q=sara": both,
        "topic=C03": [late.number],
        "topic=C03.6": [late.number],
        "topic=C02": [early.number],
        "state=in_assessment": [late.number],
        "state=registered": [early.number],
        f"owner={mina.id}": [late.number],
        "channel=phone": [late.number],
        "since=2026-11-01": [late.number],
        "until=2026-11-01": [early.number],
        "since=1405-07-01": both,  # the same in the other calendar
        "until=۱۴۰۵-۰۸-۱۰": [early.number],
        "late=yes": [early.number],
        "q=sara&topic=C03&channel=form": [],
        "topic=nonsense&state=nowhere&owner=x&since=soon&q=sara": both,
    }.items():
        assert (await page_of(nasrins_desk, f"/console/cases?{query}"))[0] == expected, query


async def test_nobody_finds_a_case_that_they_may_not_see(nasrins_desk, omids_desk, minas_case):
    for words in (minas_case.number, "sara@example.com", "ahmadi"):
        assert (await page_of(omids_desk, f"/console/cases?q={words}"))[0] == []
    assert (await page_of(nasrins_desk, "/console/cases?q=ahmadi"))[0] == [minas_case.number]


async def test_a_whole_number_leads_straight_to_the_case(nasrins_desk, case):
    answer = await nasrins_desk.get(f"/console/cases?q={case.number.lower()}", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, f"/console/cases/{case.number}")
